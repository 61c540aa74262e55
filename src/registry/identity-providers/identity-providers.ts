import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SnapshotCache } from '#platform/cache';
import type { IdentityProvider } from './identity-provider.js';
import { IdentityProviderRepository } from './identity-provider.repository.js';

/** How long another node may go on with what it knows, in milliseconds. */
const MAX_AGE = 1000;

const ALL = '';

/** The providers as they are or were at most a second ago: a page that offers them asks the database nothing. */
@Injectable()
export class IdentityProviders {
  private readonly cache: SnapshotCache<readonly IdentityProvider[]>;

  constructor(private readonly repository: IdentityProviderRepository) {
    this.cache = new SnapshotCache(() => repository.all(), MAX_AGE, 1);
  }

  /** Those that are enabled, in the order of their names. */
  async offered(): Promise<readonly IdentityProvider[]> {
    return (await this.cache.get(ALL)).filter(({ enabled }) => enabled);
  }

  /** Whether there is any, disabled or not. */
  async exist(): Promise<boolean> {
    return (await this.cache.get(ALL)).length > 0;
  }

  /** Disabled ones are found too. */
  async find(id: string): Promise<IdentityProvider | undefined> {
    return (await this.cache.get(ALL)).find((one) => one.id === id);
  }

  /** The enabled one at which the people of this domain are at home. */
  async ofDomain(domain: string): Promise<IdentityProvider | undefined> {
    const wanted = domain.toLowerCase();
    return (await this.offered()).find(({ domains }) => domains.includes(wanted));
  }

  /**
   * Holds a provider until the transaction ends.
   * @returns false when it was disabled, deleted or made again meanwhile
   */
  hold(manager: EntityManager, provider: Pick<IdentityProvider, 'id' | 'epoch'>): Promise<boolean> {
    return this.repository.hold(manager, provider);
  }

  /** Whether one of these is enabled, as it is in this transaction. */
  anyEnabled(manager: EntityManager, ids: readonly string[]): Promise<boolean> {
    return this.repository.anyEnabled(manager, ids);
  }

  /** What is known on this node is out of date. */
  forget(): void {
    this.cache.forget(ALL);
  }
}
