import { Injectable } from '@nestjs/common';
import { Transactions } from '#platform/database';
import { type Event, Events } from '#platform/events';
import { SessionClients } from './session-clients.js';
import type { Session, SessionEnding } from './session.js';
import { SessionRepository } from './session.repository.js';

/** What is told of the end of a session. */
export type EndOfSession = Omit<Event, 'userId' | 'object'>;

/** The end of a session is one transaction: the session, the word to its clients, the event. */
@Injectable()
export class SessionEndings {
  constructor(
    private readonly repository: SessionRepository,
    private readonly clients: SessionClients,
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  /** Some of many, together. @returns how many there were to end */
  async endSome(
    sessions: readonly Pick<Session, 'id' | 'userId'>[],
    event: Event | undefined,
  ): Promise<number> {
    return this.transactions.run(async (manager) => {
      let ended = 0;
      for (const session of sessions) {
        if (!(await this.repository.end(manager, session, 'revoked'))) continue;
        await this.clients.end(manager, session.id);
        ended += 1;
      }
      if (event !== undefined) await this.events.record(manager, event);
      return ended;
    });
  }

  /** @returns false when there was nothing to end */
  async end(
    session: Pick<Session, 'id' | 'userId'>,
    reason: SessionEnding,
    event: EndOfSession,
  ): Promise<boolean> {
    const { id, userId } = session;
    return this.transactions.run(async (manager) => {
      if (!(await this.repository.end(manager, session, reason))) return false;
      await this.clients.end(manager, id);
      await this.events.record(manager, { ...event, userId, object: { kind: 'session', id } });
      return true;
    });
  }
}
