import { randomInt } from 'node:crypto';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import { epochSeconds } from '#protocol';
import { EventQueue } from '../event-queue.js';
import { Journal } from '../journal.js';
import type { EventReaderEntity } from './event-reader.entity.js';
import {
  type Claimed,
  EventReaderRepository,
  type ReaderState,
} from './event-reader.repository.js';
import { EventReaderTools } from './event-reader-tools.js';
import { type EventTeller, kindOf, tellersOf } from './reads-events.js';

const BATCH = 100;
/** Seconds until the second attempt; each further one waits twice as long, up to the limit. */
const FIRST_RETRY = 5;
const LONGEST_RETRY = 12 * 3600;
const HOLD_EVERY_MS = 10_000;
/** Milliseconds after which is looked again at readers that another node has. */
const LOOK_AGAIN_MS = 1000;
const LONGEST_SLEEP_MS = 3_600_000;

/**
 * Those outside who are told of what is sealed, by a cursor over its numbers: webhooks, syslog. One node at a time
 * tells a reader, which decides a guarded UPDATE; the others go on when it says nothing any more.
 */
@Injectable()
export class EventReaders implements OnApplicationBootstrap, OnApplicationShutdown {
  private tellers = new Map<string, EventTeller>();
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();
  private looking: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** On the monotonic clock. */
  private lookAt = Infinity;
  private stopped = false;

  constructor(
    private readonly repository: EventReaderRepository,
    private readonly queue: EventQueue,
    private readonly journal: Journal,
    private readonly discovery: DiscoveryService,
    private readonly tools: EventReaderTools,
  ) {}

  onApplicationBootstrap(): void {
    this.tellers = tellersOf(this.discovery);
    this.queue.onSealed(() => {
      this.wake();
    });
    this.tools.housekeeper.register('event readers', () => {
      this.wake();
      return Promise.resolve(false);
    });
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
    await Promise.all(this.underWay.values());
  }

  /** From what happens next; what has happened before is sealed by {@link settle}. */
  async follow(manager: EntityManager, name: string): Promise<void> {
    const { seq } = await this.queue.head(manager);
    await this.repository.add(name, seq, manager);
  }

  settle(): Promise<void> {
    return this.queue.settle();
  }

  async change(
    manager: EntityManager,
    name: string,
    change: 'pause' | 'resume' | 'delete',
  ): Promise<void> {
    await this.repository[change](name, manager);
  }

  /**
   * Tells it once more, from an event on.
   * @returns false where there is no such event any more, or not yet
   */
  async replay(manager: EntityManager, name: string, from: number): Promise<boolean> {
    if (!(await this.journal.has(from, manager))) return false;
    await this.repository.moveTo(name, from - 1, manager);
    return true;
  }

  states(kind: string): Promise<Map<string, ReaderState>> {
    return this.repository.states(kind);
  }

  /** There may be something to tell. */
  wake(): void {
    if (this.stopped || this.tellers.size === 0) return;
    this.looking ??= this.look()
      .catch((error: unknown) => {
        this.tools.warn('readers of events could not be found', error);
      })
      .finally(() => (this.looking = undefined));
  }

  private async look(): Promise<void> {
    this.lookAt = Infinity;
    for (const reader of await this.repository.all()) this.serveSoon(reader);
  }

  private serveSoon(reader: EventReaderEntity): void {
    const { name, dueAt } = reader;
    const teller = this.tellers.get(kindOf(name));
    if (teller === undefined || this.stopped) return;
    const wait = dueAt - epochSeconds();
    if (wait > 0) {
      this.lookIn(wait * 1000);
      return;
    }
    if (this.underWay.has(name)) {
      this.again.add(name);
      return;
    }
    const served = this.serve(name, teller).finally(() => {
      this.underWay.delete(name);
      if (this.again.delete(name)) this.wake();
    });
    this.underWay.set(name, served);
  }

  /** Until it has everything that there is. */
  private async serve(name: string, teller: EventTeller): Promise<void> {
    let claimed: Claimed | undefined;
    try {
      claimed = await this.repository.claim(name);
      // What another node is telling it now may not be all.
      if (claimed === undefined) this.lookIn(LOOK_AGAIN_MS);
      while (claimed !== undefined && !this.stopped) {
        const events = await this.journal.after(claimed.seq, BATCH);
        if (events.length === 0) break;
        const done = await this.tell(teller, claimed, events);
        if (done === undefined) return;
        claimed = await this.repository.advance(claimed, events[done - 1]?.seq ?? claimed.seq);
      }
      if (claimed !== undefined) await this.repository.release(claimed);
    } catch (error) {
      // It comes back when the claim is over.
      this.tools.warn('a reader of events could not be served', error);
      this.lookIn(LOOK_AGAIN_MS);
    }
  }

  /** @returns undefined where it failed */
  private async tell(
    teller: EventTeller,
    claimed: Claimed,
    events: Awaited<ReturnType<Journal['after']>>,
  ): Promise<number | undefined> {
    const hold = () => void this.repository.hold(claimed).catch(() => undefined);
    const holding = setInterval(hold, HOLD_EVERY_MS).unref();
    try {
      return await teller.tell(claimed, events);
    } catch (error) {
      const delay = Math.min(FIRST_RETRY * 2 ** Math.min(claimed.attempts, 20), LONGEST_RETRY);
      const dueAt = epochSeconds() + randomInt(delay, Math.ceil(delay * 1.2) + 1);
      const reason = error instanceof Error ? error.message : String(error);
      await this.repository.fail(claimed, reason, dueAt);
      this.tools.warn('a reader of events could not be told', error, claimed);
      this.lookIn(delay * 1000);
      return undefined;
    } finally {
      clearInterval(holding);
    }
  }

  private lookIn(milliseconds: number): void {
    const at = performance.now() + milliseconds;
    if (this.stopped || at >= this.lookAt) return;
    this.lookAt = at;
    clearTimeout(this.timer);
    // The clock may be set, and timers overflow: the housekeeper looks as well.
    this.timer = setTimeout(() => this.wake(), Math.min(milliseconds, LONGEST_SLEEP_MS)).unref();
  }
}
