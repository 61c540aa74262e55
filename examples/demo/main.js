// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { signInAsAdmin } from '../shared/admin-sign-in.js';
import { StartError } from '../shared/start.js';
import { Children } from './children.js';
import { page, televisionAgain } from './page.js';
import { createPeople, password } from './people.js';
import { choosePorts } from './ports.js';

const directory = mkdtempSync(join(tmpdir(), 'gatehouse-demo-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));

const children = new Children();
// Once and for all: npm passes on what the terminal has sent already.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));

/** @param {number} code */
async function end(code) {
  await children.end();
  process.exit(code);
}

async function demonstrate() {
  const port = await choosePorts({
    ...{ gatehouse: 3000, library: 4001, printing: 4002, spa: 4003, express: 4004, book: 4005 },
    ...{ orders: 4011, billing: 4012, ledger: 4013 },
  });
  /** @param {keyof typeof port} name */
  const at = (name) => `http://localhost:${port[name]}`;
  const issuer = at('gatehouse');
  const admin = { username: 'admin', password: password() };

  console.log('Starting Gatehouse and its examples ...');
  await children.start('Gatehouse', 'dist/main.js', {
    PORT: String(port.gatehouse),
    DATA_DIR: join(directory, 'data'),
    ADMIN_PASSWORD: admin.password,
    LEGACY_GRANTS: 'password',
    LOG_LEVEL: 'warn',
  });
  const scope =
    'clients:write resource-servers:read resource-servers:write assertion-issuers:write users:write';
  const token = await signInAsAdmin(issuer, { ...admin, scope });
  const people = await createPeople(issuer, token);

  const state = { GATEHOUSE: issuer, STATE_DIR: join(directory, 'state') };
  const shared = { ...state, GATEHOUSE_ADMIN_TOKEN: token, PHOTO_LIBRARY: at('library') };
  /**
   * @param {string} name
   * @param {Record<string, string>} environment
   */
  const example = (name, environment) =>
    children.start(name, `examples/${name}/main.js`, { ...shared, ...environment });
  await example('photo-library', { PORT: String(port.library) });
  await Promise.all([
    example('photo-printing', { PORT: String(port.printing) }),
    example('spa', { PORT: String(port.spa) }),
    example('express-app', { PORT: String(port.express) }),
    example('form-post-app', { PORT: String(port.book) }),
    example('microservices', {
      ...{ ORDERS: at('orders'), BILLING: at('billing'), LEDGER: at('ledger') },
    }),
  ]);
  const [somebody] = people;
  await children.finish('first-party-app', 'examples/first-party-app/main.js', {
    ...{ ...shared, PERSON: somebody.username, PERSON_PASSWORD: somebody.password },
  });
  await children.finish('build-pipeline', 'examples/build-pipeline/main.js', {
    ...shared,
    PERSON: somebody.username,
  });

  console.log(page({ at, admin, people, state }));
  await children.show('examples/tv/main.js', shared);
  if (!children.ending) console.log(televisionAgain(state));
}

children.onFailure = (error) => void fail(error);

/** @param {unknown} error */
async function fail(error) {
  // The signal that ends a program may be on its way here, too.
  await wait(200);
  if (children.ending) return;
  const text = error instanceof StartError ? error.message : /** @type {Error} */ (error).stack;
  process.stderr.write(`${text}\n`);
  await end(1);
}

await demonstrate().catch(fail);
