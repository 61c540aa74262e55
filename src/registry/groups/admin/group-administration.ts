import { Injectable } from '@nestjs/common';
import { type Author, Changes, type Put, replacing, underName } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { type Caller, Problem } from '#platform/http';
import type { Page } from '#platform/lists';
import { AuthenticationContexts } from '#registry/authentication';
import { GroupAggregate } from '../group.aggregate.js';
import type { Group } from '../group.js';
import { isReachedGroup } from '../reached-groups.js';
import { type GroupListRequest, GroupRepository } from '../group.repository.js';
import type { CreateGroupRequest, UpdateGroupRequest } from './group.request.js';
import { planGroupChange, planGroupEnd, planNewGroup } from './plan-group.js';

/** Limit: groups. Each node keeps the names of all of them. */
const MAX_GROUPS = 10_000;

/** One of which no more is said than its name. */
const UNSAID = { description: '', require_acr: null };

/** What admins do with groups. */
@Injectable()
export class GroupAdministration {
  constructor(
    private readonly repository: GroupRepository,
    private readonly aggregate: GroupAggregate,
    private readonly changes: Changes,
    private readonly contexts: AuthenticationContexts,
  ) {}

  list(request: GroupListRequest, { reach }: Pick<Caller, 'reach'>): Promise<Page<Group>> {
    return this.repository.list(request, reach);
  }

  /** @throws Problem 404 */
  async find(id: string, { reach }: Pick<Caller, 'reach'>): Promise<Group> {
    const group = await this.repository.find(id);
    if (group === undefined || !isReachedGroup(id, reach)) throw Problem.notFound('group');
    return group;
  }

  /** @throws RefusedChange, Problem 409 */
  async create(body: CreateGroupRequest, author: Author): Promise<Group> {
    if ((await this.repository.count()) >= MAX_GROUPS) {
      throw new Problem('conflict', `There are ${String(MAX_GROUPS)} groups, and cannot be more.`);
    }
    const id = randomId();
    const plan = planNewGroup(id, body, await this.contexts.names());
    return (await this.changes.create(this.aggregate, id, plan, author)).stored;
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async change(id: string, body: UpdateGroupRequest, author: Author): Promise<Group> {
    const contexts = await this.contexts.names();
    const planOf = (before: Group) => planGroupChange(before, body, contexts);
    return (await this.changes.change(this.aggregate, id, planOf, author)).stored;
  }

  /** @throws RefusedChange, Problem 409, 412 */
  put(externalId: string, body: CreateGroupRequest, author: Author): Promise<Put<Group>> {
    const named = underName(externalId, body);
    return this.changes.put(this.aggregate.noun, author, {
      find: () => this.repository.idOf(externalId),
      create: () => this.create(named, author),
      replace: (id) => this.change(id, replacing(UNSAID, named), author),
    });
  }

  /** @throws Problem 404, 409, 412 */
  async delete(id: string, author: Author): Promise<void> {
    await this.changes.delete(this.aggregate, id, planGroupEnd, author);
  }
}
