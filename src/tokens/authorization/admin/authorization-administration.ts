import { Injectable } from '@nestjs/common';
import type { CallingAuthor } from '#platform/changes';
import { type Caller, Problem, type Reach } from '#platform/http';
import type { ListRequest, Page } from '#platform/lists';
import { checkReach, checkSight, UserEndings, UserRepository } from '#people/users';
import {
  type AuthorizationFilter,
  type EndOfAuthorization,
  LiveAuthorizations,
} from '../live-authorizations.js';
import { type NamedAuthorization, NamedAuthorizations } from '../named-authorizations.js';

/** What admins do with the authorizations by a person. */
@Injectable()
export class AuthorizationAdministration {
  constructor(
    private readonly users: UserRepository,
    private readonly authorizations: LiveAuthorizations,
    private readonly named: NamedAuthorizations,
    private readonly endings: UserEndings,
  ) {}

  /** @throws Problem 404 */
  async list(
    userId: string,
    request: ListRequest & AuthorizationFilter,
    caller: Pick<Caller, 'reach'>,
  ): Promise<Page<NamedAuthorization>> {
    const user = await this.users.find(userId);
    if (user === undefined) throw Problem.notFound('user');
    checkSight(caller, user);
    return this.named.page(request, { user_id: userId });
  }

  page(
    request: ListRequest & AuthorizationFilter,
    reach: Reach | undefined,
  ): Promise<Page<NamedAuthorization>> {
    return this.named.page(request, { reach });
  }

  /** @throws RefusedChange, Problem 404 */
  async endById(id: string, author: CallingAuthor): Promise<void> {
    const userId = await this.authorizations.userOf(id);
    if (userId === undefined) throw Problem.notFound('authorization');
    await this.end(userId, id, author, 'authorization');
  }

  /** @throws RefusedChange, Problem 404 */
  async end(userId: string, id: string, author: CallingAuthor, noun = 'user'): Promise<void> {
    await this.checkReach(userId, author, noun);
    const ended = await this.authorizations.end(id, userId, endBy(author));
    if (!ended) throw Problem.notFound('authorization');
  }

  /** @throws RefusedChange, Problem 404 */
  async endAll(userId: string, author: CallingAuthor): Promise<void> {
    await this.checkReach(userId, author);
    const ended = await this.endings.endAll('authorizations.revoked', userId, author);
    if (!ended) throw Problem.notFound('user');
  }

  /** @throws RefusedChange, Problem 404 */
  async endOfClient(userId: string, clientId: string, author: CallingAuthor): Promise<void> {
    await this.checkReach(userId, author);
    await this.authorizations.endOfClient(userId, clientId, endBy(author));
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

function endBy({ actor, origin, via }: CallingAuthor): EndOfAuthorization {
  return { actor, origin, facts: { via } };
}
