import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '#platform/http';
import type { Session } from '#people/sessions';
import { addressKey, AttemptBudgets, type Limit, Limits } from '#platform/throttling';

/** What a guess was counted under. */
type Counted = readonly { readonly key: string; readonly seconds: number }[];

/**
 * The limits on guessing the code that a device shows (RFC 8628 §5.1; attack K01). While ten thousand
 * devices wait for their ten minutes, guesses at the full rate hit one of them with a chance of 1 in 256.
 *
 * Somebody who has not failed lately has tries of their own, which nobody else can use up (attack S04).
 */
@Injectable()
export class UserCodeGuesses {
  constructor(
    private readonly budgets: AttemptBudgets,
    private readonly limits: Limits,
  ) {}

  /**
   * Counts a guess before it is checked.
   * @returns undefined when it must not be checked
   */
  async take({ id, userId }: Session, { ip }: RequestOrigin): Promise<Counted | undefined> {
    const session = await this.count(`user_code|${id}`, 'user_codes_of_session_per_minute', 60);
    if (session === undefined) return undefined;
    const own = await this.count(`user_code|${userId}`, 'user_codes_of_person_per_hour', 3600);
    if (own !== undefined) return [...session, ...own];
    const shared = [
      [`user_code|${addressKey(ip)}`, 'user_codes_of_address_per_minute'],
      // What is left to somebody with many accounts and many addresses.
      ['user_code', 'user_codes_per_minute'],
    ] as const;
    const counted = [...session];
    for (const [key, limit] of shared) {
      const one = await this.count(key, limit, 60);
      if (one === undefined) return undefined;
      counted.push(...one);
    }
    return counted;
  }

  /** The code was right: nothing was guessed. */
  async giveBack(counted: Counted): Promise<void> {
    await this.budgets.giveBack(counted);
  }

  private async count(key: string, limit: Limit, seconds: number): Promise<Counted | undefined> {
    const most = await this.limits.of(limit);
    return (await this.budgets.takeInWindow(key, most, seconds)) ? [{ key, seconds }] : undefined;
  }
}
