import type { DataSource, QueryRunner } from 'typeorm';

interface Held {
  /** How many statements pass before. */
  left: number;
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
    pool.execute = (...all) => void this.pass().then(() => execute(...all));
  }

  /** Holds the statement that comes after `count` others. @returns once it is held, what lets it go */
  holdAfter(count: number): Promise<() => void> {
    return new Promise((reached) => (this.held = { left: count, reached }));
  }

  /** Holds nothing any more that comes from now on. */
  open(): void {
    this.held = undefined;
  }

  private watch(runner: QueryRunner): void {
    this.watched.add(runner);
    const query = runner.query.bind(runner) as (...all: unknown[]) => Promise<unknown>;
    const watched = async (...all: unknown[]) => {
      await this.pass();
      return query(...all);
    };
    runner.query = watched as QueryRunner['query'];
  }

  private async pass(): Promise<void> {
    const { held } = this;
    if (held === undefined || held.left-- > 0) return;
    this.held = undefined;
    await new Promise<void>(held.reached);
  }
}
