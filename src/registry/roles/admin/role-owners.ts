import { Injectable } from '@nestjs/common';
import { Clients } from '#registry/clients';
import { ResourceServers } from '#registry/resources';
import type { RoleOwner } from '../role.js';

/** Whom a request names: exactly one of both. */
export interface NamedOwner {
  readonly client_id?: string | undefined;
  readonly resource_server_id?: string | undefined;
}

export function ownerIn({ client_id: client, resource_server_id: api }: NamedOwner) {
  if (client !== undefined && api === undefined) return ownerOf('client', client);
  return client === undefined && api !== undefined ? ownerOf('resource', api) : undefined;
}

const ownerOf = (ownerKind: RoleOwner['ownerKind'], ownerId: string): RoleOwner => ({
  ownerKind,
  ownerId,
});

/** Who can have roles of their own. */
@Injectable()
export class RoleOwners {
  constructor(
    private readonly clients: Clients,
    private readonly resourceServers: ResourceServers,
  ) {}

  /** Those of these clients that there are. */
  async clientsAmong(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await Promise.all(ids.map(async (id) => this.clients.find(id)));
    return new Set(found.flatMap((client) => (client === undefined ? [] : [client.id])));
  }

  /** Undefined when there is no such owner. Gatehouse's own APIs have none here. */
  async find(named: NamedOwner): Promise<RoleOwner | undefined> {
    const owner = ownerIn(named);
    if (owner === undefined) return undefined;
    const { ownerKind, ownerId } = owner;
    if (ownerKind === 'client') {
      return (await this.clients.find(ownerId)) === undefined ? undefined : owner;
    }
    const server = await this.resourceServers.find(ownerId);
    return server === undefined || this.resourceServers.isOwn(ownerId) ? undefined : owner;
  }
}
