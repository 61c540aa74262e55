import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type CallingAuthor, Changes } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import { RegistrableValues } from '#registry/clients';
import { Groups } from '#registry/groups';
import { type GatehouseRole, RoleAssignmentEntity } from '#registry/roles';
import type { AdminRoleTerms } from '../admin-roles.js';
import { UserAggregate } from '../user.aggregate.js';
import type { User } from '../user.js';
import { planGivingPower, planTakingPower } from './plan-admin-role.js';

/** Which people have which of Gatehouse's own roles: it stands with them, and among the assignments. */
@Injectable()
export class PowerHolders {
  constructor(
    private readonly users: UserAggregate,
    private readonly changes: Changes,
    private readonly groups: Groups,
    private readonly offered: RegistrableValues,
  ) {}

  /** Again without an effect. @throws RefusedChange, Problem 404 */
  async give(
    role: GatehouseRole,
    sub: string,
    terms: AdminRoleTerms,
    author: CallingAuthor,
  ): Promise<void> {
    // Whatever this node remembers, another one may have made one a moment ago.
    this.groups.forget();
    const circumstances = {
      powers: author.caller,
      groups: await this.groups.names(),
      grantTypes: new Set(this.offered.grantTypes.keys()),
    };
    const planOf = (before: User) => planGivingPower(before, role, terms, circumstances);
    await this.change(sub, planOf, author, async (manager) => {
      await manager.delete(RoleAssignmentEntity, assignment(role, sub));
      await manager.insert(RoleAssignmentEntity, {
        ...assignment(role, sub),
        ...{ id: randomId(), source: '', createdAt: epochSeconds() },
        reachValues: Object.keys(terms).length === 0 ? null : JSON.stringify(terms),
      });
    });
  }

  /** Again without an effect. @throws RefusedChange, Problem 404 */
  async take(role: GatehouseRole, sub: string, author: CallingAuthor): Promise<void> {
    const planOf = (before: User) => planTakingPower(before, role, author.caller);
    await this.change(sub, planOf, author, async (manager) => {
      await manager.delete(RoleAssignmentEntity, assignment(role, sub));
    });
  }

  private async change(
    sub: string,
    planOf: (before: User) => ReturnType<typeof planTakingPower>,
    { ifMatch: _ofTheRole, ...author }: CallingAuthor,
    alongside: (manager: EntityManager) => Promise<void>,
  ): Promise<void> {
    await this.changes.change(this.users, sub, planOf, author, alongside);
  }
}

function assignment({ id: roleId }: GatehouseRole, subjectId: string) {
  return { roleId, subjectKind: 'user', subjectId };
}
