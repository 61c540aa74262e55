interface Entry<T> {
  /** A promise while the read is under way. */
  value: T | Promise<T>;
  readonly readAt: number;
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
  private readonly entries = new Map<string, Entry<T>>();

  constructor(
    private readonly read: (key: string) => Promise<T>,
    private readonly maxAge: number,
    private readonly maxEntries: number,
  ) {}

  get(key: string): T | Promise<T> {
    const entry = this.entries.get(key);
    if (entry !== undefined && performance.now() - entry.readAt < this.maxAge) return entry.value;
    return this.load(key);
  }

  forget(key: string): void {
    this.entries.delete(key);
  }

  private load(key: string): Promise<T> {
    const readAt = performance.now();
    const reading = this.read(key);
    const entry: Entry<T> = { value: reading, readAt };
    this.keep(key, entry);
    reading.then(
      (value) => (entry.value = value),
      () => {
        if (this.entries.get(key) === entry) this.entries.delete(key);
      },
    );
    return reading;
  }

  private keep(key: string, entry: Entry<T>): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (this.entries.size > this.maxEntries) {
      const [oldest] = this.entries.keys();
      if (oldest !== undefined) this.entries.delete(oldest);
    }
  }
}
