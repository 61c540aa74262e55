import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, type Repository } from 'typeorm';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import type { CustomClaim } from '#registry/claims';
import type {
  AccessTokenAlgorithm,
  AccessTokenClaim,
  AccessTokenFormat,
  AccessTokenType,
  OpenTo,
  StoredResourceServer,
} from './resource-server.js';
import { ResourceScopeEntity } from './resource-scope.entity.js';
import { ResourceServerEntity } from './resource-server.entity.js';

interface JoinedRow extends Pick<ResourceServerEntity, 'id' | 'identifier' | 'name' | 'version'> {
  format: string;
  algorithm: string;
  type: string;
  openTo: string;
  lifetime: number | null;
  claims: string;
  ownClaims: string | null;
  requireAcr: string | null;
  externalId: string | null;
  scope: string | null;
  description: string | null;
}

const LIST: ListOf<StoredResourceServer> = {
  name: 'resource-servers',
  id: 'id',
  sorts: { id: 'id', identifier: 'identifier', name: 'name' },
};

export interface ResourceServerListRequest extends ListRequest {
  readonly external_id?: string | undefined;
}

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

  async idOf(externalId: string): Promise<string | undefined> {
    return (await this.rows.findOneBy({ externalId }))?.id;
  }

  /** They are few, so that reading all of them costs nothing more. */
  async list(request: ResourceServerListRequest): Promise<Page<StoredResourceServer>> {
    const text = request.q?.toLowerCase() ?? '';
    const { external_id: wanted } = request;
    const found = (await this.all())
      .filter(({ externalId }) => wanted === undefined || externalId === wanted)
      .filter(({ identifier, name }) =>
        [identifier, name].some((value) => value.toLowerCase().includes(text)),
      );
    return this.lists.pageOf(LIST, request, found);
  }

  /**
   * Holds the resource servers of these scopes until the transaction ends, by an UPDATE that changes nothing: whoever
   * takes one of them away waits.
   * @returns those of the scopes that there are
   */
  async hold(manager: EntityManager, scopes: readonly string[]): Promise<ReadonlySet<string>> {
    const owners = manager
      .createQueryBuilder(ResourceScopeEntity, 'o')
      .select('o.resourceServerId')
      .where('o.name IN (:...scopes)', { scopes });
    await manager
      .createQueryBuilder()
      .update(ResourceServerEntity)
      .set({ version: () => 'version' })
      .where(`id IN (${owners.getQuery()})`, owners.getParameters())
      .execute();
    const found = await manager.findBy(ResourceScopeEntity, { name: In([...scopes]) });
    return new Set(found.map(({ name }) => name));
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
    .addSelect('s.open_to', 'openTo')
    .addSelect('s.access_token_format', 'format')
    .addSelect('s.access_token_algorithm', 'algorithm')
    .addSelect('s.access_token_type', 'type')
    .addSelect('s.access_token_lifetime', 'lifetime')
    .addSelect('s.access_token_claims', 'claims')
    .addSelect('s.claims', 'ownClaims')
    .addSelect('s.require_acr', 'requireAcr')
    .addSelect('s.external_id', 'externalId')
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
      openTo: row.openTo as OpenTo,
      accessTokenFormat: row.format as AccessTokenFormat,
      accessTokenAlgorithm: row.algorithm as AccessTokenAlgorithm,
      accessTokenType: row.type as AccessTokenType,
      accessTokenLifetime: row.lifetime,
      accessTokenClaims: JSON.parse(row.claims) as AccessTokenClaim[],
      claims: row.ownClaims === null ? [] : (JSON.parse(row.ownClaims) as CustomClaim[]),
      requireAcr: row.requireAcr,
      externalId: row.externalId,
      version: row.version,
      scopes: new Map<string, string>(),
    };
    if (row.scope !== null) server.scopes.set(row.scope, row.description ?? '');
    found.set(row.id, server);
  }
  return [...found.values()];
}
