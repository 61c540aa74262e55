import { Injectable } from '@nestjs/common';
import { type Author, Changes } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { type ForcedRequest, Problem } from '#platform/http';
import type { ListRequest, Page } from '#platform/lists';
import { Dependents, type Loss } from '../dependents.js';
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

/** Limit: dependents that one answer names. */
const MAX_TOLD = 20;

/** What admins do with resource servers; each change is known to this node at once. */
@Injectable()
export class ResourceServerAdministration {
  private readonly own: OwnNames;

  constructor(
    private readonly repository: ResourceServerRepository,
    private readonly aggregate: ResourceServerAggregate,
    private readonly changes: Changes,
    private readonly dependents: Dependents,
    { ownNames }: ResourceServers,
  ) {
    this.own = ownNames;
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

  /** @throws RefusedChange, Problem 404, 409, 412 */
  async change(
    id: string,
    body: UpdateResourceServerRequest,
    { force }: ForcedRequest,
    author: Author,
  ): Promise<StoredResourceServer> {
    const kept = body.scopes?.map(({ name }) => name);
    if (kept !== undefined && force !== true) {
      const { scopes } = await this.find(id);
      await this.checkUnused({ scopes: [...scopes.keys()].filter((name) => !kept.includes(name)) });
    }
    const planOf = (before: StoredResourceServer) =>
      planResourceServerChange(before, body, this.own);
    return (await this.changes.change(this.aggregate, id, planOf, author)).stored;
  }

  /** @throws Problem 404, 409, 412 */
  async delete(id: string, { force }: ForcedRequest, author: Author): Promise<void> {
    if (force !== true) {
      const { scopes, identifier } = await this.find(id);
      await this.checkUnused({ scopes: [...scopes.keys()], identifier });
    }
    await this.changes.delete(this.aggregate, id, planResourceServerEnd, author);
  }

  /** @throws Problem 409 that names those for whom something would end */
  private async checkUnused(loss: Loss): Promise<void> {
    if (loss.scopes.length === 0 && loss.identifier === undefined) return;
    const dependents = await this.dependents.of(loss, MAX_TOLD + 1);
    if (dependents.length === 0) return;
    const count = `${dependents.length > MAX_TOLD ? 'more than ' : ''}${String(Math.min(dependents.length, MAX_TOLD))}`;
    const detail = `This is used by ${count} that are registered for it. Change them first, or say force=true.`;
    const extensions = { dependents: dependents.slice(0, MAX_TOLD) };
    throw new Problem('conflict', detail, { extensions });
  }
}
