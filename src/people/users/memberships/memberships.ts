import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, type Repository } from 'typeorm';
import { type Author, Changes, type Plan } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { isForeignKeyViolation } from '#platform/database';
import { type Caller, Problem } from '#platform/http';
import { type ListOf, type ListRequest, Lists, type Page } from '#platform/lists';
import { epochSeconds } from '#protocol';
import { type Group, GroupRepository, isReachedGroup } from '#registry/groups';
import { formatGroups } from '../groups-of-user.js';
import { type PlannedUser, UserAggregate } from '../user.aggregate.js';
import { UserEntity } from '../user.entity.js';
import { toUser, type User } from '../user.js';
import { BY_ADMINS, MembershipEntity } from './membership.entity.js';
import { planJoining, planLeaving } from './plan-membership.js';

/** Somebody who is in a group. */
export interface Member {
  readonly user: User;
  readonly joinedAt: number;
}

const LIST: ListOf<MembershipEntity> = {
  name: 'group-members',
  id: 'id',
  sorts: { sub: 'userId', joined_at: 'createdAt' },
};

/** Who is in which group. */
@Injectable()
export class Memberships {
  constructor(
    @InjectRepository(MembershipEntity) private readonly rows: Repository<MembershipEntity>,
    private readonly groups: GroupRepository,
    private readonly users: UserAggregate,
    private readonly changes: Changes,
    private readonly lists: Lists,
  ) {}

  /** @throws Problem 404 */
  async list(
    groupId: string,
    request: ListRequest,
    { reach }: Pick<Caller, 'reach'>,
  ): Promise<Page<Member>> {
    if (!isReachedGroup(groupId, reach)) throw Problem.notFound('group');
    await this.group(groupId);
    const query = this.rows.createQueryBuilder('m').where('m.group_id = :groupId', { groupId });
    const { items, ...page } = await this.lists.page(LIST, request, query, (row) => row);
    const people = await this.people(items.map(({ userId }) => userId));
    const members = items.flatMap(({ userId, createdAt: joinedAt }) => {
      const user = people.get(userId);
      // Whoever was deleted between the two reads is in no group.
      return user === undefined ? [] : [{ user, joinedAt }];
    });
    return { ...page, items: members };
  }

  /** Again without an effect. @throws RefusedChange, Problem 404 */
  async begin(groupId: string, sub: string, author: Author): Promise<void> {
    const group = await this.group(groupId);
    const planOf = (before: User) => planJoining(before, group);
    await this.change(sub, planOf, author, async (manager, { groupVersion }) => {
      const row = { id: randomId(), groupId, userId: sub, source: BY_ADMINS, groupVersion };
      const inserting = manager.insert(MembershipEntity, { ...row, createdAt: epochSeconds() });
      await inserting.catch((error: unknown) => {
        // The group was deleted meanwhile.
        throw isForeignKeyViolation(error) ? Problem.notFound('group') : error;
      });
    });
  }

  /** Again without an effect. @throws Problem 404 */
  async end(groupId: string, sub: string, author: Author): Promise<void> {
    const group = await this.group(groupId);
    const planOf = (before: User) => planLeaving(before, group);
    await this.change(sub, planOf, author, async (manager) => {
      await manager.delete(MembershipEntity, { groupId, userId: sub });
    });
  }

  private async change(
    sub: string,
    planOf: (before: User) => Plan<PlannedUser>,
    { ifMatch: _ofTheGroup, ...author }: Author,
    alongside: (manager: EntityManager, stored: User) => Promise<void>,
  ): Promise<void> {
    await this.changes.change(this.users, sub, planOf, author, async (manager, stored) => {
      await alongside(manager, stored);
      await prune(manager, stored);
    });
  }

  private async group(id: string): Promise<Group> {
    const group = await this.groups.find(id);
    if (group === undefined) throw Problem.notFound('group');
    return group;
  }

  private async people(subs: readonly string[]): Promise<ReadonlyMap<string, User>> {
    if (subs.length === 0) return new Map();
    const found = await this.rows.manager.findBy(UserEntity, { sub: In([...subs]) });
    return new Map(found.map((row) => [row.sub, toUser(row)]));
  }
}

/** Forgets groups that were deleted. Whoever has changed the person's row is alone with it. */
async function prune(manager: EntityManager, { sub, groups }: User): Promise<void> {
  const rows = await manager.findBy(MembershipEntity, { userId: sub });
  const there = new Set(rows.map(({ groupId }) => groupId));
  const kept = new Map([...groups].filter(([id]) => there.has(id)));
  if (kept.size === groups.size) return;
  await manager.update(UserEntity, { sub }, { groupIds: formatGroups(kept) });
}
