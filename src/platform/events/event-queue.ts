import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { Logger } from '#platform/logging';
import { Metrics } from '#platform/metrics';
import type { Link } from './chain.js';
import { EventEntity } from './event.entity.js';
import { Sealer } from './sealer.js';

const FLUSH_AFTER_MS = 100;
/** Events waiting for a database that is away; later ones remain in the log and are counted. */
const MAX_WAITING = 10_000;

/** Events that are written a moment after the answer, many at once, so that none delays or fails a request. */
@Injectable()
export class EventQueue implements OnModuleInit, OnApplicationShutdown {
  private waiting: EventEntity[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  /** Since the log last said so. */
  private dropped = 0;

  constructor(
    @InjectRepository(EventEntity) private readonly rows: Repository<EventEntity>,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
    private readonly sealer: Sealer,
  ) {}

  onModuleInit(): void {
    const read = () => [{ value: this.waiting.length }];
    this.metrics.gauge('gatehouse_events_waiting', 'Events that wait for the database.', read);
  }

  async onApplicationShutdown(): Promise<void> {
    let before: number;
    do {
      before = this.waiting.length;
      await this.flush();
    } while (this.waiting.length > 0 && this.waiting.length < before);
  }

  add(event: EventEntity): void {
    if (this.waiting.length < MAX_WAITING) {
      this.waiting.push(event);
    } else {
      this.metrics.countDroppedEvent();
      this.dropped += 1;
    }
    this.flushIn(FLUSH_AFTER_MS);
  }

  /** Writes what waits; one batch at a time. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
    this.writing = this.writeBatch().finally(() => (this.writing = undefined));
    await this.writing;
  }

  /** Events were written in a transaction. */
  sealSoon(): void {
    this.sealer.wake();
  }

  /** Has `listener` called whenever events were sealed on this node. */
  onSealed(listener: () => void): void {
    this.sealer.onSealed(listener);
  }

  /** The last link of the chain. */
  head(manager: EntityManager): Promise<Link> {
    return this.sealer.head(manager);
  }

  /** Writes and seals all that is there now. */
  async settle(): Promise<void> {
    await this.flush();
    await this.sealer.sealAll();
  }

  private flushIn(milliseconds: number): void {
    this.timer ??= setTimeout(() => void this.flush(), milliseconds).unref();
  }

  private async writeBatch(): Promise<void> {
    const events = this.waiting.splice(0, 500);
    if (events.length === 0) return;
    try {
      // Those that wait since an answer was lost may be there already (attack P03).
      await this.rows
        .createQueryBuilder()
        .insert()
        .values(events)
        .orUpdate(['id'], ['id'])
        .updateEntity(false)
        .execute();
      this.sealSoon();
    } catch (error) {
      this.waiting.unshift(...events);
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.write('warn', 'events wait for the database', { reason });
    }
    if (this.dropped > 0) {
      const details = { dropped: this.dropped };
      this.logger.write('warn', 'events are in the log only: too many waited', { details });
      this.dropped = 0;
    }
    if (this.waiting.length > 0) this.flushIn(FLUSH_AFTER_MS * 10);
  }
}
