import { randomInt } from 'node:crypto';
import type { ServerProcess } from '../server-process.js';
import { replayCodes } from './audit.js';
import { Crowd } from './crowd.js';
import type { Ledger } from './ledger.js';
import type { Scene } from './scene.js';

export interface Havoc {
  readonly workers: number;
  readonly kills: number;
  /** Between a start and the next kill, milliseconds: at least, less than. */
  readonly every: readonly [number, number];
  /** Requests that have to be answered between two kills, however slow the machine is. */
  readonly answers: number;
}

/**
 * Lets workers at the server, kills it (SIGKILL) at random moments and starts it again.
 * @returns how long each start took until it was ready, milliseconds
 */
export async function wreak(
  server: ServerProcess,
  scene: Scene,
  ledger: Ledger,
  { workers, kills, every, answers }: Havoc,
): Promise<number[]> {
  const crowd = new Crowd([scene], ledger, workers);
  const starts: number[] = [];
  try {
    for (let kill = 0; kill < kills; kill++) {
      await crowd.work(answers, randomInt(...every));
      crowd.gate.close();
      await server.kill();
      const startedAt = performance.now();
      await server.start();
      starts.push(Math.round(performance.now() - startedAt));
      crowd.gate.open();
      await replayCodes(scene, ledger);
    }
  } finally {
    await crowd.disperse();
  }
  return starts;
}
