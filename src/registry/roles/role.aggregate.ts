import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { type Aggregate, type Plan, unlessTaken } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import { RoleAssignmentEntity } from './role-assignment.entity.js';
import { RoleEntity } from './role.entity.js';
import type { Role, RoleValue } from './role.js';
import { RoleRepository } from './role.repository.js';
import { Roles } from './roles.js';

const NAME_TAKEN = { pointer: '/name', detail: 'There is a role of this name there.' };

/** How roles are stored: a row, and one for each group and each client that has it. Who else has it goes with it. */
@Injectable()
export class RoleAggregate implements Aggregate<Role, RoleValue> {
  readonly noun = 'role';

  constructor(
    private readonly repository: RoleRepository,
    private readonly roles: Roles,
  ) {}

  find(id: string, manager?: EntityManager): Promise<Role | undefined> {
    return this.repository.find(id, manager);
  }

  make(): undefined {
    return undefined;
  }

  async insert(manager: EntityManager, id: string, { value }: Plan<RoleValue>): Promise<void> {
    const { groups, clients, ...columns } = value;
    const now = epochSeconds();
    const row = { ...columns, id, scopes: '[]', version: 1, createdAt: now, updatedAt: now };
    await unlessTaken(manager.insert(RoleEntity, row), NAME_TAKEN);
    await insertHolders(manager, id, { groups, clients });
  }

  async update(
    manager: EntityManager,
    { id, version }: Role,
    { value: { name, description, groups, clients, externalId } }: Plan<RoleValue>,
  ): Promise<boolean> {
    const set = {
      ...{ name, description, externalId },
      ...{ version: version + 1, updatedAt: epochSeconds() },
    };
    const updating = manager.update(RoleEntity, { id, version }, set);
    const { affected } = await unlessTaken(updating, NAME_TAKEN);
    if (affected !== 1) return false;
    const held = { roleId: id, subjectKind: In(['group', 'client']) };
    await manager.delete(RoleAssignmentEntity, held);
    await insertHolders(manager, id, { groups, clients });
    return true;
  }

  async delete(manager: EntityManager, { id, version }: Role): Promise<boolean> {
    return (await manager.delete(RoleEntity, { id, version })).affected === 1;
  }

  forget(): void {
    this.roles.forget();
  }
}

async function insertHolders(
  manager: EntityManager,
  roleId: string,
  { groups, clients }: Pick<RoleValue, 'groups' | 'clients'>,
): Promise<void> {
  const holders = [
    ...groups.map((subjectId) => ({ subjectKind: 'group', subjectId })),
    ...clients.map((subjectId) => ({ subjectKind: 'client', subjectId })),
  ];
  if (holders.length === 0) return;
  const about = {
    ...{ roleId, reachValues: null, source: '' },
    createdAt: epochSeconds(),
  };
  await manager.insert(
    RoleAssignmentEntity,
    holders.map((holder) => ({ ...about, ...holder, id: randomId() })),
  );
}
