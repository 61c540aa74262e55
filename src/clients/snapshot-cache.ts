interface Entry<T> {
  value: T;
  readAt: number;
}

/**
 * Values read from the database, each at most `maxAge` milliseconds old, bounded in number.
 *
 * Age is measured on the monotonic clock: a date that is set back must not keep what is old alive.
 * Readers that come at the same time share one read. {@link forget} makes sure that a read which
 * began before it does not bring the old value back.
 */
export class SnapshotCache<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private readonly reads = new Map<string, Promise<T>>();

  constructor(
    private readonly read: (key: string) => Promise<T>,
    private readonly maxAge: number,
    private readonly maxEntries: number,
  ) {}

  get(key: string): T | Promise<T> {
    const entry = this.entries.get(key);
    if (entry !== undefined && performance.now() - entry.readAt < this.maxAge) return entry.value;
    return this.reads.get(key) ?? this.load(key);
  }

  forget(key: string): void {
    this.entries.delete(key);
    this.reads.delete(key);
  }

  private load(key: string): Promise<T> {
    const reading: Promise<T> = this.read(key)
      .then((value) => {
        if (this.reads.get(key) === reading) this.keep(key, value);
        return value;
      })
      .finally(() => {
        if (this.reads.get(key) === reading) this.reads.delete(key);
      });
    this.reads.set(key, reading);
    return reading;
  }

  private keep(key: string, value: T): void {
    this.entries.delete(key);
    this.entries.set(key, { value, readAt: performance.now() });
    if (this.entries.size > this.maxEntries) {
      const [oldest] = this.entries.keys();
      if (oldest !== undefined) this.entries.delete(oldest);
    }
  }
}
