import { Injectable } from '@nestjs/common';
import { type Author, Changes } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { Problem } from '#platform/http';
import type { Page } from '#platform/lists';
import { Groups } from '#registry/groups';
import { RoleAggregate } from '../role.aggregate.js';
import type { Role } from '../role.js';
import { RoleRepository } from '../role.repository.js';
import { planNewRole, planRoleChange, planRoleEnd } from './plan-role.js';
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
    const planOf = (before: Role) => planRoleChange(before, body, holders);
    return (await this.changes.change(this.aggregate, id, planOf, author)).stored;
  }

  /** @throws Problem 404, 412 */
  async delete(id: string, author: Author): Promise<void> {
    await this.changes.delete(this.aggregate, id, planRoleEnd, author);
  }

  /** Who of those that are named can have it: whatever this node remembers, another may have made one just now. */
  private async holders({ clients = [] }: UpdateRoleRequest) {
    this.groups.forget();
    return { groups: await this.groups.names(), clients: await this.owners.clientsAmong(clients) };
  }
}
