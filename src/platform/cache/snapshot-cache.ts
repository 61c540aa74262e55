import { LRUCache } from 'lru-cache';
import { atMost } from './at-most.js';

interface Entry<T> {
  /** A promise while the read is under way. */
  value: T | Promise<T>;
}

/**
 * Values read from the database, each at most `maxAge` milliseconds old, bounded in number.
 *
 * Age is measured on the monotonic clock: a date that is set back must not keep what is old alive. It
 * counts from the beginning of the read, since what changes during a slow one may not be in it. Readers
 * that come at the same time share one read. {@link forget} makes sure that a read which began before
 * it does not bring the old value back.
 */
export class SnapshotCache<T> {
  private readonly entries: LRUCache<string, Entry<T>>;

  constructor(
    private readonly read: (key: string) => Promise<T>,
    maxAge: number,
    maxEntries: number,
  ) {
    this.entries = new LRUCache({ ...atMost(maxEntries), ttl: maxAge, ttlResolution: 0 });
  }

  get(key: string): T | Promise<T> {
    const entry = this.entries.get(key);
    return entry === undefined ? this.load(key) : entry.value;
  }

  forget(key: string): void {
    this.entries.delete(key);
  }

  private load(key: string): Promise<T> {
    const start = performance.now();
    const reading = this.read(key);
    const entry: Entry<T> = { value: reading };
    this.entries.set(key, entry, { start });
    reading.then(
      (value) => (entry.value = value),
      () => {
        if (this.entries.peek(key) === entry) this.entries.delete(key);
      },
    );
    return reading;
  }
}
