import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { parseScope } from '#protocol';
import { AuthenticationContexts } from '#registry/authentication';
import { Attributes } from '#registry/claims';
import { Groups } from '#registry/groups';
import { ResourceServers } from '#registry/resources';
import type { AdminCircumstances } from './plan-admin-client.js';

/** What a client may name: whatever this node remembers, another one may have made it a moment ago. */
@Injectable()
export class KnownNames {
  constructor(
    private readonly resourceServers: ResourceServers,
    private readonly groups: Groups,
    private readonly contexts: AuthenticationContexts,
    private readonly attributes: Attributes,
  ) {}

  async now(): Promise<
    Pick<
      AdminCircumstances,
      'own' | 'scopes' | 'identifiers' | 'groups' | 'contexts' | 'attributes'
    >
  > {
    this.groups.forget();
    const { own } = this.resourceServers;
    const [scopes, apis, groups, contexts, attributes] = await Promise.all([
      this.resourceServers.scopeNames(),
      this.resourceServers.all(),
      this.groups.names(),
      this.contexts.names(),
      this.attributes.declared(),
    ]);
    const identifiers = new Set(apis.map(({ identifier }) => identifier));
    return { own, scopes, identifiers, groups, contexts, attributes };
  }

  /** Holds the APIs of the scopes that a client is given, in the transaction that gives them. */
  holding(
    scope: string | null | undefined,
    { scopes: known }: Pick<AdminCircumstances, 'scopes'>,
  ): (manager: EntityManager) => Promise<void> {
    const names = parseScope(scope ?? '') ?? [];
    return (manager) => this.resourceServers.hold(manager, { pointer: '/scope', names, known });
  }

  /** The scopes of the APIs that are open to whoever asks. */
  async openScopes(): Promise<ReadonlySet<string>> {
    const apis = await this.resourceServers.all();
    const open = apis.filter(({ openTo }) => openTo === 'anybody');
    return new Set(open.flatMap(({ scopes }) => [...scopes.keys()]));
  }
}
