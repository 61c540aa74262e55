import { LRUCache } from 'lru-cache';
import { atMost } from '#platform/cache';

/** How many keys are remembered (attack L15). */
const MAX_KEYS = 10_000;

/**
 * Counts failures per key in a fixed window, in this process's memory and by its monotonic clock
 * (attack P09).
 *
 * For guesses at 256-bit secrets, which need no exact limit but must not cost us work (attack C07).
 * What can really be guessed goes through AttemptBudgets.
 */
export class FailureWindow {
  private readonly counts: LRUCache<string, number>;

  constructor(seconds: number) {
    this.counts = new LRUCache({
      ...atMost(MAX_KEYS),
      ttl: seconds * 1000,
      noUpdateTTL: true,
      // By default the time is what it was until a timer of a millisecond fires.
      ttlResolution: 0,
    });
  }

  /** How many failures of `key` there were in its window so far. */
  failures(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  /** @param amount how many, or how much of what is counted */
  record(key: string, amount = 1): void {
    this.counts.set(key, this.failures(key) + amount);
  }

  /** It was no failure. */
  takeBack(key: string): void {
    const failures = this.failures(key);
    if (failures > 0) this.counts.set(key, failures - 1);
  }
}
