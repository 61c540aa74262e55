import { Injectable } from '@nestjs/common';
import type { CallingAuthor } from '#platform/changes';
import { Transactions } from '#platform/database';
import { Events, Journal } from '#platform/events';
import { Problem } from '#platform/http';
import { GuessingLimits } from '../credentials/guessing-limits.js';
import { checkReach } from './admin-power.js';
import { UserRepository } from '../user.repository.js';

/** Limit: how many of the last that were locked are looked at for those who are still. */
const MAX_LOOKED_AT = 1000;

/** Lets people sign in again whose accounts have had too many wrong passwords (attack S05). */
@Injectable()
export class UserUnlocking {
  constructor(
    private readonly users: UserRepository,
    private readonly guessing: GuessingLimits,
    private readonly transactions: Transactions,
    private readonly events: Events,
    private readonly journal: Journal,
  ) {}

  /** Whose accounts take no more passwords, everywhere or in new browsers, as far as the journal reaches. */
  async locked(): Promise<string[]> {
    const subs = await this.journal.personsOf('user.locked', MAX_LOOKED_AT);
    return this.guessing.lockedAmong(subs);
  }

  /** @throws Problem 404 */
  async unlock(sub: string, { actor, origin, via, caller }: CallingAuthor): Promise<void> {
    const user = await this.users.find(sub);
    if (user === undefined) throw Problem.notFound('user');
    checkReach(caller, user);
    await this.transactions.run(async (manager) => {
      if (!(await this.guessing.unlock(manager, sub))) return;
      const event = { type: 'user.unlocked', actor, origin, clientId: via, userId: sub } as const;
      await this.events.record(manager, event);
    });
  }
}
