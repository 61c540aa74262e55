import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Aggregate, type Plan, unlessTaken } from '#platform/changes';
import { equalInConstantTime, randomId, sha256 } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import { IdentityProviderEntity, ProviderDomainEntity } from './identity-provider.entity.js';
import type { IdentityProvider, IdentityProviderValue } from './identity-provider.js';
import { IdentityProviderRepository, type StoredConfig } from './identity-provider.repository.js';
import { IdentityProviders } from './identity-providers.js';
import { ProviderSecrets } from './provider-secrets.js';

/** With a new secret, if there is one. */
export interface PlannedProvider extends IdentityProviderValue {
  readonly secret?: string | undefined;
}

const ID_TAKEN = { pointer: '/id', detail: 'There is a provider of this id.' };

/** How providers are stored: one row each, and one for each of its domains. */
@Injectable()
export class IdentityProviderAggregate implements Aggregate<IdentityProvider, PlannedProvider> {
  readonly noun = 'identity provider';

  constructor(
    private readonly repository: IdentityProviderRepository,
    private readonly secrets: ProviderSecrets,
    private readonly providers: IdentityProviders,
  ) {}

  find(id: string, manager?: EntityManager): Promise<IdentityProvider | undefined> {
    return this.repository.find(id, manager);
  }

  /** A document that names the secret that there is changes none. */
  withoutSame<Body extends { client_secret?: string }>(
    before: IdentityProvider,
    { client_secret: secret, ...body }: Body,
  ) {
    if (secret === undefined) return body;
    const known = sha256(this.secrets.of(before) ?? '');
    return equalInConstantTime(known, sha256(secret)) ? body : { ...body, client_secret: secret };
  }

  make(): undefined {
    return undefined;
  }

  async insert(
    manager: EntityManager,
    id: string,
    { value }: Plan<PlannedProvider>,
  ): Promise<void> {
    const now = epochSeconds();
    const row: IdentityProviderEntity = {
      ...columnsOf(value),
      ...{ id, epoch: randomId(), kind: value.origin.kind },
      secret: value.secret === undefined ? null : this.secrets.seal(id, value.secret),
      ...{ version: 1, createdAt: now, updatedAt: now },
    };
    await unlessTaken(manager.insert(IdentityProviderEntity, row), ID_TAKEN);
    await this.keepDomains(manager, id, value);
  }

  async update(
    manager: EntityManager,
    { id, version }: IdentityProvider,
    { value, effects }: Plan<PlannedProvider>,
  ): Promise<boolean> {
    const set = {
      ...columnsOf(value),
      ...(value.secret === undefined ? {} : { secret: this.secrets.seal(id, value.secret) }),
      ...(effects.includes('sessions_end') ? { epoch: randomId() } : {}),
      ...{ version: version + 1, updatedAt: epochSeconds() },
    };
    const updating = manager.update(IdentityProviderEntity, { id, version }, set);
    const { affected } = await unlessTaken(updating, ID_TAKEN);
    if (affected !== 1) return false;
    await manager.delete(ProviderDomainEntity, { providerId: id });
    await this.keepDomains(manager, id, value);
    return true;
  }

  async delete(manager: EntityManager, { id, version }: IdentityProvider): Promise<boolean> {
    return (await manager.delete(IdentityProviderEntity, { id, version })).affected === 1;
  }

  forget(): void {
    this.providers.forget();
  }

  private async keepDomains(
    manager: EntityManager,
    providerId: string,
    { domains }: PlannedProvider,
  ): Promise<void> {
    for (const [index, domain] of domains.entries()) {
      const pointer = `/domains/${String(index)}`;
      const taken = { pointer, detail: 'Another provider has this domain.' };
      await unlessTaken(manager.insert(ProviderDomainEntity, { domain, providerId }), taken);
    }
  }
}

function columnsOf({ name, enabled, externalId, secret: _sealed, ...config }: PlannedProvider) {
  const stored: StoredConfig = config;
  return { name, enabled: Number(enabled), externalId, config: JSON.stringify(stored) };
}
