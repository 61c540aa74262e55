import type { DataSource } from 'typeorm';

type Listener = (seconds: number) => void;

const listeners = new WeakMap<DataSource, Listener>();

/** Tells how long each statement takes, with what it waits for: a connection, or a transaction before it. */
export function observeStatementTimes(dataSource: DataSource, listener: Listener): void {
  listeners.set(dataSource, listener);
  // On SQLite all share one query runner, which SqliteConnection has replaced.
  if (dataSource.options.type !== 'mysql') return;
  const createQueryRunner = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (mode) => {
    const runner = createQueryRunner(mode);
    const query = runner.query.bind(runner) as (...given: readonly unknown[]) => Promise<unknown>;
    runner.query = ((...given) => timed(dataSource, () => query(...given))) as typeof runner.query;
    return runner;
  };
}

/** Runs a statement, and tells how long it took where somebody wants to know. */
export function timed<T>(dataSource: DataSource, statement: () => Promise<T>): Promise<T> {
  const listener = listeners.get(dataSource);
  return listener === undefined ? statement() : measured(statement, listener);
}

async function measured<T>(statement: () => Promise<T>, listener: Listener): Promise<T> {
  const began = performance.now();
  try {
    return await statement();
  } finally {
    listener((performance.now() - began) / 1000);
  }
}
