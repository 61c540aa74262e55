import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { sha256 } from '#platform/crypto';
import { type Event, On } from '#platform/events';
import { addressKey, AttemptBudgets, type Taken } from '#platform/throttling';

/** What a guess at a password is counted under. */
export interface Guess {
  /** Whose password it would be; undefined for a name that nobody has. */
  readonly sub: string | undefined;
  /** What was typed as the name, in the spelling in which names are compared. */
  readonly name: string;
  /** The browser, where it is known or somebody is signed in; nobody else spends its tries. */
  readonly known: string | undefined;
  readonly ip: string;
}

export type Admission =
  /** The guess may be checked. */
  | 'granted'
  /** The guesser has to wait. */
  | 'wait'
  /** The account has had as many wrong passwords as it takes. */
  | 'spent';

/** Where an account takes no more passwords: nowhere, in browsers that are not known, anywhere. */
export const LOCKS = ['none', 'new_browsers', 'everywhere'] as const;
export type Lock = (typeof LOCKS)[number];

/**
 * Budget: wrong passwords of one address in a minute, for all accounts together.
 * Whose: the address; not those whose browser is known. Opens: the next minute.
 */
const PER_MINUTE = 30;
/**
 * Budget: wrong passwords of one address in an hour, for all accounts together.
 * Whose: the address; not those whose browser is known. Opens: the next hour.
 */
const PER_HOUR = 300;
/**
 * Budget: consecutive wrong passwords of one account (NIST SP 800-63B §3.2.2).
 * Whose: the account. Opens: a new password, or `POST /admin/users/{sub}/unlock`.
 */
export const PER_ACCOUNT = 100;
/**
 * Budget: of these, how many can be made where the person has not signed in before.
 * Whose: everybody who guesses at the account. Opens: the right password in a known browser, too.
 */
export const FROM_STRANGERS = 80;
/** Names that nobody has are counted in so many rows: guessers choose them. */
const ROWS_FOR_UNKNOWN = 4096;

const PER_ADDRESS = [
  [PER_MINUTE, 60],
  [PER_HOUR, 3600],
] as const;

/**
 * The limits on guessing passwords (attacks I07, I08). The wait is the guesser's: it hangs on what was
 * typed and on the address it came from, and not on whether somebody has that name (attacks S05, S13).
 */
@Injectable()
export class GuessingLimits {
  constructor(private readonly budgets: AttemptBudgets) {}

  /** Counts a guess before it is checked. */
  async take(guess: Guess): Promise<Admission> {
    // The address first: who has used it up takes nothing from the account.
    for (const [limit, seconds] of windowsOf(guess)) {
      if (!(await this.budgets.takeInWindow(addressKey(guess.ip), limit, seconds))) return 'wait';
    }
    if (!(await this.budgets.take(waitKey(guess)))) return 'wait';
    const limit = guess.known === undefined ? FROM_STRANGERS : PER_ACCOUNT;
    const lasting = guess.sub !== undefined;
    return (await this.budgets.takeOf(accountKey(guess), limit, lasting)) ? 'granted' : 'spent';
  }

  /** Whether this guess is the first that the account does not take any more. */
  isFirstTooMany(guess: Guess): Promise<boolean> {
    return this.budgets.isNew(accountKey(guess));
  }

  /** Takes back a guess that was never checked. */
  async giveBack(guess: Guess): Promise<void> {
    const taken = [waitKey(guess), accountKey(guess)].map((key) => ({ key }));
    await this.budgets.giveBack([...taken, ...countedAt(guess)]);
  }

  /** The guess was right: its keys start anew, and its address has not caused a failure. */
  async settle(guess: Guess): Promise<void> {
    await Promise.all([
      this.budgets.reset([waitKey(guess), accountKey(guess)]),
      this.budgets.giveBack(countedAt(guess)),
    ]);
  }

  /** Where an account takes no more guesses. */
  async lockOf(sub: string): Promise<Lock> {
    const used = await this.budgets.usedOf(`account:${sub}`);
    if (used >= PER_ACCOUNT) return 'everywhere';
    return used >= FROM_STRANGERS ? 'new_browsers' : 'none';
  }

  /** Who of these cannot sign in everywhere. */
  async lockedAmong(subs: readonly string[]): Promise<string[]> {
    const keys = subs.map((sub) => `account:${sub}`);
    const used = await this.budgets.usedUp(keys, FROM_STRANGERS);
    return used.map((key) => key.slice('account:'.length));
  }

  /**
   * Lets an account take wrong passwords anew.
   * @returns whether there were any
   */
  unlock(manager: EntityManager, sub: string): Promise<boolean> {
    return this.budgets.forget(manager, `account:${sub}`);
  }

  /** Nobody has guessed at the new password yet. */
  @On(['password.changed', 'user.deleted'])
  async onNewPassword({ userId }: Event, manager: EntityManager): Promise<void> {
    if (userId !== undefined) await this.unlock(manager, userId);
  }
}

/** Only this one guess: right ones must not wash away the wrong ones from the same address. */
const countedAt = (guess: Guess): Taken[] =>
  windowsOf(guess).map(([, seconds]) => ({ key: addressKey(guess.ip), seconds }));

/** A neighbour who guesses keeps nobody out of a browser that they have used. */
function windowsOf({ known }: Guess): typeof PER_ADDRESS | [] {
  return known === undefined ? PER_ADDRESS : [];
}

function waitKey({ name, known, ip }: Guess): string {
  return known ?? `name:${name}|${addressKey(ip)}`;
}

function accountKey({ sub, name }: Guess): string {
  if (sub !== undefined) return `account:${sub}`;
  const row = Buffer.from(sha256(name), 'base64url').readUInt32BE() % ROWS_FOR_UNKNOWN;
  return `account:unknown:${String(row)}`;
}
