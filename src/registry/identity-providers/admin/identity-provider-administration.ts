import { Injectable } from '@nestjs/common';
import { type Author, type CallingAuthor, Changes, type Put, underName } from '#platform/changes';
import { Config } from '#platform/config';
import { Problem } from '#platform/http';
import type { Page } from '#platform/lists';
import { Groups } from '#registry/groups';
import { IdentityProviderAggregate } from '../identity-provider.aggregate.js';
import type { IdentityProvider } from '../identity-provider.js';
import {
  IdentityProviderRepository,
  type ProviderListRequest,
} from '../identity-provider.repository.js';
import type {
  CreateIdentityProviderRequest,
  UpdateIdentityProviderRequest,
} from './identity-provider.request.js';
import type { ProviderAddresses } from './identity-provider.response.js';
import {
  planNewProvider,
  planProviderChange,
  planProviderEnd,
  planProviderReplacement,
} from './plan-identity-provider.js';

/** What admins do with identity providers. */
@Injectable()
export class IdentityProviderAdministration {
  constructor(
    private readonly repository: IdentityProviderRepository,
    private readonly aggregate: IdentityProviderAggregate,
    private readonly changes: Changes,
    private readonly config: Config,
    private readonly groups: Groups,
  ) {}

  list(request: ProviderListRequest): Promise<Page<IdentityProvider>> {
    return this.repository.list(request);
  }

  /** @throws Problem 404 */
  async find(id: string): Promise<IdentityProvider> {
    const provider = await this.repository.find(id);
    if (provider === undefined) throw Problem.notFound('identity provider');
    return provider;
  }

  /** @throws RefusedChange */
  async create(
    body: CreateIdentityProviderRequest,
    author: CallingAuthor,
  ): Promise<IdentityProvider> {
    const plan = planNewProvider(body, author.caller, await this.circumstances());
    return (await this.changes.create(this.aggregate, body.id, plan, author)).stored;
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async change(
    id: string,
    body: UpdateIdentityProviderRequest,
    author: CallingAuthor,
  ): Promise<IdentityProvider> {
    const circumstances = await this.circumstances();
    const planOf = (before: IdentityProvider) =>
      planProviderChange(before, body, author.caller, circumstances);
    return (await this.changes.change(this.aggregate, id, planOf, author)).stored;
  }

  /** @throws RefusedChange, Problem 409, 412 */
  put(
    externalId: string,
    body: CreateIdentityProviderRequest,
    author: CallingAuthor,
  ): Promise<Put<IdentityProvider>> {
    const named = underName(externalId, body);
    return this.changes.put(this.aggregate.noun, author, {
      find: () => this.repository.idOf(externalId),
      create: () => this.create(named, author),
      replace: async (id) => {
        const circumstances = await this.circumstances();
        const planOf = (before: IdentityProvider) => {
          const asked = this.aggregate.withoutSame(before, named);
          return planProviderReplacement(before, asked, author.caller, circumstances);
        };
        return (await this.changes.change(this.aggregate, id, planOf, author)).stored;
      },
    });
  }

  /** @throws Problem 404, 412 */
  async delete(id: string, author: Author): Promise<void> {
    await this.changes.delete(this.aggregate, id, planProviderEnd, author);
  }

  /** Where the provider finds us. */
  addressesFor({ id }: Pick<IdentityProvider, 'id'>): ProviderAddresses {
    return {
      redirectUri: this.config.url(`/upstream/${id}/callback`),
      backchannelLogoutUri: this.config.url(`/upstream/${id}/backchannel-logout`),
      postLogoutRedirectUri: this.config.url('/logout'),
    };
  }

  private async circumstances() {
    // Whatever this node remembers, another one may have made a group a moment ago.
    this.groups.forget();
    return { ours: this.config.issuer, groups: await this.groups.names() };
  }
}
