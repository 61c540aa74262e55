import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import type { Author } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { isUniqueViolation, Transactions } from '#platform/database';
import { Events } from '#platform/events';
import { epochSeconds } from '#protocol';
import { IdentityProviders } from '#registry/identity-providers';
import { IdentityEntity } from './identity.entity.js';

/** Who somebody is at a provider, to be kept with them. */
export interface NewIdentity {
  readonly provider: { readonly id: string; readonly epoch: string };
  readonly subject: string;
  readonly email: string | undefined;
}

/** Why an account elsewhere is that of this person. */
export type LinkedBy = 'account' | 'proof' | 'domain' | 'invitation' | 'creation';

/** The provider ended while somebody signed in there. */
export class ProviderEnded extends Error {}

/** Which account elsewhere is whose, by provider and subject alone. */
@Injectable()
export class Identities {
  constructor(
    @InjectRepository(IdentityEntity) private readonly rows: Repository<IdentityEntity>,
    private readonly providers: IdentityProviders,
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  async find(providerId: string, subject: string): Promise<IdentityEntity | undefined> {
    return (await this.rows.findOneBy({ providerId, subject })) ?? undefined;
  }

  list(userId: string, manager = this.rows.manager): Promise<IdentityEntity[]> {
    return manager.find(IdentityEntity, {
      where: { userId },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
  }

  async touch(id: string): Promise<void> {
    await this.rows.update({ id }, { lastUsedAt: epochSeconds() });
  }

  /**
   * Links an account elsewhere to a person.
   * @returns false when it is somebody else's
   * @throws ProviderEnded
   */
  async link(
    userId: string,
    identity: NewIdentity,
    by: LinkedBy,
    author: Author,
  ): Promise<boolean> {
    try {
      await this.transactions.run((manager) =>
        this.insert(manager, userId, identity, { by, author }),
      );
      return true;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const known = await this.find(identity.provider.id, identity.subject);
      return known?.userId === userId;
    }
  }

  /** The same as a part of a transaction. */
  async insert(
    manager: EntityManager,
    userId: string,
    { provider, subject, email }: NewIdentity,
    { by, author }: { readonly by: LinkedBy; readonly author: Author },
  ): Promise<void> {
    if (!(await this.providers.hold(manager, provider))) throw new ProviderEnded();
    const id = randomId();
    const now = epochSeconds();
    await manager.insert(IdentityEntity, {
      ...{ id, userId, providerId: provider.id, subject, email: email ?? null },
      ...{ createdAt: now, lastUsedAt: now },
    });
    const { actor, origin, via } = author;
    const object = { kind: 'identity', id };
    const facts = { provider: provider.id, by, via };
    await this.events.record(manager, {
      ...{ type: 'identity.linked', actor, origin, userId, object, facts },
    });
  }

  /** @returns false when the person has no such link */
  async delete(manager: EntityManager, userId: string, id: string): Promise<boolean> {
    return (await manager.delete(IdentityEntity, { id, userId })).affected === 1;
  }
}
