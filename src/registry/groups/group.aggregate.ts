import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Aggregate, type Plan, unlessTaken } from '#platform/changes';
import { Problem } from '#platform/http';
import { epochSeconds } from '#protocol';
import { type Group, groupKey, type GroupPolicy, type GroupValue } from './group.js';
import { GroupEntity } from './group.entity.js';
import { GroupRepository } from './group.repository.js';
import { Groups } from './groups.js';
import { GroupUses } from './group-uses.js';

/** Limit: dependents that one answer names. */
const MAX_TOLD = 20;

const NAME_TAKEN = { pointer: '/name', detail: 'Another group has this name.' };

/** How groups are stored: one row each. Who is in one goes with it. */
@Injectable()
export class GroupAggregate implements Aggregate<Group, GroupValue> {
  readonly noun = 'group';

  constructor(
    private readonly repository: GroupRepository,
    private readonly groups: Groups,
    private readonly uses: GroupUses,
  ) {}

  find(id: string, manager?: EntityManager): Promise<Group | undefined> {
    return this.repository.find(id, manager);
  }

  make(): undefined {
    return undefined;
  }

  async insert(manager: EntityManager, id: string, { value }: Plan<GroupValue>): Promise<void> {
    const now = epochSeconds();
    const row = { ...columnsOf(value), id, version: 1, createdAt: now, updatedAt: now };
    await unlessTaken(manager.insert(GroupEntity, row), NAME_TAKEN);
  }

  async update(
    manager: EntityManager,
    { id, version }: Group,
    { value }: Plan<GroupValue>,
  ): Promise<boolean> {
    const set = { ...columnsOf(value), version: version + 1, updatedAt: epochSeconds() };
    const updating = manager.update(GroupEntity, { id, version }, set);
    return (await unlessTaken(updating, NAME_TAKEN)).affected === 1;
  }

  /** Whoever could get in by a group would have to go, or else everybody else come in: it is kept. */
  async delete(manager: EntityManager, { id, version }: Group): Promise<boolean> {
    // First the row, which whoever names the group waits for.
    const held = await manager.update(GroupEntity, { id, version }, { version: version + 1 });
    if (held.affected !== 1) return false;
    const dependents = await this.uses.of(id, MAX_TOLD, manager);
    if (dependents.length > 0) {
      const detail = 'Applications let people in by this group. Change them first.';
      throw new Problem('conflict', detail, { extensions: { dependents } });
    }
    await manager.delete(GroupEntity, { id });
    return true;
  }

  forget(): void {
    this.groups.forget();
  }
}

function columnsOf({ name, description, requireAcr, externalId }: GroupValue) {
  const policy: GroupPolicy | null = requireAcr === null ? null : { require_acr: requireAcr };
  return {
    ...{ name, nameKey: groupKey(name), description, externalId },
    policy: policy === null ? null : JSON.stringify(policy),
  };
}
