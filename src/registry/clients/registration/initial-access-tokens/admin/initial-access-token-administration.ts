import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Author, type CallingAuthor, Changes } from '#platform/changes';
import { randomId } from '#platform/crypto';
import type { ListRequest, Page } from '#platform/lists';
import { epochSeconds } from '#protocol';
import { RegistrableValues, scopesOf } from '#registry/clients';
import { ResourceServers } from '#registry/resources';
import { InitialAccessTokenAggregate } from '../initial-access-token.aggregate.js';
import {
  type InitialAccessToken,
  InitialAccessTokenRepository,
} from '../initial-access-token.repository.js';
import type { CreateInitialAccessTokenRequest } from './initial-access-token.request.js';
import {
  planInitialAccessTokenEnd,
  planNewInitialAccessToken,
} from './plan-initial-access-token.js';

/** What admins do with initial access tokens. */
@Injectable()
export class InitialAccessTokenAdministration {
  constructor(
    private readonly repository: InitialAccessTokenRepository,
    private readonly aggregate: InitialAccessTokenAggregate,
    private readonly changes: Changes,
    private readonly offered: RegistrableValues,
    private readonly resourceServers: ResourceServers,
  ) {}

  list(request: ListRequest): Promise<Page<InitialAccessToken>> {
    return this.repository.list(request);
  }

  /** @throws RefusedChange */
  async create(
    body: CreateInitialAccessTokenRequest,
    author: CallingAuthor,
  ): Promise<{ token: InitialAccessToken; value: string }> {
    const id = randomId();
    const grantTypes = new Set(this.offered.grantTypes.keys());
    const scopes = await this.resourceServers.scopeNames();
    const circumstances = { now: epochSeconds(), grantTypes, scopes };
    const plan = planNewInitialAccessToken(id, body, author.caller, circumstances);
    const named = { pointer: '/policy/scope', names: scopesOf(plan.value.policy), known: scopes };
    const hold = (manager: EntityManager) => this.resourceServers.hold(manager, named);
    const created = await this.changes.create(this.aggregate, id, plan, author, hold);
    return { token: created.stored, value: created.made };
  }

  /** Clients that are registered with it stay. @throws Problem 404, 412 */
  async withdraw(id: string, author: Author): Promise<void> {
    await this.changes.delete(this.aggregate, id, planInitialAccessTokenEnd, author);
  }
}
