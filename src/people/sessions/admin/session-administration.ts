import { Injectable } from '@nestjs/common';
import type { CallingAuthor } from '#platform/changes';
import { Problem } from '#platform/http';
import type { ListRequest, Page } from '#platform/lists';
import { checkReach, UserEndings, UserRepository } from '#people/users';
import type { Session } from '../session.js';
import { SessionRepository } from '../session.repository.js';
import { Sessions } from '../sessions.js';

/** What admins do with the sessions of a person. */
@Injectable()
export class SessionAdministration {
  constructor(
    private readonly users: UserRepository,
    private readonly repository: SessionRepository,
    private readonly sessions: Sessions,
    private readonly endings: UserEndings,
  ) {}

  /** @throws Problem 404 */
  async list(userId: string, request: ListRequest): Promise<Page<Session>> {
    if ((await this.users.find(userId)) === undefined) throw Problem.notFound('user');
    return this.repository.pageOfLive(userId, request);
  }

  /** @throws RefusedChange, Problem 404 */
  async end(userId: string, id: string, author: CallingAuthor): Promise<void> {
    await this.checkReach(userId, author);
    const { actor, origin, via } = author;
    const event = { type: 'session.revoked', actor, origin, facts: { via } } as const;
    const ended = await this.sessions.end({ id, userId }, 'revoked', event);
    if (!ended) throw Problem.notFound('session');
  }

  /** Those that begin in this moment too. @throws RefusedChange, Problem 404 */
  async endAll(userId: string, author: CallingAuthor): Promise<void> {
    await this.checkReach(userId, author);
    const ended = await this.endings.endAll('sessions.revoked', userId, author);
    if (!ended) throw Problem.notFound('user');
  }

  private async checkReach(userId: string, { caller }: CallingAuthor): Promise<void> {
    const user = await this.users.find(userId);
    if (user === undefined) throw Problem.notFound('user');
    checkReach(caller, user);
  }
}
