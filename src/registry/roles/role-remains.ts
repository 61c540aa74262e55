import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Transactions } from '#platform/database';
import { type Event, On } from '#platform/events';
import { RoleAssignmentEntity } from './role-assignment.entity.js';
import { RoleEntity } from './role.entity.js';
import type { RoleOwnerKind } from './role.js';
import { Roles } from './roles.js';

/** Roles go with whom they are of, and are taken from whoever is gone. */
@Injectable()
export class RoleRemains {
  constructor(
    private readonly roles: Roles,
    private readonly transactions: Transactions,
  ) {}

  @On(['client.deleted'])
  async ofClient({ clientId }: Event, manager: EntityManager): Promise<void> {
    await this.take(manager, 'client', clientId);
    await this.deleteOf(manager, 'client', clientId);
  }

  @On(['resource_server.deleted'])
  ofResourceServer({ object }: Event, manager: EntityManager): Promise<void> {
    return this.deleteOf(manager, 'resource', object?.id);
  }

  @On(['group.deleted'])
  ofGroup({ object }: Event, manager: EntityManager): Promise<void> {
    return this.take(manager, 'group', object?.id);
  }

  @On(['user.deleted'])
  ofUser({ userId }: Event, manager: EntityManager): Promise<void> {
    return this.take(manager, 'user', userId);
  }

  private async deleteOf(manager: EntityManager, ownerKind: RoleOwnerKind, ownerId = '') {
    await manager.delete(RoleEntity, { ownerKind, ownerId });
    this.transactions.afterCommit(manager, () => {
      this.roles.forget();
    });
  }

  private async take(manager: EntityManager, subjectKind: string, subjectId = '') {
    await manager.delete(RoleAssignmentEntity, { subjectKind, subjectId });
    this.transactions.afterCommit(manager, () => {
      this.roles.forget();
    });
  }
}
