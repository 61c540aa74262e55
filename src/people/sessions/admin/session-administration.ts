import { Injectable } from '@nestjs/common';
import type { CallingAuthor } from '#platform/changes';
import { Problem } from '#platform/http';
import type { ListRequest, Page } from '#platform/lists';
import { checkReach, UserRepository } from '#people/users';
import type { Session } from '../session.js';
import { SessionRepository } from '../session.repository.js';
import { Sessions } from '../sessions.js';

const BATCH = 100;

/** What admins do with the sessions of a person. */
@Injectable()
export class SessionAdministration {
  constructor(
    private readonly users: UserRepository,
    private readonly repository: SessionRepository,
    private readonly sessions: Sessions,
  ) {}

  /** @throws Problem 404 */
  async list(userId: string, request: ListRequest): Promise<Page<Session>> {
    if ((await this.users.find(userId)) === undefined) throw Problem.notFound('user');
    return this.repository.pageOfLive(userId, request);
  }

  /** @throws RefusedChange, Problem 404 */
  async end(userId: string, id: string, author: CallingAuthor): Promise<void> {
    await this.checkReach(userId, author);
    if (!(await this.endOne(userId, id, author))) throw Problem.notFound('session');
  }

  /** Each for itself, so that nobody waits for all of them. @throws RefusedChange, Problem 404 */
  async endAll(userId: string, author: CallingAuthor): Promise<void> {
    await this.checkReach(userId, author);
    for (let ids = await this.ids(userId); ids.length > 0; ids = await this.ids(userId)) {
      for (const id of ids) await this.endOne(userId, id, author);
    }
  }

  private ids(userId: string): Promise<string[]> {
    return this.repository.idsOf(userId, BATCH);
  }

  private endOne(userId: string, id: string, { actor, origin, via }: CallingAuthor) {
    const event = { type: 'session.revoked', actor, origin, facts: { via } } as const;
    return this.sessions.end({ id, userId }, 'revoked', event);
  }

  private async checkReach(userId: string, { caller }: CallingAuthor): Promise<void> {
    const user = await this.users.find(userId);
    if (user === undefined) throw Problem.notFound('user');
    checkReach(caller, user);
  }
}
