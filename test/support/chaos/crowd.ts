import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Gate } from './gate.js';
import type { Ledger } from './ledger.js';
import type { Scene } from './scene.js';
import { Worker } from './work.js';

/** Workers who are at the server until they are sent home. */
export class Crowd {
  readonly gate = new Gate();
  private readonly stop = new AbortController();
  /** A worker that fails ends the whole at once, rather than at the end. */
  private readonly done: Promise<void>;

  /** @param scenes what the workers see of the installation, taken in turn: one for each node, say */
  constructor(
    scenes: readonly [Scene, ...Scene[]],
    private readonly ledger: Ledger,
    size: number,
  ) {
    const workers = Array.from({ length: size }, (_, i) => {
      const scene = scenes[i % scenes.length] ?? scenes[0];
      return this.toil(new Worker(scene, ledger, this.gate));
    });
    this.done = Promise.all(workers).then(() => undefined);
    // Whoever waits next is told.
    this.done.catch(() => undefined);
  }

  /** Waits until `condition` holds; fails at once when a worker does. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await Promise.race([sleep(randomInt(10, 100)), this.done]);
  }

  /**
   * Waits for so many answers and for work of each kind, however slow the machine is, and for at
   * least so many milliseconds.
   */
  async work(answers: number, milliseconds = 0): Promise<void> {
    const enough = this.ledger.answered + answers;
    await Promise.race([sleep(milliseconds), this.done]);
    await this.until(() => this.ledger.answered >= enough && this.ledger.worked);
  }

  /** Sends everybody home; resolves when the last request is answered. */
  async disperse(): Promise<void> {
    this.stop.abort();
    this.gate.open();
    await this.done;
  }

  private async toil(worker: Worker): Promise<void> {
    while (!this.stop.signal.aborted) {
      await worker.work();
      // The machine is for other tests too.
      await sleep(randomInt(5, 25));
    }
  }
}
