import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Transactions } from '#platform/database';
import { Events } from '#platform/events';
import { type RequestOrigin, SYSTEM } from '#platform/http';
import { UserEntity } from '../user.entity.js';
import { type RequiredActions, type User } from '../user.js';
import { BreachedPasswords } from './breached-passwords.js';

/** A password that has become known since it was chosen still opens the account to whoever knows it: it is replaced. */
@Injectable()
export class BreachedSignIns {
  constructor(
    private readonly breached: BreachedPasswords,
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  /** @returns the user as they are then: who has to choose another one is not signed in before */
  async check(user: User, password: string, origin: RequestOrigin): Promise<User> {
    if (user.requireNewPassword || !(await this.breached.includes(password))) return user;
    const { sub, credentialVersion } = user;
    const actions: RequiredActions = { new_password: true };
    await this.transactions.run(async (manager) => {
      const as = { sub, credentialVersion, requiredActions: IsNull() };
      const set = { requiredActions: JSON.stringify(actions), version: () => 'version + 1' };
      const { affected } = await manager.update(UserEntity, as, set);
      if (affected !== 1) return;
      const event = { type: 'password.breached', actor: SYSTEM, userId: sub, origin } as const;
      await this.events.record(manager, event);
    });
    return { ...user, requireNewPassword: true };
  }
}
