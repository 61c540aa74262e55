import { Injectable } from '@nestjs/common';
import { type Author, Changes } from '#platform/changes';
import { Config } from '#platform/config';
import { randomId } from '#platform/crypto';
import { Problem } from '#platform/http';
import type { ListRequest, Page } from '#platform/lists';
import { ResourceServerAggregate } from '../resource-server.aggregate.js';
import type { StoredResourceServer } from '../resource-server.js';
import { ResourceServerRepository } from '../resource-server.repository.js';
import { ResourceServers } from '../resource-servers.js';
import {
  type OwnNames,
  planNewResourceServer,
  planResourceServerChange,
  planResourceServerEnd,
} from './plan-resource-server.js';
import type {
  CreateResourceServerRequest,
  UpdateResourceServerRequest,
} from './resource-server.request.js';

/** What admins do with resource servers; each change is known to this node at once. */
@Injectable()
export class ResourceServerAdministration {
  private readonly own: OwnNames;

  constructor(
    private readonly repository: ResourceServerRepository,
    private readonly aggregate: ResourceServerAggregate,
    private readonly changes: Changes,
    { own }: ResourceServers,
    { issuer }: Config,
  ) {
    this.own = { issuer, scopes: new Set(own.flatMap(({ scopes }) => [...scopes.keys()])) };
  }

  list(request: ListRequest): Promise<Page<StoredResourceServer>> {
    return this.repository.list(request);
  }

  /** @throws Problem 404 */
  async find(id: string): Promise<StoredResourceServer> {
    const server = await this.repository.find(id);
    if (server === undefined) throw Problem.notFound('resource server');
    return server;
  }

  /** @throws RefusedChange */
  async create(body: CreateResourceServerRequest, author: Author): Promise<StoredResourceServer> {
    const id = randomId();
    const plan = planNewResourceServer(id, body, this.own);
    return (await this.changes.create(this.aggregate, id, plan, author)).stored;
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async change(
    id: string,
    body: UpdateResourceServerRequest,
    author: Author,
  ): Promise<StoredResourceServer> {
    const planOf = (before: StoredResourceServer) =>
      planResourceServerChange(before, body, this.own);
    return (await this.changes.change(this.aggregate, id, planOf, author)).stored;
  }

  /** @throws Problem 404, 412 */
  async delete(id: string, author: Author): Promise<void> {
    await this.changes.delete(this.aggregate, id, planResourceServerEnd, author);
  }
}
