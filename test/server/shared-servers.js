// What the files that run in one jest worker share: servers, each in a process of its own and with an
// environment of its own. It is loaded once for each worker, outside the modules of any test file.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeClock } from './clock-file.ts';

const here = (file) => pathToFileURL(join(process.cwd(), 'test/server', file)).href;

/** At a time in one worker; the one that was longest without use ends first. */
const MOST = 4;

const servers = new Map();
let directory;

/** Of this worker. The servers delete it when the worker is gone; the last of them may be long dead. */
function ownDirectory() {
  if (directory === undefined) {
    directory = mkdtempSync(join(tmpdir(), 'gatehouse-test-worker-'));
    process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
    setClock({});
  }
  return directory;
}

const clockFile = () => join(ownDirectory(), 'clock');
const template = () => join(ownDirectory(), 'template');

/** So far; on the monotonic clock nothing ever goes back. */
let elapsedBefore = 0;

/** @param {{ time?: number, elapsed?: number }} state what the clocks of the servers say from now on */
export const setClock = ({ time, elapsed = 0 }) =>
  writeClock(clockFile(), { time, elapsed: elapsedBefore + elapsed });

/** Whatever a server has cached is old. */
export function agesGoBy() {
  elapsedBefore += 24 * 3600;
  setClock({});
}

/** Long enough for every rule, and the same for every server that begins with the same database. */
const adminPassword = randomBytes(18).toString('base64url');

/**
 * Prepares a data directory as the first start leaves it, so that keys are made once; does nothing
 * before a server of this worker has started.
 * @returns the password of its administrator, or undefined
 */
export function copyInstallation(dataDir) {
  if (directory === undefined || !existsSync(template())) return undefined;
  cpSync(template(), dataDir, { recursive: true });
  return adminPassword;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

class SharedServer {
  #child;
  #calls = new Map();
  #lastCall = 0;

  /** @param {Record<string, string>} environment */
  async start(environment) {
    this.port = await freePort();
    this.dataDir = mkdtempSync(join(ownDirectory(), 'data-'));
    this.adminPassword = adminPassword;
    const isFirst =
      !('DATABASE_URL' in environment) && copyInstallation(this.dataDir) === undefined;
    this.#child = this.#fork({ ...environment, PORT: String(this.port), DATA_DIR: this.dataDir });
    const [{ issuer, origin }] = await Promise.race([
      once(this.#child, 'message'),
      once(this.#child, 'exit').then(() => {
        throw new Error('The shared server did not start; its stderr says why.');
      }),
    ]);
    Object.assign(this, { issuer, origin });
    this.#child.on('message', (answer) => this.#settle(answer));
    // Jest may end while it still runs, which ends it as well.
    this.#child.unref();
    this.#child.channel.unref();
    if (isFirst) this.#leaveTemplate();
  }

  get isAlive() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** @returns {Promise<string>} the result as JSON, because objects of this realm are strange to tests */
  call(name, args) {
    const id = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#child.channel.ref();
      this.#child.send({ id, name, args });
    });
  }

  async end() {
    this.#child.kill('SIGKILL');
    if (this.isAlive) await once(this.#child, 'exit');
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #fork(environment) {
    const { PATH, TEST_LOG_LEVEL, TEST_ISSUER_PATH } = process.env;
    const { NODE_EXTRA_CA_CERTS } = environment;
    // Not as arguments, which the threads of the server would inherit.
    const NODE_OPTIONS = `--conditions=source --import=${here('typescript.js')} --import=${here('shifted-clock.js')}`;
    const argument = JSON.stringify({ ...environment, ADMIN_PASSWORD: adminPassword });
    const child = fork('test/server/main.ts', [argument], {
      execArgv: [],
      env: {
        PATH,
        TEST_LOG_LEVEL,
        TEST_ISSUER_PATH,
        NODE_OPTIONS,
        NODE_EXTRA_CA_CERTS,
        CLOCK: clockFile(),
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('exit', () => {
      for (const { reject } of this.#calls.values()) reject(new Error('The shared server died.'));
    });
    return child;
  }

  #settle({ id, result, error }) {
    const { resolve, reject } = this.#calls.get(id);
    this.#calls.delete(id);
    if (this.#calls.size === 0) this.#child.channel.unref();
    if (error === undefined) resolve(JSON.stringify(result));
    else reject(new Error(error));
  }

  #leaveTemplate() {
    const folder = template();
    mkdirSync(folder);
    cpSync(join(this.dataDir, 'first.sqlite'), join(folder, 'gatehouse.sqlite'));
    cpSync(join(this.dataDir, 'secret.key'), join(folder, 'secret.key'));
  }
}

/** The server with this environment, which is started unless it runs already. */
export async function serverFor(environment) {
  const name = JSON.stringify(Object.entries(environment).sort());
  const running = servers.get(name);
  servers.delete(name);
  const server = running?.isAlive ? running : new SharedServer();
  if (server !== running) await server.start(environment);
  servers.set(name, server);
  const [oldest] = servers.keys();
  if (servers.size > MOST) {
    await servers.get(oldest).end();
    servers.delete(oldest);
  }
  return server;
}
