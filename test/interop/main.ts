// `npm run interop [name ...]`: clients and APIs that others wrote, unchanged and set up as their own documentation
// says, against a server process on loopback. Each client is registered by name and redirect URI. What has to be
// installed is installed by its registry's own client into a cache folder outside of this tree
// (GATEHOUSE_INTEROP_CACHE, or ~/.cache/gatehouse-interop). What could not be installed counts as failed.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from '../support/self-signed.js';
import { World } from '../support/world.js';
import { freePort } from '../support/free-port.js';
import { CANDIDATES, type Candidate } from './candidates.js';
import { install, start, type Started } from './installed.js';
import { answers } from './person.js';
import { tryCandidate, type Installation, type Outcome } from './trial.js';
import { table } from './table.js';

const LONGEST_START = 60_000;

async function startGatehouse(
  overTls: boolean,
): Promise<{ installation: Installation; server: Started }> {
  const [port, directory] = [await freePort(), mkdtempSync(join(tmpdir(), 'gatehouse-interop-'))];
  const password = randomBytes(18).toString('base64url');
  const issuer = `http${overTls ? 's' : ''}://localhost:${port}`;
  const server = start(process.execPath, ['dist/main.js'], {
    ...{ PORT: String(port), DATA_DIR: directory, ADMIN_PASSWORD: password, ISSUER: issuer },
    ...{ HOST: '127.0.0.1', REGISTRATION: 'open' },
    ...(overTls ? certified(directory) : {}),
  });
  if (!(await answers(`${issuer}/health/ready`, LONGEST_START))) throw new Error(server.output());
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const world = new World(issuer, { username: 'admin', password });
  return { server, installation: { issuer, admin: world.admin, world } };
}

/** A certificate that this process alone does not look at; the admin of it has a password and no more. */
function certified(directory: string): Record<string, string> {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  const { cert, key } = selfSigned();
  const files = {
    TLS_CERT: join(directory, 'cert.pem'),
    TLS_KEY: join(directory, 'key.pem'),
    SETTINGS_FILE: join(directory, 'settings.json'),
  };
  writeFileSync(files.TLS_CERT, cert);
  writeFileSync(files.TLS_KEY, key);
  writeFileSync(files.SETTINGS_FILE, JSON.stringify({ 'second-factor': { required: 'nobody' } }));
  return files;
}

const wanted = process.argv.slice(2);
const chosen = CANDIDATES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
process.setMaxListeners(0);
// Before anything listens: nothing else runs meanwhile, and connections would be closed unseen.
const missing = install(chosen);
const plain = await startGatehouse(false);
const secured = chosen.some(({ overTls }) => overTls === true) ? await startGatehouse(true) : plain;
const outcomes: [Candidate, Outcome][] = [];
try {
  for (const candidate of chosen) {
    const reason = candidate.file === undefined ? candidate.fault : missing.get(candidate);
    const outcome =
      reason === undefined
        ? await tryCandidate(candidate, (candidate.overTls === true ? secured : plain).installation)
        : { works: false as const, name: false, email: false, groups: false, reason };
    outcomes.push([candidate, outcome]);
    const { works, setting } = outcome;
    console.log(
      `${works ? (setting === undefined ? 'works' : 'with a setting') : 'FAILED'}: ${candidate.name}`,
    );
    if (outcome.reason !== undefined) console.log(`  ${outcome.reason}`);
  }
} finally {
  await plain.server.end();
  await secured.server.end();
}
console.log(table(outcomes));
const failed = outcomes.filter(([, { works }]) => !works).length;
console.log(`${outcomes.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
