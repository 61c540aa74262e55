import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Client } from '#registry/clients';
import { Housekeeper } from '#platform/housekeeping';
import { AccountChanges } from '#people/users';
import { SessionClientRepository } from './session-client.repository.js';

/** For how long this node knows what it has recorded, in milliseconds, and of how many. */
const REMEMBERED = 600_000;
const MAX_REMEMBERED = 10_000;

/**
 * Which clients take part in a session, and so have to hear of its end (Front-Channel Logout 1.0,
 * Back-Channel Logout 1.0): those that got an ID token in it and registered where to be told.
 */
@Injectable()
export class SessionClients implements OnModuleInit {
  private readonly recorded = new LRUCache<string, true>({ max: MAX_REMEMBERED, ttl: REMEMBERED });
  private tell: () => void = () => undefined;

  constructor(
    private readonly repository: SessionClientRepository,
    private readonly changes: AccountChanges,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.changes.listen((sub) => this.endFallen(sub));
    // Whatever ended a session: a node may have died before it could say so.
    this.housekeeper.register('clients of ended sessions', async () => {
      await this.endFallen();
      // And whoever was to be told by a node that is gone.
      this.tell();
      return false;
    });
  }

  /** Has `tell` called whenever there is somebody to tell. */
  onEnd(tell: () => void): void {
    this.tell = tell;
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

  /** The session has ended: one statement, and the rest happens behind the answer. */
  async end(sessionId: string): Promise<void> {
    if ((await this.repository.endSession(sessionId)) > 0) this.tell();
  }

  /** Finds the sessions that ended with something else: a user disabled, a password changed. */
  async endFallen(userId?: string): Promise<void> {
    if ((await this.repository.endFallen(userId)) > 0) this.tell();
  }
}
