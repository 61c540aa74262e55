import { Injectable } from '@nestjs/common';
import { AttemptBudgets } from '#platform/throttling';
import type { User } from '#people/users';

const DAY = 24 * 3600;
/**
 * Budget: wrong second factors of one account in a day, by whoever has its first (attack I13).
 * Whose: the account. Opens: the next day.
 */
const PER_DAY = 20;

/** The limit on guessing second factors; beginning anew does not reset it. */
@Injectable()
export class FactorLimits {
  constructor(private readonly budgets: AttemptBudgets) {}

  /** Counts a try before it is checked. @returns false when there is none left today */
  take({ sub }: User): Promise<boolean> {
    return this.budgets.takeInWindow(`factor:${sub}`, PER_DAY, DAY);
  }

  /** The try was right. */
  async giveBack({ sub }: User): Promise<void> {
    await this.budgets.giveBackInWindow(`factor:${sub}`, DAY);
  }
}
