import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import { Rehearsal, Transactions } from '#platform/database';
import { ANONYMOUS } from '#platform/http';
import { Logger } from '#platform/logging';
import { Metrics } from '#platform/metrics';
import { epochSeconds } from '#protocol';
import { EventEntity } from './event.entity.js';
import { type Event, EVENT_TYPES } from './event.js';
import { nextEventId } from './event-id.js';
import { EventQueue } from './event-queue.js';
import { type Listening, type ListeningToNoted, listenersOf, notedListenersOf } from './on.js';
import { RepeatedFailures } from './repeated-failures.js';

const MINUTE_MS = 60_000;

/** The journal: each event is a row, and a log line once it counts. */
@Injectable()
export class Events implements OnModuleInit, BeforeApplicationShutdown {
  private listening: readonly Listening[] = [];
  private listeningToNoted: readonly ListeningToNoted[] = [];
  private readonly repeated = new RepeatedFailures();
  private minute: NodeJS.Timeout | undefined;

  constructor(
    private readonly queue: EventQueue,
    private readonly transactions: Transactions,
    private readonly discovery: DiscoveryService,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.listening = listenersOf(this.discovery);
    this.listeningToNoted = notedListenersOf(this.discovery);
  }

  beforeApplicationShutdown(): void {
    if (this.minute !== undefined) this.tellRepeated();
  }

  /**
   * Writes events in the transaction of the change that they tell of, when that is made: both are there, or
   * neither. Those who listen act in the same transaction.
   */
  async record(manager: EntityManager, ...events: readonly Event[]): Promise<void> {
    if (events.length === 0) return;
    await manager.insert(EventEntity, events.map(toRow));
    Rehearsal.current?.events.push(...events);
    for (const event of events) {
      for (const { types, listener } of this.listening) {
        if (types.includes(event.type)) await listener(event, manager);
      }
    }
    this.transactions.afterCommit(manager, () => {
      for (const event of events) this.tell(event);
      this.queue.sealSoon();
    });
  }

  /**
   * Writes an event behind the answer: for what changes nothing, or is too frequent to wait for. Of what fails
   * again and again at the hands of strangers only so many are written.
   */
  note(event: Event): void {
    this.tell(event);
    for (const { types, listener } of this.listeningToNoted) {
      if (types.includes(event.type))
        void listener(event).catch((error: unknown) => this.fail(error));
    }
    if (event.actor.kind === ANONYMOUS.kind && EVENT_TYPES[event.type] === 'failure') {
      this.minute ??= setTimeout(() => this.tellRepeated(), MINUTE_MS).unref();
      if (!this.repeated.admit(event)) return;
    }
    this.queue.add(toRow(event));
  }

  private fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.logger.write('error', 'what follows from an event did not happen', { reason });
  }

  private tellRepeated(): void {
    clearTimeout(this.minute);
    this.minute = undefined;
    for (const [type, more] of this.repeated.takeCounted()) {
      this.queue.add(toRow({ type, actor: ANONYMOUS, facts: { more } }));
    }
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
    id: nextEventId(),
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
    ip: origin?.ip ?? null,
    ...{ seq: null, hash: null, factsSalt: null, factsDigest: null },
  };
}
