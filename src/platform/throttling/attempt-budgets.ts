import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, MoreThanOrEqual, type Repository } from 'typeorm';
import { sha256 } from '#platform/crypto';
import { isUniqueViolation } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { epochSeconds } from '#protocol';
import { AttemptBudgetEntity } from './attempt-budget.entity.js';

/**
 * Budget: guesses at one name from one address, or in one known browser, without a wait.
 * Whose: the guesser, or the known browser. Opens: a right password, or the wait.
 */
const FREE_ATTEMPTS = 5;
/**
 * Budget: seconds to wait after further guesses: one, then twice as long each time, up to this.
 * Whose: the guesser, or the known browser. Opens: it is over by itself.
 */
const MAX_DELAY = 900;
/** A wait that is longer than this comes from a clock that was set back since (attack P09). */
const LONGEST_WAIT = MAX_DELAY + 300;
/**
 * Budget: seconds after which a wait that nobody touched is forgotten.
 * Whose: the guesser, or the known browser. Opens: it is over by itself.
 */
const MEMORY = 24 * 3600;
/** The last second that an integer column of MySQL holds. */
const FOREVER = 2 ** 31 - 1;

/** An attempt that was taken, in a window of so many seconds or in none. */
export interface Taken {
  readonly key: string;
  readonly seconds?: number;
}

/**
 * Counts attempts at something guessable. An attempt is taken from the budget with one guarded
 * write *before* the guess is checked, so that parallel guesses cannot exceed it (attack I08).
 */
@Injectable()
export class AttemptBudgets implements OnModuleInit {
  constructor(
    @InjectRepository(AttemptBudgetEntity) private readonly rows: Repository<AttemptBudgetEntity>,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  /**
   * Takes one attempt at `key`: five are free, then each costs twice the wait of the one before.
   * @returns false when the wait is not over
   */
  async take(key: string): Promise<boolean> {
    const now = epochSeconds();
    // attempts is the count before this one; 1 << 10 already exceeds the longest delay.
    const blockedUntil = `CASE WHEN attempts < ${String(FREE_ATTEMPTS - 1)} THEN 0
      WHEN attempts >= ${String(FREE_ATTEMPTS + 9)} THEN :now + ${String(MAX_DELAY)}
      ELSE :now + (1 << (attempts - ${String(FREE_ATTEMPTS - 1)})) END`;
    const over = `(blocked_until <= :now OR blocked_until > :now + ${String(LONGEST_WAIT)})`;
    return this.count(key, now, over, blockedUntil, now + MEMORY);
  }

  /**
   * Takes one of `limit` attempts that `key` has in each window of `seconds`.
   * @returns false when they are used up
   */
  async takeInWindow(key: string, limit: number, seconds: number): Promise<boolean> {
    const now = epochSeconds();
    const window = windowOf(key, seconds, now);
    return this.count(window.key, now, `attempts < ${String(limit)}`, '0', window.endsAt);
  }

  /**
   * Takes one of `limit` attempts that `key` has until it is reset, however long that takes; a key that
   * is not `lasting` is forgotten after a day.
   * @returns false when they are used up
   */
  async takeOf(key: string, limit: number, lasting: boolean): Promise<boolean> {
    const now = epochSeconds();
    const until = lasting ? FOREVER : now + MEMORY;
    return this.count(key, now, `attempts < ${String(limit)}`, '0', until);
  }

  /** Whether nobody was told yet that the attempts of {@link takeOf} are used up. */
  async isNew(key: string): Promise<boolean> {
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ blockedUntil: epochSeconds() })
      .where('key_hash = :keyHash AND blocked_until = 0', { keyHash: sha256(key) })
      .execute();
    return affected === 1;
  }

  /** How many attempts of {@link takeOf} are used up. */
  async usedOf(key: string): Promise<number> {
    return (await this.rows.findOneBy({ keyHash: sha256(key) }))?.attempts ?? 0;
  }

  /** Of which of these keys so many attempts of {@link takeOf} are used up. */
  async usedUp(keys: readonly string[], attempts: number): Promise<string[]> {
    const byHash = new Map(keys.map((key) => [sha256(key), key]));
    const found = { keyHash: In([...byHash.keys()]), attempts: MoreThanOrEqual(attempts) };
    return (await this.rows.findBy(found)).flatMap(({ keyHash }) => byHash.get(keyHash) ?? []);
  }

  /** Takes back one attempt at each of these, of the current window where it names one: it was no failure. */
  async giveBack(taken: readonly Taken[]): Promise<void> {
    const now = epochSeconds();
    const keyHashes = taken.map(({ key, seconds }) =>
      sha256(seconds === undefined ? key : windowOf(key, seconds, now).key),
    );
    if (keyHashes.length === 0) return;
    await this.rows
      .createQueryBuilder()
      .update()
      .set({ blockedUntil: 0, attempts: () => 'attempts - 1' })
      .where('key_hash IN (:...keyHashes) AND attempts > 0', { keyHashes })
      .execute();
  }

  /** Begins anew with these: the guess was right. The rows stay for the next attempt. */
  async reset(keys: readonly string[]): Promise<void> {
    const anew = { attempts: 0, blockedUntil: 0, expiresAt: epochSeconds() + MEMORY };
    await this.rows.update({ keyHash: In(keys.map(sha256)) }, anew);
  }

  /** @returns whether there was something to forget */
  async forget(manager: EntityManager, key: string): Promise<boolean> {
    const { affected } = await manager.delete(AttemptBudgetEntity, { keyHash: sha256(key) });
    return affected === 1;
  }

  private async count(
    key: string,
    now: number,
    guard: string,
    blockedUntil: string,
    expiresAt: number,
  ): Promise<boolean> {
    const keyHash = sha256(key);
    const update = async () =>
      this.rows
        .createQueryBuilder()
        .update()
        // MySQL evaluates the assignments in turn: blocked_until must see the count before this one.
        .set({ blockedUntil: () => blockedUntil, attempts: () => 'attempts + 1', expiresAt })
        .where(`key_hash = :keyHash AND ${guard}`, { keyHash, now })
        .execute();
    if ((await update()).affected === 1) return true;
    try {
      await this.rows.insert({ keyHash, attempts: 1, blockedUntil: 0, expiresAt });
      return true;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return (await update()).affected === 1;
    }
  }
}

/** The row in which a window is counted, and when it can be forgotten. */
function windowOf(key: string, seconds: number, now: number): { key: string; endsAt: number } {
  const window = Math.floor(now / seconds);
  return {
    key: `${key}|${String(seconds)}|${String(window)}`,
    endsAt: (window + 1) * seconds,
  };
}
