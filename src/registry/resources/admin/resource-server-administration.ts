import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type Author,
  Changes,
  type Plan,
  type Put,
  type Remark,
  underName,
} from '#platform/changes';
import { randomId } from '#platform/crypto';
import { type ForcedRequest, Problem } from '#platform/http';
import type { Page } from '#platform/lists';
import { Dependents, type Loss } from '../dependents.js';
import { ResourceServerAggregate } from '../resource-server.aggregate.js';
import type {
  ChangedResourceServer,
  ResourceServerValue,
  StoredResourceServer,
} from '../resource-server.js';
import {
  type ResourceServerListRequest,
  ResourceServerRepository,
} from '../resource-server.repository.js';
import {
  planNewResourceServer,
  planResourceServerChange,
  planResourceServerEnd,
  planResourceServerReplacement,
} from './plan-resource-server.js';
import { ResourceCircumstancesNow } from './resource-circumstances.js';
import type {
  CreateResourceServerRequest,
  UpdateResourceServerRequest,
} from './resource-server.request.js';

/** Limit: dependents that one answer names. */
const MAX_TOLD = 20;

/** What admins do with resource servers; each change is known to this node at once. */
@Injectable()
export class ResourceServerAdministration {
  constructor(
    private readonly repository: ResourceServerRepository,
    private readonly aggregate: ResourceServerAggregate,
    private readonly changes: Changes,
    private readonly dependents: Dependents,
    private readonly circumstances: ResourceCircumstancesNow,
  ) {}

  list(request: ResourceServerListRequest): Promise<Page<StoredResourceServer>> {
    return this.repository.list(request);
  }

  /** @throws Problem 404 */
  async find(id: string): Promise<StoredResourceServer> {
    const server = await this.repository.find(id);
    if (server === undefined) throw Problem.notFound('resource server');
    return server;
  }

  /** @throws RefusedChange */
  async create(body: CreateResourceServerRequest, author: Author): Promise<ChangedResourceServer> {
    const id = randomId();
    const isClient = await this.dependents.isClient(body.identifier);
    const plan = planNewResourceServer(id, body, {
      ...(await this.circumstances.find()),
      isClient,
    });
    const { stored } = await this.changes.create(this.aggregate, id, plan, author);
    return { stored, warnings: plan.warnings };
  }

  /** @throws RefusedChange, Problem 404, 409, 412 */
  async change(
    id: string,
    body: UpdateResourceServerRequest,
    forced: ForcedRequest,
    author: Author,
  ): Promise<ChangedResourceServer> {
    const circumstances = await this.circumstances.find();
    const planned = (before: StoredResourceServer) =>
      planResourceServerChange(before, body, circumstances);
    return this.changeBy(id, planned, forced, author);
  }

  /** @throws RefusedChange, Problem 409, 412 */
  put(
    externalId: string,
    body: CreateResourceServerRequest,
    forced: ForcedRequest,
    author: Author,
  ): Promise<Put<ChangedResourceServer>> {
    const named = underName(externalId, body);
    return this.changes.put(this.aggregate.noun, author, {
      find: () => this.repository.idOf(externalId),
      create: () => this.create(named, author),
      replace: async (id) => {
        const circumstances = await this.circumstances.find();
        const planned = (before: StoredResourceServer) =>
          planResourceServerReplacement(before, named, circumstances);
        return this.changeBy(id, planned, forced, author);
      },
    });
  }

  private async changeBy(
    id: string,
    planned: (before: StoredResourceServer) => Plan<ResourceServerValue>,
    { force }: ForcedRequest,
    author: Author,
  ): Promise<ChangedResourceServer> {
    let warnings: readonly Remark[] = [];
    let had: readonly string[] = [];
    const planOf = (before: StoredResourceServer) => {
      const plan = planned(before);
      ({ warnings } = plan);
      had = [...before.scopes.keys()];
      return plan;
    };
    const checkUnused = async (manager: EntityManager, { scopes }: StoredResourceServer) => {
      if (force === true) return;
      await this.checkUnused(manager, { scopes: had.filter((name) => !scopes.has(name)) });
    };
    const { stored } = await this.changes.change(this.aggregate, id, planOf, author, checkUnused);
    return { stored, warnings };
  }

  /** @throws Problem 404, 409, 412 */
  async delete(id: string, { force }: ForcedRequest, author: Author): Promise<void> {
    const checkUnused = async (manager: EntityManager, server: StoredResourceServer) => {
      if (force === true) return;
      const { scopes, identifier } = server;
      await this.checkUnused(manager, { scopes: [...scopes.keys()], identifier });
    };
    await this.changes.delete(this.aggregate, id, planResourceServerEnd, author, checkUnused);
  }

  /**
   * Asked when the loss is written and not committed yet: whoever wants to be registered for it waits, and whoever was
   * before is found.
   * @throws Problem 409 that names those for whom something would end
   */
  private async checkUnused(manager: EntityManager, loss: Loss): Promise<void> {
    if (loss.scopes.length === 0 && loss.identifier === undefined) return;
    const dependents = await this.dependents.of(loss, MAX_TOLD + 1, manager);
    if (dependents.length === 0) return;
    const count = `${dependents.length > MAX_TOLD ? 'more than ' : ''}${String(Math.min(dependents.length, MAX_TOLD))}`;
    const detail = `This is used by ${count} that are registered for it. Change them first, or say force=true.`;
    const extensions = { dependents: dependents.slice(0, MAX_TOLD) };
    throw new Problem('conflict', detail, { extensions });
  }
}
