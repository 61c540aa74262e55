import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { ObjectLiteral, Repository } from 'typeorm';
import { Logger } from '#platform/logging';
import { Metrics } from '#platform/metrics';
import { epochSeconds } from '#protocol';
import { ExpiredRows } from './expired-rows.js';
import { Leases } from './leases.js';
import { OldestRows } from './oldest-rows.js';

/** Small, so that no request waits long behind a batch. */
const BATCH = 25;
const INTERVAL_MS = 30_000;
/** Less than the interval, so that no chore waits long for the large table of another. */
const ROUND_MS = 25_000;
/**
 * The share of a node's time while much is left to do. A batch on a busy node waits for requests half of
 * the time, so that a tenth of the time is a twentieth of the work.
 */
const SHARE_WHEN_BUSY = 0.1;
const SHARE_WHEN_IDLE = 0.5;
/** Seconds; longer than a round. */
const LEASE = 60;
/**
 * How long a row is kept after it has expired, in seconds. For a node whose clock is behind ours it
 * still matters: that a value was used, that a token was revoked (attack P09).
 */
const CLOCK_DIFFERENCE = 300;

interface Chore {
  name: string;
  /** Does a part of the work; true when more is left. */
  run: () => Promise<boolean>;
}

/**
 * Regular work in the background, done by one node at a time: deleting what has expired, rotating
 * keys. Nothing grows without bound (attack L15).
 */
@Injectable()
export class Housekeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly chores: Chore[] = [];
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;
  private readonly stop = new AbortController();
  private share = SHARE_WHEN_BUSY;
  /** When this node was last done, in seconds since the epoch; 0: never. */
  private doneAt = 0;
  private left = 0;

  constructor(
    private readonly leases: Leases,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {
    const done = 'When this node last finished a round; 0: it never had its turn.';
    metrics.gauge('gatehouse_housekeeping_last_round_timestamp_seconds', done, () => [
      { value: this.doneAt },
    ]);
    const left = 'Chores of which the last round of this node left some.';
    metrics.gauge('gatehouse_housekeeping_chores_left', left, () => [{ value: this.left }]);
  }

  register(name: string, run: Chore['run']): void {
    this.chores.push({ name, run });
  }

  /**
   * Deletes rows whose `column` lies in the past for a while, and for `keptFor` seconds. The column
   * must have an index.
   */
  registerExpiry<T extends ObjectLiteral>(rows: Repository<T>, column: string, keptFor = 0): void {
    const { tableName } = rows.metadata;
    const expired = new ExpiredRows(rows, column, BATCH);
    this.register(`expired ${tableName}`, async () => {
      const { found, deleted } = await expired.deleteSome(
        epochSeconds() - CLOCK_DIFFERENCE - keptFor,
      );
      this.metrics.countDeletedRows(tableName, deleted);
      return found === BATCH;
    });
  }

  /**
   * Deletes the oldest rows of a table beyond `most` of them: all of the second that they begin with.
   * @param column epoch seconds, with an index
   */
  registerBound<T extends ObjectLiteral>(rows: Repository<T>, column: string, most: number): void {
    const { tableName } = rows.metadata;
    const oldest = new OldestRows(rows, column, BATCH, most);
    this.register(`surplus ${tableName}`, async () => {
      const { found, deleted } = await oldest.deleteSome();
      this.metrics.countDeletedRows(tableName, deleted);
      return found === BATCH;
    });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.working ??= this.work().finally(() => (this.working = undefined));
    }, INTERVAL_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort();
    clearInterval(this.timer);
    await this.working;
  }

  /**
   * One round, if this node's turn has come: every chore, and again those of which more is left, until
   * the round is over. One that fails does not end it.
   */
  async work(): Promise<void> {
    const mine = await this.attempt('lease', () => this.leases.acquire('housekeeping', LEASE));
    if (mine !== true) return;
    const end = performance.now() + ROUND_MS;
    let left: readonly Chore[] = this.chores;
    while (left.length > 0 && performance.now() < end) left = await this.doEach(left);
    this.left = left.length;
    this.doneAt = epochSeconds();
  }

  /** @returns those of which more is left */
  private async doEach(chores: readonly Chore[]): Promise<Chore[]> {
    const left: Chore[] = [];
    for (const chore of chores) {
      if (this.stop.signal.aborted) return [];
      const startedAt = performance.now();
      if ((await this.attempt(chore.name, chore.run)) !== true) continue;
      left.push(chore);
      await this.rest(performance.now() - startedAt);
    }
    return left;
  }

  /** After `milliseconds` of work; the busier the node was meanwhile, the longer the next one. */
  private async rest(milliseconds: number): Promise<void> {
    const { signal } = this.stop;
    const before = performance.eventLoopUtilization();
    const pause = milliseconds * (1 / this.share - 1);
    await sleep(pause, undefined, { signal }).catch((error: unknown) => {
      // The node stops, which ends the rest as well as the round.
      if (!signal.aborted) throw error;
    });
    const { utilization } = performance.eventLoopUtilization(before);
    this.share = Math.max(SHARE_WHEN_BUSY, SHARE_WHEN_IDLE * (1 - utilization));
  }

  /** @returns undefined when it failed */
  private async attempt(chore: string, work: () => Promise<boolean>): Promise<boolean | undefined> {
    try {
      return await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.write('warn', 'housekeeping was interrupted', { reason, details: { chore } });
      return undefined;
    }
  }
}
