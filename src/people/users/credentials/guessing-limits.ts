import { Injectable } from '@nestjs/common';
import { addressKey, AttemptBudgets } from '#platform/throttling';

/** What a guess at a password is counted under. */
export interface Guess {
  /** The account, the browser or the unknown name that is guessed at. */
  readonly key: string;
  readonly ip: string;
}

/** Budget: wrong passwords of one address in a minute, for all accounts together. */
const PER_MINUTE = 30;
/** Budget: wrong passwords of one address in an hour, for all accounts together. */
const PER_HOUR = 300;

const PER_ADDRESS = [
  [PER_MINUTE, 60],
  [PER_HOUR, 3600],
] as const;

/** The limits on guessing passwords (attacks I07, I08). */
@Injectable()
export class GuessingLimits {
  constructor(private readonly budgets: AttemptBudgets) {}

  /**
   * Counts a guess before it is checked.
   * @returns false when it must not be checked
   */
  async take({ key, ip }: Guess): Promise<boolean> {
    // The address first: who has used it up can not make an account wait any longer.
    for (const [limit, seconds] of PER_ADDRESS) {
      if (!(await this.budgets.takeInWindow(addressKey(ip), limit, seconds))) return false;
    }
    return this.budgets.take(key);
  }

  /** Takes back a guess that was never checked. */
  async giveBack(guess: Guess): Promise<void> {
    await Promise.all([this.budgets.giveBack(guess.key), this.forgive(guess)]);
  }

  /** The guess was right: its key starts anew, and its address has not caused a failure. */
  async settle(guess: Guess): Promise<void> {
    await Promise.all([this.budgets.reset(guess.key), this.forgive(guess)]);
  }

  /** Only this one guess: right ones must not wash away the wrong ones from the same address. */
  private async forgive({ ip }: Guess): Promise<void> {
    const key = addressKey(ip);
    await Promise.all(
      PER_ADDRESS.map(([, seconds]) => this.budgets.giveBackInWindow(key, seconds)),
    );
  }
}
