import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, type Repository } from 'typeorm';
import { type Author, Changes } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { isForeignKeyViolation } from '#platform/database';
import { Problem } from '#platform/http';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { epochSeconds } from '#protocol';
import { type Role, RoleAssignmentEntity, RoleRepository } from '#registry/roles';
import { UserAggregate } from '../user.aggregate.js';
import { UserEntity } from '../user.entity.js';
import { toUser, type User } from '../user.js';
import { planGiving, planTaking } from './plan-role-holder.js';

/** Somebody who has a role by themselves. */
export interface RoleHolding {
  readonly user: User;
  readonly givenAt: number;
  /** Of one of Gatehouse's own: for whose people. */
  readonly groups?: readonly string[] | undefined;
}

const LIST: ListOf<RoleAssignmentEntity> = {
  name: 'role-users',
  id: 'id',
  sorts: { sub: 'subjectId', given_at: 'createdAt' },
};

/** Which people have which role. */
@Injectable()
export class RoleHolders {
  constructor(
    @InjectRepository(RoleAssignmentEntity)
    private readonly rows: Repository<RoleAssignmentEntity>,
    private readonly roles: RoleRepository,
    private readonly users: UserAggregate,
    private readonly changes: Changes,
    private readonly lists: Lists,
  ) {}

  /** @throws Problem 404 */
  async list(roleId: string, request: ListRequest): Promise<Page<RoleHolding>> {
    await this.role(roleId);
    const query = this.rows
      .createQueryBuilder('a')
      .where("a.role_id = :roleId AND a.subject_kind = 'user'", { roleId });
    const { items, ...page } = await this.lists.page(LIST, request, query, (row) => row);
    const subs = items.map(({ subjectId }) => subjectId);
    const found =
      subs.length === 0 ? [] : await this.rows.manager.findBy(UserEntity, { sub: In(subs) });
    const people = new Map(found.map((row) => [row.sub, toUser(row)]));
    const holdings = items.flatMap(({ subjectId, createdAt: givenAt }) => {
      const user = people.get(subjectId);
      const groups = user?.adminRoles.get(roleId)?.groups;
      return user === undefined ? [] : [{ user, givenAt, groups }];
    });
    return { ...page, items: holdings };
  }

  /** Again without an effect. @throws RefusedChange, Problem 404 */
  async give(roleId: string, sub: string, author: Author): Promise<void> {
    const role = await this.role(roleId);
    // A condition is about the role, if about anything.
    const by = { ...author, ifMatch: undefined };
    const planOf = (before: User) => planGiving(before, role);
    await this.changes.change(this.users, sub, planOf, by, async (manager, stored) => {
      const row = { id: randomId(), roleId, subjectKind: 'user', subjectId: sub, source: '' };
      const inserting = manager.insert(RoleAssignmentEntity, {
        ...row,
        reachValues: null,
        createdAt: epochSeconds(),
      });
      await inserting.catch((error: unknown) => {
        throw isForeignKeyViolation(error) ? Problem.notFound('role') : error;
      });
      await prune(manager, stored);
    });
  }

  /** Again without an effect. @throws Problem 404 */
  async take(roleId: string, sub: string, author: Author): Promise<void> {
    const role = await this.role(roleId);
    // A condition is about the role, if about anything.
    const by = { ...author, ifMatch: undefined };
    const planOf = (before: User) => planTaking(before, role);
    await this.changes.change(this.users, sub, planOf, by, async (manager, stored) => {
      const row = { roleId, subjectKind: 'user', subjectId: sub };
      await manager.delete(RoleAssignmentEntity, row);
      await prune(manager, stored);
    });
  }

  private async role(id: string): Promise<Role> {
    const role = await this.roles.find(id);
    if (role === undefined) throw Problem.notFound('role');
    return role;
  }
}

/** Forgets roles that were deleted. Whoever has changed the person's row is alone with it. */
async function prune(manager: EntityManager, { sub, roleIds }: User): Promise<void> {
  const own = { subjectKind: 'user', subjectId: sub };
  const rows = await manager.findBy(RoleAssignmentEntity, own);
  const there = new Set(rows.map(({ roleId }) => roleId));
  const kept = roleIds.filter((id) => there.has(id));
  if (kept.length === roleIds.length) return;
  await manager.update(UserEntity, { sub }, { roleIds: JSON.stringify(kept) });
}
