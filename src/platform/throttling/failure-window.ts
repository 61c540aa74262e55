import { LRUCache } from 'lru-cache';

/** How many keys are remembered (attack L15). */
const MAX_KEYS = 10_000;

/**
 * Counts failures per key in a fixed window, in this process's memory.
 *
 * For guesses at 256-bit secrets, which need no exact limit but must not cost us work (attack C07).
 * What can really be guessed goes through AttemptBudgets.
 */
export class FailureWindow {
  private readonly counts = new LRUCache<string, { failures: number; until: number }>({
    max: MAX_KEYS,
  });

  constructor(private readonly seconds: number) {}

  /** How many failures of `key` there were in its window so far. */
  failures(key: string, now: number): number {
    const entry = this.counts.get(key);
    return entry !== undefined && this.isOpen(entry, now) ? entry.failures : 0;
  }

  record(key: string, now: number): void {
    const entry = this.counts.get(key);
    if (entry !== undefined && this.isOpen(entry, now)) {
      entry.failures += 1;
      return;
    }
    this.counts.set(key, { failures: 1, until: now + this.seconds });
  }

  /** One that ends later than any that begins now is of a clock that was set back (attack P09). */
  private isOpen({ until }: { until: number }, now: number): boolean {
    return until > now && until <= now + this.seconds;
  }
}
