// @ts-check
// Starting, watching and ending the measured processes. Linux tells processor time and resident
// memory in /proc; elsewhere those columns stay empty.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** @import { ChildProcess } from 'node:child_process' */
/** @import { Server } from './types.js' */

const TICKS_PER_SECOND = 100;

/** For the servers, such as `--cpu-prof`, which NODE_OPTIONS does not accept everywhere. */
const NODE_FLAGS = process.env['BENCH_NODE_FLAGS']?.split(' ') ?? [];

/** Every process that was started and has not been seen to end. @type {Set<ChildProcess>} */
const running = new Set();
let closing = false;
const canPin = spawnSync('taskset', ['--version']).status === 0;

export const pinning = canPin ? 'servers on processor 0, load on processor 1' : 'not pinned';

/** The servers get processor 0; this process, with all of its threads, gets processor 1. */
export function pinLoadGenerator() {
  if (canPin) spawnSync('taskset', ['-a', '-c', '-p', '1', String(process.pid)]);
}

/** @returns {Promise<number>} a port that was free a moment ago */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return address.port;
}

/**
 * @param {object} what
 * @param {string} what.name
 * @param {string} what.script
 * @param {string[]} [what.flags] of Node, that it always runs with
 * @param {string} what.origin
 * @param {string} what.folder where its output goes
 * @param {Record<string, string>} what.env
 * @param {number} [what.processor]
 * @returns {Server}
 */
export function startServer({ name, script, flags = [], origin, folder, env, processor = 0 }) {
  if (closing) throw new Error('the run is over');
  const log = openSync(join(folder, `${name}.log`), 'a');
  const command = [process.execPath, ...flags, ...NODE_FLAGS, script];
  const [file, ...args] = canPin ? ['taskset', '-c', String(processor), ...command] : command;
  const child = spawn(/** @type {string} */ (file), args, {
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      NODE_ENV: 'production',
      ...env,
    },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  if (child.pid === undefined) throw new Error(`${name} did not start`);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return { name, origin, child };
}

/**
 * Asks until the answer is 200.
 * @param {Server} server
 * @param {string} path
 * @returns {Promise<void>} rejects when the process ends or 60 seconds pass
 */
export async function untilReady(server, path) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const { child } = server;
    if (hasEnded(child)) {
      throw new Error(`${server.name} ended with ${child.exitCode ?? child.signalCode}`);
    }
    try {
      const answer = await fetch(server.origin + path, { signal: AbortSignal.timeout(5000) });
      await answer.arrayBuffer();
      if (answer.status === 200) return;
    } catch {
      // Not listening yet.
    }
    await sleep(5);
  }
  throw new Error(`${server.name} was not ready within 60 s`);
}

/** @param {ChildProcess} child */
const hasEnded = ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null;

/** @param {Server} server */
export async function stopServer({ child, other }) {
  await Promise.all([stop(child), other && stopServer(other)]);
}

/** Ends it kindly, after five seconds firmly. @param {ChildProcess} child */
async function stop(child) {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const firmly = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(firmly);
}

/** For good: whatever still wants to start one is refused. */
export async function stopAllServers() {
  closing = true;
  await Promise.all([...running].map(stop));
}

/** @param {Server} server @returns {number} bytes resident (VmRSS), NaN where unknown */
export function residentMemory({ child: { pid } }) {
  try {
    const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(found?.[1]) * 1024;
  } catch {
    return NaN;
  }
}

/** @param {Server} server @returns {number} seconds of processor time so far, NaN where unknown */
export function processorTime({ child: { pid } }) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces; what follows its bracket may not.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return NaN;
  }
}
