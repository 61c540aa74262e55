import { Injectable } from '@nestjs/common';
import type { HttpRequest } from '#platform/http';
import type { Session } from '#people/sessions';
import { addressKey, AttemptBudgets } from '#platform/throttling';

const WINDOW = 60;
const PER_SESSION = 5;
const PER_ADDRESS = 20;
/** Of everybody together: what is left to somebody with many accounts and many addresses. */
const OF_ALL = 1000;

/**
 * The limits on guessing the code that a device shows (RFC 8628 §5.1; attack K01): at full speed, for
 * the ten minutes that ten thousand devices wait, one guess in 256 such rounds hits any of them.
 */
@Injectable()
export class UserCodeGuesses {
  constructor(private readonly budgets: AttemptBudgets) {}

  /**
   * Counts a guess before it is checked.
   * @returns false when it must not be checked
   */
  async take(session: Session, request: HttpRequest): Promise<boolean> {
    // The session first: whoever has used it up takes nothing from the neighbours.
    for (const [key, limit] of limitsOf(session, request)) {
      if (!(await this.budgets.takeInWindow(key, limit, WINDOW))) return false;
    }
    return true;
  }

  /** The code was right: nothing was guessed. */
  async giveBack(session: Session, request: HttpRequest): Promise<void> {
    await Promise.all(
      limitsOf(session, request).map(([key]) => this.budgets.giveBackInWindow(key, WINDOW)),
    );
  }
}

function limitsOf(session: Session, { ip }: HttpRequest): (readonly [string, number])[] {
  return [
    [`user_code|${session.id}`, PER_SESSION],
    [`user_code|${addressKey(ip)}`, PER_ADDRESS],
    ['user_code', OF_ALL],
  ];
}
