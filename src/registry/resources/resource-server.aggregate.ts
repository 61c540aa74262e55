import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Aggregate, type Plan, unlessTaken } from '#platform/changes';
import { canonicalIdentifier, epochSeconds } from '#protocol';
import { ResourceScopeEntity } from './resource-scope.entity.js';
import type { ResourceServerValue, StoredResourceServer } from './resource-server.js';
import { ResourceServerEntity } from './resource-server.entity.js';
import { ResourceServerRepository } from './resource-server.repository.js';
import { ResourceServers } from './resource-servers.js';

const IDENTIFIER_TAKEN = {
  pointer: '/identifier',
  detail: 'A resource server with this identifier exists already.',
};

/** How resource servers are stored: a row, and one for each scope. */
@Injectable()
export class ResourceServerAggregate implements Aggregate<
  StoredResourceServer,
  ResourceServerValue
> {
  readonly noun = 'resource server';

  constructor(
    private readonly repository: ResourceServerRepository,
    private readonly resourceServers: ResourceServers,
  ) {}

  find(id: string, manager?: EntityManager): Promise<StoredResourceServer | undefined> {
    return this.repository.find(id, manager);
  }

  make(): undefined {
    return undefined;
  }

  async insert(
    manager: EntityManager,
    id: string,
    { value }: Plan<ResourceServerValue>,
  ): Promise<void> {
    const now = epochSeconds();
    const columns = columnsOf(value);
    const identifierKey = canonicalIdentifier(columns.identifier);
    const row = { ...columns, identifierKey, id, version: 1, createdAt: now, updatedAt: now };
    await unlessTaken(manager.insert(ResourceServerEntity, row), IDENTIFIER_TAKEN);
    await insertScopes(manager, id, value.scopes);
  }

  async update(
    manager: EntityManager,
    { id, version }: StoredResourceServer,
    { value }: Plan<ResourceServerValue>,
  ): Promise<boolean> {
    const set = { ...columnsOf(value), version: version + 1, updatedAt: epochSeconds() };
    const updating = manager.update(ResourceServerEntity, { id, version }, set);
    const { affected } = await unlessTaken(updating);
    if (affected !== 1) return false;
    await manager.delete(ResourceScopeEntity, { resourceServerId: id });
    await insertScopes(manager, id, value.scopes);
    return true;
  }

  async delete(manager: EntityManager, { id, version }: StoredResourceServer): Promise<boolean> {
    return (await manager.delete(ResourceServerEntity, { id, version })).affected === 1;
  }

  forget(): void {
    this.resourceServers.forget();
  }
}

function columnsOf({
  scopes: _others,
  accessTokenClaims,
  claims,
  ...columns
}: ResourceServerValue) {
  return {
    ...columns,
    accessTokenClaims: JSON.stringify(accessTokenClaims),
    claims: claims.length === 0 ? null : JSON.stringify(claims),
  };
}

async function insertScopes(
  manager: EntityManager,
  resourceServerId: string,
  scopes: ReadonlyMap<string, string>,
): Promise<void> {
  if (scopes.size === 0) return;
  const rows = [...scopes].map(([name, description]) => ({ name, resourceServerId, description }));
  await manager.insert(ResourceScopeEntity, rows);
}
