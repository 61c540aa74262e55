import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import type { AccessTokenFormat, StoredResourceServer } from './resource-server.js';
import { ResourceScopeEntity } from './resource-scope.entity.js';
import { ResourceServerEntity } from './resource-server.entity.js';

interface JoinedRow extends Pick<ResourceServerEntity, 'id' | 'identifier' | 'name' | 'version'> {
  format: string;
  lifetime: number;
  scope: string | null;
  description: string | null;
}

const LIST: ListOf<StoredResourceServer> = {
  name: 'resource-servers',
  id: 'id',
  sorts: { id: 'id', identifier: 'identifier', name: 'name' },
};

@Injectable()
export class ResourceServerRepository {
  constructor(
    @InjectRepository(ResourceServerEntity)
    private readonly rows: Repository<ResourceServerEntity>,
    private readonly lists: Lists,
  ) {}

  /** All of them with their scopes, in the order of their ids, in one statement: a true snapshot. */
  async all(): Promise<StoredResourceServer[]> {
    return group(await joined(this.rows.manager).getRawMany<JoinedRow>());
  }

  /** They are few, so that reading all of them costs nothing more. */
  async list(request: ListRequest): Promise<Page<StoredResourceServer>> {
    const text = request.q?.toLowerCase() ?? '';
    const found = (await this.all()).filter(({ identifier, name }) =>
      [identifier, name].some((value) => value.toLowerCase().includes(text)),
    );
    return this.lists.pageOf(LIST, request, found);
  }

  async find(id: string, manager = this.rows.manager): Promise<StoredResourceServer | undefined> {
    const query = joined(manager).where('s.id = :id', { id });
    return group(await query.getRawMany<JoinedRow>())[0];
  }
}

function joined(manager: EntityManager) {
  return manager
    .createQueryBuilder(ResourceServerEntity, 's')
    .leftJoin(ResourceScopeEntity, 'c', 'c.resource_server_id = s.id')
    .select('s.id', 'id')
    .addSelect('s.identifier', 'identifier')
    .addSelect('s.name', 'name')
    .addSelect('s.access_token_format', 'format')
    .addSelect('s.access_token_lifetime', 'lifetime')
    .addSelect('s.version', 'version')
    .addSelect('c.name', 'scope')
    .addSelect('c.description', 'description')
    .orderBy('s.id')
    .addOrderBy('c.name');
}

function group(rows: readonly JoinedRow[]): StoredResourceServer[] {
  const found = new Map<string, StoredResourceServer & { scopes: Map<string, string> }>();
  for (const row of rows) {
    const server = found.get(row.id) ?? {
      id: row.id,
      identifier: row.identifier,
      name: row.name,
      accessTokenFormat: row.format as AccessTokenFormat,
      accessTokenLifetime: row.lifetime,
      version: row.version,
      scopes: new Map<string, string>(),
    };
    if (row.scope !== null) server.scopes.set(row.scope, row.description ?? '');
    found.set(row.id, server);
  }
  return [...found.values()];
}
