import { Injectable } from '@nestjs/common';
import { type Author, type CallingAuthor, Changes } from '#platform/changes';
import { Config } from '#platform/config';
import { Problem } from '#platform/http';
import type { ListRequest, Page } from '#platform/lists';
import { Groups } from '#registry/groups';
import { IdentityProviderAggregate } from '../identity-provider.aggregate.js';
import type { IdentityProvider } from '../identity-provider.js';
import { IdentityProviderRepository } from '../identity-provider.repository.js';
import type {
  CreateIdentityProviderRequest,
  UpdateIdentityProviderRequest,
} from './identity-provider.request.js';
import type { ProviderAddresses } from './identity-provider.response.js';
import { planNewProvider, planProviderChange, planProviderEnd } from './plan-identity-provider.js';

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

  list(request: ListRequest): Promise<Page<IdentityProvider>> {
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
