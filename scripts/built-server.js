// Starts the built server, asks it for pages and documents until V8 has collected all garbage at least
// once since it was ready, lets it idle, asks again and stops it: `node scripts/built-server.js`.
// Native code that was not made for this Node aborts at a collection, and not before.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const WITHIN = 60_000;
const IDLE = 3_000;
const PATHS = ['/health/ready', '/.well-known/openid-configuration', '/jwks', '/account', '/docs'];
/** A small nursery, each collection of which is one of the whole heap. */
const FLAGS = ['--trace-gc', '--gc-global', '--max-semi-space-size=1'];

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

const directory = mkdtempSync(join(tmpdir(), 'gatehouse-built-'));
const port = await freePort();
const origin = `http://localhost:${port}`;
const startedAt = performance.now();
const server = spawn(process.execPath, [...FLAGS, 'dist/main.js'], {
  env: { PATH: process.env.PATH, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: directory },
});
const exited = once(server, 'exit');
let output = '';
for (const stream of [server.stdout, server.stderr]) {
  stream.setEncoding('utf8').on('data', (text) => (output += text));
}

const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
const collections = () => output.match(/Mark-Compact/g)?.length ?? 0;

/** @param {() => boolean | Promise<boolean>} condition */
async function until(condition, what) {
  while (!(await condition())) {
    if (server.exitCode !== null || server.signalCode !== null) {
      throw new Error(`The server ended with ${server.exitCode ?? server.signalCode}.`);
    }
    if (performance.now() - startedAt > WITHIN)
      throw new Error(`${what}: not within ${WITHIN} ms.`);
    await sleep(10);
  }
}

async function ask() {
  for (const path of PATHS) {
    const answer = await fetch(origin + path, { redirect: 'manual' });
    await answer.arrayBuffer();
    if (answer.status >= 400) throw new Error(`${path} is answered with ${answer.status}.`);
  }
}

async function lifetime() {
  await until(
    () =>
      fetch(`${origin}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    'ready',
  );
  console.log(`Node ${process.version}: ready after ${seconds()} s, ${collections()} collections`);
  const whenReady = collections();
  await until(async () => (await ask(), collections() > whenReady), 'a collection');
  await sleep(IDLE);
  await ask();
  console.log(`served and idle until ${seconds()} s, ${collections()} collections`);
  server.kill('SIGTERM');
  const [code, signal] = await exited;
  if (code !== 0) throw new Error(`After SIGTERM it ended with ${code ?? signal}.`);
  console.log(`stopped by SIGTERM after ${seconds()} s, exit code 0`);
}

try {
  await lifetime();
} catch (error) {
  console.error(`${error.message}\n${output.replace(/^\[.*Mark-Compact.*\n/gm, '')}`);
  process.exitCode = 1;
} finally {
  server.kill('SIGKILL');
  await exited;
  rmSync(directory, { recursive: true, force: true });
}
