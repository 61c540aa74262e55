import { Injectable } from '@nestjs/common';
import { AttemptBudgets, Limits } from '#platform/throttling';
import { UserRepository } from '../user.repository.js';
import type { Terms } from './sign-up-terms.js';

const DAY = 24 * 3600;
const KEY = 'sign-up';

/** How many accounts people make by themselves, whoever they are. */
@Injectable()
export class SignUpCeilings {
  constructor(
    private readonly budgets: AttemptBudgets,
    private readonly limits: Limits,
    private readonly users: UserRepository,
  ) {}

  /** @returns false when there are as many as there may be */
  async take({ approval }: Terms): Promise<boolean> {
    if (approval && (await this.limits.reached('waiting_sign_ups', await this.users.waiting()))) {
      return false;
    }
    return this.budgets.takeInWindow(KEY, await this.limits.of('sign_ups_per_day'), DAY);
  }

  /** Nothing came of it. */
  giveBack(): Promise<void> {
    return this.budgets.giveBack([{ key: KEY, seconds: DAY }]);
  }
}
