import { Injectable } from '@nestjs/common';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { Clients } from '#registry/clients';
import { ResourceServers } from '#registry/resources';
import type { AuthorizationEntity } from './authorization.entity.js';
import { type AuthorizationFilter, LiveAuthorizations } from './live-authorizations.js';
import { type StoredAuthorization, toAuthorization } from './stored-authorization.js';

const LIST: ListOf<AuthorizationEntity> = {
  name: 'authorizations',
  id: 'id',
  sorts: { id: 'id', created_at: 'createdAt' },
};

/** An authorization with what people call its parts. */
export interface NamedAuthorization {
  readonly authorization: StoredAuthorization;
  readonly clientName: string;
  /** Identifiers. */
  readonly resources: readonly string[];
}

/** Tells who has access to what, by the names that people and admins know. */
@Injectable()
export class NamedAuthorizations {
  constructor(
    private readonly authorizations: LiveAuthorizations,
    private readonly lists: Lists,
    private readonly clients: Clients,
    private readonly resourceServers: ResourceServers,
  ) {}

  /** @param filter besides what was asked for */
  async page(
    request: ListRequest & AuthorizationFilter,
    filter: AuthorizationFilter = {},
  ): Promise<Page<NamedAuthorization>> {
    const query = this.authorizations.query({ ...request, ...filter });
    const page = await this.lists.page(
      LIST,
      request,
      query,
      toAuthorization<keyof AuthorizationEntity>,
    );
    return { ...page, items: await Promise.all(page.items.map((item) => this.named(item))) };
  }

  private async named(stored: StoredAuthorization): Promise<NamedAuthorization> {
    const client = await this.clients.find(stored.clientId);
    const granted = await this.resourceServers.living(stored.granted);
    const servers = await Promise.all(granted.resources.map((id) => this.resourceServers.find(id)));
    return {
      authorization: { ...stored, granted },
      clientName: client?.name ?? stored.clientId,
      resources: servers.map((server) => server?.identifier ?? ''),
    };
  }
}
