import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { randomId } from '#platform/crypto';
import { Transactions } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { Logger } from '#platform/logging';
import { Metrics } from '#platform/metrics';
import { epochSeconds } from '#protocol';
import { EventEntity } from './event.entity.js';
import { type Event, EVENT_TYPES } from './event.js';

const KEPT_FOR = 400 * 24 * 3600;
const FLUSH_AFTER_MS = 100;
/** Events waiting for a database that is away; later ones remain in the log and are counted. */
const MAX_WAITING = 10_000;

/** The journal: each event is a row, and a log line once it counts. */
@Injectable()
export class Events implements OnModuleInit, OnApplicationShutdown {
  private waiting: EventEntity[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  /** Since the log last said so. */
  private dropped = 0;

  constructor(
    @InjectRepository(EventEntity) private readonly rows: Repository<EventEntity>,
    private readonly transactions: Transactions,
    private readonly logger: Logger,
    private readonly housekeeper: Housekeeper,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'at', KEPT_FOR);
  }

  async onApplicationShutdown(): Promise<void> {
    let before: number;
    do {
      before = this.waiting.length;
      await this.flush();
    } while (this.waiting.length > 0 && this.waiting.length < before);
  }

  /** Writes events in the transaction of the change that they tell of: both are there, or neither. */
  async record(manager: EntityManager, ...events: readonly Event[]): Promise<void> {
    if (events.length === 0) return;
    await manager.insert(EventEntity, events.map(toRow));
    this.transactions.afterCommit(manager, () => {
      for (const event of events) this.tell(event);
    });
  }

  /** Writes an event behind the answer: for what changes nothing, or is too frequent to wait for. */
  note(event: Event): void {
    this.tell(event);
    if (this.waiting.length < MAX_WAITING) this.waiting.push(toRow(event));
    else this.drop();
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref();
  }

  /** Writes what waits; one batch at a time. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
    this.writing = this.writeBatch().finally(() => (this.writing = undefined));
    await this.writing;
  }

  private tell({ type, clientId, userId, origin, actor, facts }: Event): void {
    this.metrics.countEvent(type);
    this.logger.tell(type, {
      ...(actor.id === undefined ? {} : { actor: actor.id }),
      ...(clientId === undefined ? {} : { clientId }),
      ...(userId === undefined ? {} : { userId }),
      ...(origin === undefined ? {} : { ip: origin.ip, requestId: origin.requestId }),
      ...(facts === undefined ? {} : { details: facts }),
    });
  }

  private drop(): void {
    this.metrics.countDroppedEvent();
    this.dropped += 1;
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
    } catch (error) {
      this.waiting.unshift(...events);
      const reason = error instanceof Error ? error.message : String(error);
      const details = { waiting: this.waiting.length, dropped: this.dropped };
      this.logger.write('warn', 'events wait for the database', { reason, details });
      this.dropped = 0;
    }
    if (this.waiting.length > 0) {
      this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS * 10).unref();
    }
  }
}

function toRow(event: Event): EventEntity {
  const { type, actor, onBehalfOf, clientId, userId, object, origin, facts } = event;
  const { requestId, ...where } = origin ?? { requestId: null };
  return {
    id: randomId(),
    at: epochSeconds(),
    type,
    outcome: EVENT_TYPES[type],
    actorKind: actor.kind,
    actor: actor.id ?? null,
    onBehalfOf: onBehalfOf ?? null,
    clientId: clientId ?? null,
    userId: userId ?? null,
    objectKind: object?.kind ?? null,
    objectId: object?.id ?? null,
    requestId,
    facts: JSON.stringify({ ...where, ...facts }),
  };
}
