import { Injectable } from '@nestjs/common';
import { type Author, Changes, type Plan, type Put, underName } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { Problem } from '#platform/http';
import type { Page } from '#platform/lists';
import { Groups } from '#registry/groups';
import { RoleAggregate } from '../role.aggregate.js';
import type { Role, RoleValue } from '../role.js';
import { RoleRepository } from '../role.repository.js';
import { planNewRole, planRoleChange, planRoleEnd, planRoleReplacement } from './plan-role.js';
import { ownerIn, RoleOwners } from './role-owners.js';
import type { CreateRoleRequest, ListRolesRequest, UpdateRoleRequest } from './role.request.js';

/** Limit: roles. Each node keeps all of them. */
const MAX_ROLES = 5000;

/** What admins do with roles. */
@Injectable()
export class RoleAdministration {
  constructor(
    private readonly repository: RoleRepository,
    private readonly aggregate: RoleAggregate,
    private readonly owners: RoleOwners,
    private readonly groups: Groups,
    private readonly changes: Changes,
  ) {}

  list(request: ListRolesRequest): Promise<Page<Role>> {
    return this.repository.list(request, ownerIn(request));
  }

  /** @throws Problem 404 */
  async find(id: string): Promise<Role> {
    const role = await this.repository.find(id);
    if (role === undefined) throw Problem.notFound('role');
    return role;
  }

  /** @throws RefusedChange, Problem 409 */
  async create(body: CreateRoleRequest, author: Author): Promise<Role> {
    if ((await this.repository.count()) >= MAX_ROLES) {
      throw Problem.conflict(`There are ${String(MAX_ROLES)} roles, and cannot be more.`);
    }
    const id = randomId();
    const owner = await this.owners.find(body);
    const plan = planNewRole(id, body, { owner, ...(await this.holders(body)) });
    return (await this.changes.create(this.aggregate, id, plan, author)).stored;
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async change(id: string, body: UpdateRoleRequest, author: Author): Promise<Role> {
    const holders = await this.holders(body);
    return this.changeBy(id, (before) => planRoleChange(before, body, holders), author);
  }

  /** @throws RefusedChange, Problem 409, 412 */
  put(externalId: string, body: CreateRoleRequest, author: Author): Promise<Put<Role>> {
    const named = underName(externalId, body);
    return this.changes.put(this.aggregate.noun, author, {
      find: () => this.repository.idOf(externalId),
      create: () => this.create(named, author),
      replace: async (id) => {
        const holders = await this.holders(named);
        return this.changeBy(id, (before) => planRoleReplacement(before, named, holders), author);
      },
    });
  }

  /** @throws Problem 404, 412 */
  async delete(id: string, author: Author): Promise<void> {
    await this.changes.delete(this.aggregate, id, planRoleEnd, author);
  }

  private async changeBy(id: string, planOf: (before: Role) => Plan<RoleValue>, author: Author) {
    return (await this.changes.change(this.aggregate, id, planOf, author)).stored;
  }

  /** Who of those that are named can have it: whatever this node remembers, another may have made one just now. */
  private async holders({ clients = [] }: UpdateRoleRequest) {
    this.groups.forget();
    return { groups: await this.groups.names(), clients: await this.owners.clientsAmong(clients) };
  }
}
