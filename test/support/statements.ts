import type { DataSource } from 'typeorm';
import { StatementLogger } from '#platform/database';

export interface Statements {
  readonly reads: number;
  readonly writes: number;
  /** The text of every statement in order, transaction control included. */
  readonly list: readonly string[];
}

const READ = /^\s*(?:SELECT|WITH)\b/i;
const WRITE = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b/i;

/** Counts the SQL statements that `work` causes, for the budgets of statements per request. */
export async function countStatements(
  { dataSource }: { dataSource: DataSource },
  work: () => Promise<unknown>,
): Promise<Statements> {
  const { logger } = dataSource;
  if (!(logger instanceof StatementLogger)) throw new Error('Nothing counts the statements.');
  const list: string[] = [];
  const stop = logger.observe((sql) => list.push(sql));
  try {
    await work();
  } finally {
    stop();
  }
  return {
    reads: list.filter((sql) => READ.test(sql)).length,
    writes: list.filter((sql) => WRITE.test(sql)).length,
    list,
  };
}
