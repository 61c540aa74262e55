import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from '../server-process.js';
import { replayCodes } from './audit.js';
import { Gate } from './gate.js';
import type { Ledger } from './ledger.js';
import type { Scene } from './scene.js';
import { Worker } from './work.js';

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
  const gate = new Gate();
  const stop = new AbortController();
  const crowd = Array.from({ length: workers }, () =>
    toil(new Worker(scene, ledger, gate), stop.signal),
  );
  // A worker that fails ends the whole at once, rather than after the last kill.
  const failure = Promise.all(crowd).then(() => undefined);
  const starts: number[] = [];
  try {
    for (let kill = 0; kill < kills; kill++) {
      const enough = ledger.answered + answers;
      await Promise.race([sleep(randomInt(...every)), failure]);
      while (ledger.answered < enough) await Promise.race([sleep(randomInt(10, 100)), failure]);
      gate.close();
      await server.kill();
      const startedAt = performance.now();
      await server.start();
      starts.push(Math.round(performance.now() - startedAt));
      gate.open();
      await replayCodes(scene, ledger);
    }
  } finally {
    stop.abort();
    gate.open();
  }
  await failure;
  return starts;
}

async function toil(worker: Worker, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await worker.work();
    // The machine is for other tests too.
    await sleep(randomInt(5, 25));
  }
}
