// @ts-check
import { performance } from 'node:perf_hooks';
import { stopServer } from './server-process.js';

/** @import { Server, System } from './types.js' */

const STARTS = 3;

/**
 * Starts it once to make its database, then on the existing one, each time from `node` to ready. The
 * last one is left running.
 * @param {System} system
 * @param {string} folder
 * @returns {Promise<{ server: Server; seconds: number[] }>}
 */
export async function startRepeatedly(system, folder) {
  let { server } = await startUp(system, folder);
  await stopServer(server);
  system.age?.(folder);
  const seconds = [];
  for (let start = 0; start < STARTS; start += 1) {
    await stopServer(server);
    const started = await startUp(system, folder);
    server = started.server;
    seconds.push(started.elapsed);
  }
  return { server, seconds };
}

/** @param {System} system @param {string} folder */
async function startUp(system, folder) {
  const startedAt = performance.now();
  const server = await system.start(folder);
  await system.ready(server);
  return { server, elapsed: (performance.now() - startedAt) / 1000 };
}
