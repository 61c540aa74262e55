import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { atMost } from '#platform/cache';
import type { EntityManager } from 'typeorm';
import { Transactions } from '#platform/database';
import { type Event, On } from '#platform/events';
import { Housekeeper } from '#platform/housekeeping';
import { Outbox } from '#platform/outbox';
import type { Client } from '#registry/clients';
import { type LeftClient, SessionClientRepository } from './session-client.repository.js';

/** For how long this node knows what it has recorded, in milliseconds, and of how many. */
const REMEMBERED = 600_000;
const MAX_REMEMBERED = 10_000;

/** The lane of the outbox in which clients are told that a session has ended. */
export const LOGOUT_LANE = 'logout';
/** For how long that is tried, in seconds. */
const TELLING_LIFETIME = 12 * 3600;

/** What a message of that lane says. */
export interface LogoutMessage {
  readonly userId: string;
  readonly sessionId: string;
}

/**
 * Which clients take part in a session, and so have to hear of its end (Front-Channel Logout 1.0,
 * Back-Channel Logout 1.0): those that got an ID token in it and registered where to be told.
 */
@Injectable()
export class SessionClients implements OnModuleInit {
  private readonly recorded = new LRUCache<string, true>({
    ...atMost(MAX_REMEMBERED),
    ttl: REMEMBERED,
  });

  constructor(
    private readonly repository: SessionClientRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    // An ID token can be issued in the moment in which its session ends: nobody knew the client then.
    this.housekeeper.register('clients of ended sessions', async () => {
      const users = await this.repository.usersOfFallen();
      for (const userId of users) {
        await this.transactions.run((manager) => this.endFallen(manager, userId));
      }
      return users.length > 0;
    });
  }

  /** Remembers that the client knows of the session. No statement for one that need not be told. */
  async record({ id, metadata }: Client, userId: string, sessionId: string): Promise<void> {
    const { frontchannel_logout_uri: front, backchannel_logout_uri: back } = metadata;
    if (front === undefined && back === undefined) return;
    const key = `${sessionId} ${id}`;
    if (this.recorded.has(key)) return;
    await this.repository.add(sessionId, id, userId);
    this.recorded.set(key, true);
  }

  /** Ids of the clients in a session. */
  of(sessionId: string): Promise<string[]> {
    return this.repository.clientIdsOf(sessionId);
  }

  /** Has the clients of a session told that it ends with this transaction. */
  async end(manager: EntityManager, sessionId: string): Promise<void> {
    await this.tell(manager, await this.repository.leave(manager, sessionId));
  }

  /** Sessions that end all at once: a user disabled or deleted, a password changed, a second factor lost. */
  @On([
    ...(['user.disabled', 'user.deleted', 'password.changed', 'authenticators.reset'] as const),
    'sessions.revoked',
  ])
  async onEnding({ userId }: Event, manager: EntityManager): Promise<void> {
    if (userId !== undefined) await this.endFallen(manager, userId);
  }

  private async endFallen(manager: EntityManager, userId: string): Promise<void> {
    await this.tell(manager, await this.repository.leaveFallen(manager, userId));
  }

  private async tell(manager: EntityManager, clients: readonly LeftClient[]): Promise<void> {
    const messages = clients.map(({ id, clientId, userId, sessionId }) => {
      const payload: LogoutMessage = { userId, sessionId };
      return { key: id, recipient: clientId, payload };
    });
    await this.outbox.add(manager, LOGOUT_LANE, messages, TELLING_LIFETIME);
  }
}
