import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import { randomId } from '#platform/crypto';
import { Transactions } from '#platform/database';
import { Logger } from '#platform/logging';
import { Metrics } from '#platform/metrics';
import { epochSeconds } from '#protocol';
import { EventEntity } from './event.entity.js';
import { type Event, EVENT_TYPES } from './event.js';
import { EventQueue } from './event-queue.js';
import { type Listening, listenersOf } from './on.js';

/** The journal: each event is a row, and a log line once it counts. */
@Injectable()
export class Events implements OnModuleInit {
  private listening: readonly Listening[] = [];

  constructor(
    private readonly queue: EventQueue,
    private readonly transactions: Transactions,
    private readonly discovery: DiscoveryService,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.listening = listenersOf(this.discovery);
  }

  /**
   * Writes events in the transaction of the change that they tell of, when that is made: both are there, or
   * neither. Those who listen act in the same transaction.
   */
  async record(manager: EntityManager, ...events: readonly Event[]): Promise<void> {
    if (events.length === 0) return;
    await manager.insert(EventEntity, events.map(toRow));
    for (const event of events) {
      for (const { types, listener } of this.listening) {
        if (types.includes(event.type)) await listener(event, manager);
      }
    }
    this.transactions.afterCommit(manager, () => {
      for (const event of events) this.tell(event);
    });
  }

  /** Writes an event behind the answer: for what changes nothing, or is too frequent to wait for. */
  note(event: Event): void {
    this.tell(event);
    this.queue.add(toRow(event));
  }

  private tell({ type, clientId, userId, origin, actor, facts }: Event): void {
    this.metrics.countEvent(type);
    this.logger.tell(type, {
      ...(actor.id === undefined ? {} : { actor: actor.id }),
      ...(clientId === undefined ? {} : { clientId }),
      ...(userId === undefined ? {} : { userId }),
      ...(origin === undefined
        ? {}
        : {
            ip: origin.ip,
            requestId: origin.requestId,
            ...(origin.traceId === undefined ? {} : { traceId: origin.traceId }),
          }),
      ...(facts === undefined ? {} : { details: facts }),
    });
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
