import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Author } from '#platform/changes';
import { Transactions } from '#platform/database';
import { Events } from '#platform/events';
import { IdentityProviders } from '#registry/identity-providers';
import { Identities } from './identities.js';
import { WaysIn } from './ways-in.js';

/** An account elsewhere with which somebody signs in here. */
export interface LinkedAccount {
  readonly id: string;
  /** Of its provider. */
  readonly name: string;
  readonly email: string | undefined;
  readonly createdAt: number;
  readonly lastUsedAt: number;
}

/** What people see of their accounts elsewhere, and that they give one up. */
@Injectable()
export class LinkedAccounts {
  constructor(
    private readonly identities: Identities,
    private readonly providers: IdentityProviders,
    private readonly ways: WaysIn,
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  /** Whether there is anywhere to have one; disabled providers count, for people may have one there. */
  async areOffered(): Promise<boolean> {
    return this.providers.exist();
  }

  async list(userId: string): Promise<LinkedAccount[]> {
    const linked: LinkedAccount[] = [];
    for (const one of await this.identities.list(userId)) {
      const { id, providerId, email, createdAt, lastUsedAt } = one;
      const provider = await this.providers.find(providerId);
      const name = provider?.name ?? providerId;
      linked.push({ id, name, email: email ?? undefined, createdAt, lastUsedAt });
    }
    return linked;
  }

  /** The providers that say who they are at each sign-in there, by name: what is changed here is undone then. */
  async keptUpToDateFrom(userId: string): Promise<string[]> {
    const names: string[] = [];
    for (const { providerId } of await this.identities.list(userId)) {
      const provider = await this.providers.find(providerId);
      if (provider?.enabled === true && provider.sync === 'each') names.push(provider.name);
    }
    return names;
  }

  /** Where they could link one. */
  async linkable(userId: string): Promise<{ readonly id: string; readonly name: string }[]> {
    const offered = await this.providers.offered();
    if (offered.length === 0) return [];
    const theirs = new Set((await this.identities.list(userId)).map((one) => one.providerId));
    return offered.filter(({ id }) => !theirs.has(id)).map(({ id, name }) => ({ id, name }));
  }

  /** @returns whether it is linked no more; `last`: they could not sign in without it */
  async unlink(
    userId: string,
    id: string,
    { actor, origin, via }: Author,
  ): Promise<'unlinked' | 'unknown' | 'last'> {
    return this.transactions.run(async (manager) => {
      await this.ways.hold(manager, userId);
      const theirs = await this.identities.list(userId, manager);
      const one = theirs.find((identity) => identity.id === id);
      if (one === undefined) return 'unknown';
      const others = theirs.filter((identity) => identity.id !== id);
      if (!(await this.anyOpen(manager, others)) && !(await this.ways.ofTheirOwn(manager, userId)))
        return 'last';
      await this.identities.delete(manager, userId, id);
      const object = { kind: 'identity', id };
      const facts = { provider: one.providerId, via };
      await this.events.record(manager, {
        ...{ type: 'identity.unlinked', actor, origin, userId, object, facts },
      });
      return 'unlinked';
    });
  }

  /** Whether somebody can still sign in who has these authenticators left. */
  async letIn(
    manager: EntityManager,
    userId: string,
    left: readonly { readonly method: { readonly primary: boolean } }[],
  ): Promise<boolean> {
    if (left.some(({ method }) => method.primary)) return true;
    if (await this.ways.hasPassword(manager, userId)) return true;
    return this.anyOpen(manager, await this.identities.list(userId, manager));
  }

  /** Nobody signs in at a provider that is disabled. */
  private anyOpen(
    manager: EntityManager,
    identities: readonly { readonly providerId: string }[],
  ): Promise<boolean> {
    const ids = identities.map(({ providerId }) => providerId);
    return this.providers.anyEnabled(manager, ids);
  }
}
