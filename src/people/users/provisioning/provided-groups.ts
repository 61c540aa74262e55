import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { type Author, Changes, type Plan, type PlannedEvent } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import { Groups } from '#registry/groups';
import { MAX_GROUPS_OF_USER } from '../groups-of-user.js';
import { MembershipEntity } from '../memberships/membership.entity.js';
import { type PlannedUser, UserAggregate } from '../user.aggregate.js';
import type { User } from '../user.js';

/** Memberships of which an identity provider decides; those that admins gave are none of its business. */
@Injectable()
export class ProvidedGroups {
  constructor(
    @InjectRepository(MembershipEntity) private readonly rows: Repository<MembershipEntity>,
    private readonly users: UserAggregate,
    private readonly changes: Changes,
    private readonly groups: Groups,
  ) {}

  /**
   * Has somebody in these groups, and in no other of those that the same source put them into.
   * @param source the id of the provider
   */
  async sync(user: User, source: string, wanted: readonly string[], author: Author): Promise<User> {
    const theirs = await this.theirs(user.sub, source, this.rows.manager);
    const there = await this.groups.named(wanted);
    const given = there.filter(({ id }) => !user.groups.has(id));
    const gone = theirs.filter((id) => !wanted.includes(id));
    if (given.length + gone.length === 0) return user;
    const names = await this.groups.names();
    const planOf = (before: User) => planGroups(before, { given, gone }, names, source);
    const { stored } = await this.changes.change(
      ...([this.users, user.sub, planOf, author] as const),
      async (manager, { sub: userId, groups }) => {
        for (const groupId of gone) {
          await manager.delete(MembershipEntity, { userId, groupId, source });
        }
        const kept = new Set(await this.theirs(userId, source, manager));
        for (const { id: groupId } of given) {
          const groupVersion = groups.get(groupId);
          if (groupVersion === undefined || kept.has(groupId)) continue;
          const row = { id: randomId(), groupId, userId, source, groupVersion };
          await manager.insert(MembershipEntity, { ...row, createdAt: epochSeconds() });
        }
      },
    );
    return stored;
  }

  private async theirs(userId: string, source: string, manager: EntityManager): Promise<string[]> {
    const rows = await manager.findBy(MembershipEntity, { userId, source });
    return rows.map(({ groupId }) => groupId);
  }
}

interface Difference {
  readonly given: readonly { readonly id: string; readonly name: string }[];
  readonly gone: readonly string[];
}

function planGroups(
  before: User,
  { given, gone }: Difference,
  names: ReadonlyMap<string, string>,
  source: string,
): Plan<PlannedUser> {
  const groups = new Map(before.groups);
  let { groupVersion } = before;
  const events: PlannedEvent[] = [];
  const tell = (type: PlannedEvent['type'], id: string, name: string | undefined) => {
    const object = { kind: 'group', id };
    events.push({ type, userId: before.sub, object, facts: { name, source } });
  };
  for (const id of gone) {
    if (groups.delete(id)) tell('group.member_removed', id, names.get(id));
  }
  for (const { id, name } of given) {
    if (groups.has(id) || groups.size >= MAX_GROUPS_OF_USER) continue;
    groupVersion += 1;
    groups.set(id, groupVersion);
    tell('group.member_added', id, name);
  }
  const value = { ...before, groups, groupVersion };
  return { value, problems: [], warnings: [], effects: [], events };
}
