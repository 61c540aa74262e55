import type { DataSource, QueryRunner } from 'typeorm';

interface Held {
  /** Whether it is this one. */
  readonly isIt: (sql: string) => boolean;
  readonly reached: (release: () => void) => void;
}

/** Holds up one statement of one node, so that something else can happen right before it. */
export class StatementGate {
  private held: Held | undefined;
  private readonly watched = new WeakSet<QueryRunner>();

  /** Stands in the way of what this node sends from now on. */
  add({ dataSource }: { dataSource: DataSource }): void {
    const create = dataSource.createQueryRunner.bind(dataSource);
    dataSource.createQueryRunner = (mode) => {
      const runner = create(mode);
      if (!this.watched.has(runner)) this.watch(runner);
      return runner;
    };
    this.watchPool(dataSource);
  }

  /** On MySQL prepared statements are sent without a runner. */
  private watchPool({ driver }: DataSource): void {
    const { pool } = driver as { pool?: { execute(...all: unknown[]): unknown } };
    if (pool === undefined) return;
    const execute = pool.execute.bind(pool);
    pool.execute = (...all) => void this.pass(all[0]).then(() => execute(...all));
  }

  /** Holds the statement that comes after `count` others. @returns once it is held, what lets it go */
  holdAfter(count: number): Promise<() => void> {
    let left = count;
    return new Promise((reached) => (this.held = { isIt: () => left-- <= 0, reached }));
  }

  /** The same for the next statement that reads like this. */
  holdBefore(sql: RegExp): Promise<() => void> {
    return new Promise((reached) => (this.held = { isIt: (text) => sql.test(text), reached }));
  }

  /** Holds nothing any more that comes from now on. */
  open(): void {
    this.held = undefined;
  }

  private watch(runner: QueryRunner): void {
    this.watched.add(runner);
    const query = runner.query.bind(runner) as (...all: unknown[]) => Promise<unknown>;
    const watched = async (...all: unknown[]) => {
      await this.pass(all[0]);
      return query(...all);
    };
    runner.query = watched as QueryRunner['query'];
  }

  private async pass(statement: unknown): Promise<void> {
    const { held } = this;
    const { sql = statement } = (statement ?? {}) as { sql?: unknown };
    if (!held?.isIt(String(sql))) return;
    this.held = undefined;
    await new Promise<void>(held.reached);
  }
}
