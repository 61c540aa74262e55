import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { randomId } from '#platform/crypto';
import { isUniqueViolation, Transactions } from '#platform/database';
import { epochSeconds } from '#protocol';
import type { AccessTokenFormat, ResourceServer } from './resource-server.js';
import { ResourceScopeEntity } from './resource-scope.entity.js';
import { ResourceServerEntity } from './resource-server.entity.js';

export type NewResourceServer = Omit<ResourceServer, 'id' | 'createdAt'>;
export type ResourceServerChange = Partial<Omit<NewResourceServer, 'identifier'>>;

/** Somebody else has the identifier, or one of the scopes: the unique indexes decide. */
export class ResourceServerTaken extends Error {
  override readonly name = 'ResourceServerTaken';
  constructor(readonly what: 'identifier' | 'scope') {
    super(`the ${what} is taken`);
  }
}

interface JoinedRow extends Pick<ResourceServerEntity, 'id' | 'identifier' | 'name'> {
  format: string;
  lifetime: number;
  scope: string | null;
  description: string | null;
  created: number;
}

@Injectable()
export class ResourceServerRepository {
  constructor(
    @InjectRepository(ResourceServerEntity)
    private readonly rows: Repository<ResourceServerEntity>,
    private readonly transactions: Transactions,
  ) {}

  /** All of them with their scopes, in the order of their ids, in one statement: a true snapshot. */
  async all(): Promise<ResourceServer[]> {
    return group(await this.joined().getRawMany<JoinedRow>());
  }

  async find(id: string): Promise<ResourceServer | undefined> {
    return group(await this.joined().where('s.id = :id', { id }).getRawMany<JoinedRow>())[0];
  }

  /** @throws ResourceServerTaken */
  async create(resourceServer: NewResourceServer): Promise<ResourceServer> {
    const { scopes, ...columns } = resourceServer;
    const id = randomId();
    const now = epochSeconds();
    await this.transactions.run(async (manager) => {
      const row = { ...columns, id, createdAt: now, updatedAt: now };
      await unlessTaken('identifier', manager.insert(ResourceServerEntity, row));
      await insertScopes(manager, id, scopes);
    });
    return { id, ...resourceServer, createdAt: now };
  }

  /**
   * Changes what is given; `scopes` replaces all of them.
   * @returns false when there is no such resource server
   * @throws ResourceServerTaken
   */
  async update(id: string, { scopes, ...columns }: ResourceServerChange): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      // The UPDATE comes first: it holds the row, so that changes at the same time queue up here.
      const set = { ...columns, updatedAt: epochSeconds() };
      const { affected } = await manager.update(ResourceServerEntity, { id }, set);
      if (affected !== 1) return false;
      if (scopes !== undefined) {
        await manager.delete(ResourceScopeEntity, { resourceServerId: id });
        await insertScopes(manager, id, scopes);
      }
      return true;
    });
  }

  /** Deletes it with its scopes. */
  async delete(id: string): Promise<boolean> {
    return (await this.rows.delete({ id })).affected === 1;
  }

  private joined() {
    return this.rows
      .createQueryBuilder('s')
      .leftJoin(ResourceScopeEntity, 'c', 'c.resource_server_id = s.id')
      .select('s.id', 'id')
      .addSelect('s.identifier', 'identifier')
      .addSelect('s.name', 'name')
      .addSelect('s.access_token_format', 'format')
      .addSelect('s.access_token_lifetime', 'lifetime')
      .addSelect('s.created_at', 'created')
      .addSelect('c.name', 'scope')
      .addSelect('c.description', 'description')
      .orderBy('s.id')
      .addOrderBy('c.name');
  }
}

async function insertScopes(
  manager: EntityManager,
  resourceServerId: string,
  scopes: ReadonlyMap<string, string>,
): Promise<void> {
  if (scopes.size === 0) return;
  const rows = [...scopes].map(([name, description]) => ({ name, resourceServerId, description }));
  await unlessTaken('scope', manager.insert(ResourceScopeEntity, rows));
}

async function unlessTaken(what: 'identifier' | 'scope', insert: Promise<unknown>): Promise<void> {
  try {
    await insert;
  } catch (error) {
    throw isUniqueViolation(error) ? new ResourceServerTaken(what) : error;
  }
}

function group(rows: readonly JoinedRow[]): ResourceServer[] {
  const found = new Map<string, ResourceServer & { scopes: Map<string, string> }>();
  for (const { id, identifier, name, format, lifetime, created, scope, description } of rows) {
    const server = found.get(id) ?? {
      id,
      identifier,
      name,
      accessTokenFormat: format as AccessTokenFormat,
      accessTokenLifetime: lifetime,
      createdAt: created,
      scopes: new Map<string, string>(),
    };
    if (scope !== null) server.scopes.set(scope, description ?? '');
    found.set(id, server);
  }
  return [...found.values()];
}
