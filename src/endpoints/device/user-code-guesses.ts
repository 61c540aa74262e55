import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '#platform/http';
import type { Session } from '#people/sessions';
import { addressKey, AttemptBudgets, Limits } from '#platform/throttling';

const WINDOW = 60;

/**
 * The limits on guessing the code that a device shows (RFC 8628 §5.1; attack K01). While ten thousand
 * devices wait for their ten minutes, guesses at the full rate hit one of them with a chance of 1 in 256.
 */
@Injectable()
export class UserCodeGuesses {
  constructor(
    private readonly budgets: AttemptBudgets,
    private readonly limits: Limits,
  ) {}

  /**
   * Counts a guess before it is checked.
   * @returns false when it must not be checked
   */
  async take(session: Session, origin: RequestOrigin): Promise<boolean> {
    // The session first: whoever has used it up takes nothing from the neighbours.
    for (const [key, limit] of keysOf(session, origin)) {
      if (!(await this.budgets.takeInWindow(key, await this.limits.of(limit), WINDOW)))
        return false;
    }
    return true;
  }

  /** The code was right: nothing was guessed. */
  async giveBack(session: Session, origin: RequestOrigin): Promise<void> {
    await Promise.all(
      keysOf(session, origin).map(([key]) => this.budgets.giveBackInWindow(key, WINDOW)),
    );
  }
}

function keysOf(session: Session, { ip }: RequestOrigin) {
  return [
    [`user_code|${session.id}`, 'user_codes_of_session_per_minute'],
    [`user_code|${addressKey(ip)}`, 'user_codes_of_address_per_minute'],
    // What is left to somebody with many accounts and many addresses.
    ['user_code', 'user_codes_per_minute'],
  ] as const;
}
