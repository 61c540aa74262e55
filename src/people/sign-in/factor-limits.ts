import { Injectable } from '@nestjs/common';
import { AttemptBudgets } from '#platform/throttling';
import type { Browser } from '#platform/http';
import type { User } from '#people/users';
import type { Interaction } from './interaction.js';
import { Interactions } from './interactions.js';
import { SignInJournal } from './sign-in-journal.js';

const DAY = 24 * 3600;
/**
 * Budget: wrong second factors of one account in a day, by whoever has its first (attack I13).
 * Whose: the account. Opens: the next day.
 */
const PER_DAY = 20;

/** The limit on guessing second factors; beginning anew does not reset it. */
@Injectable()
export class FactorLimits {
  constructor(
    private readonly budgets: AttemptBudgets,
    private readonly interactions: Interactions,
    private readonly journal: SignInJournal,
  ) {}

  /** Counts a try before it is checked. After too many in one interaction it begins again. */
  async take(
    interaction: Interaction,
    user: User,
    browser: Browser,
  ): Promise<'taken' | 'begun again' | 'none today'> {
    const { sub } = user;
    if (!(await this.interactions.takeTry(interaction.uid))) {
      await this.interactions.askAgain(interaction, sub);
      return 'begun again';
    }
    const taken = await this.budgets.takeInWindow(`factor:${sub}`, PER_DAY, DAY);
    if (taken) return 'taken';
    // Told once a day.
    const tells = await this.budgets.takeInWindow(`factor-told:${sub}`, 1, DAY);
    if (tells) this.journal.factorsLocked(user, interaction, browser);
    return 'none today';
  }

  /** The try was right. */
  async giveBack({ sub }: User): Promise<void> {
    await this.budgets.giveBack([{ key: `factor:${sub}`, seconds: DAY }]);
  }
}
