import { Injectable } from '@nestjs/common';
import type { CallingAuthor } from '#platform/changes';
import type { Event } from '#platform/events';
import { type Caller, Problem, type Reach } from '#platform/http';
import type { ListRequest, Page } from '#platform/lists';
import { ADMIN_ROLE, checkReach, checkSight, UserEndings, UserRepository } from '#people/users';
import type { Session } from '../session.js';
import { SessionEndings } from '../session-endings.js';
import { type SessionFilter, SessionRepository } from '../session.repository.js';

/** So many at a time, so that nobody waits for all of them. */
const BATCH = 100;

/** What admins do with sessions. */
@Injectable()
export class SessionAdministration {
  constructor(
    private readonly users: UserRepository,
    private readonly repository: SessionRepository,
    private readonly sessions: SessionEndings,
    private readonly endings: UserEndings,
  ) {}

  /** @throws Problem 404 */
  async list(
    userId: string,
    request: ListRequest,
    caller: Pick<Caller, 'reach'>,
  ): Promise<Page<Session>> {
    const user = await this.users.find(userId);
    if (user === undefined) throw Problem.notFound('user');
    checkSight(caller, user);
    return this.repository.pageOfLive(request, { filter: { user_id: userId } });
  }

  page(request: ListRequest & SessionFilter, reach: Reach | undefined): Promise<Page<Session>> {
    return this.repository.pageOfLive(request, { reach });
  }

  /** @throws RefusedChange, Problem 404 */
  async end(userId: string, id: string, author: CallingAuthor, noun = 'user'): Promise<void> {
    await this.checkReach(userId, author, noun);
    const { actor, origin, via } = author;
    const event = { type: 'session.revoked', actor, origin, facts: { via } } as const;
    const ended = await this.sessions.end({ id, userId }, 'revoked', event);
    if (!ended) throw Problem.notFound('session');
  }

  /** @throws RefusedChange, Problem 404 */
  async endById(id: string, author: CallingAuthor): Promise<void> {
    const session = await this.repository.byId(id);
    if (session === undefined) throw Problem.notFound('session');
    await this.end(session.userId, id, author, 'session');
  }

  /**
   * One event tells of all of them. Again it ends what is left.
   * @returns how many. @throws RefusedChange, Problem 400
   */
  async endSome(filter: SessionFilter, { actor, origin, via, caller }: CallingAuthor) {
    const named = Object.entries(filter).filter(([, value]) => value !== undefined);
    if (named.length === 0) throw Problem.badRequest('Name what the sessions have in common.');
    checkReach(caller, { roles: [ADMIN_ROLE], adminRoles: new Map(), groups: new Map() });
    const count = await this.repository.countLive(filter);
    const facts = { filter: Object.fromEntries(named), count, via };
    let event: Event | undefined = { type: 'sessions.revoked', actor, origin, facts };
    let ended = 0;
    for (;;) {
      const some = await this.repository.someLive(filter, BATCH);
      if (some.length === 0) return ended;
      ended += await this.sessions.endSome(some, event);
      event = undefined;
    }
  }

  /** Those that begin in this moment too. @throws RefusedChange, Problem 404 */
  async endAll(userId: string, author: CallingAuthor): Promise<void> {
    await this.checkReach(userId, author);
    const ended = await this.endings.endAll('sessions.revoked', userId, author);
    if (!ended) throw Problem.notFound('user');
  }

  private async checkReach(
    userId: string,
    { caller }: CallingAuthor,
    noun = 'user',
  ): Promise<void> {
    const user = await this.users.find(userId);
    if (user === undefined) throw Problem.notFound(noun);
    checkReach(caller, user, noun);
  }
}
