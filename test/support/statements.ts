import type { LocalWorld } from './world.js';

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
  { application: { control } }: LocalWorld,
  work: () => Promise<unknown>,
): Promise<Statements> {
  await control.watchStatements();
  let list: string[] = [];
  try {
    await work();
  } finally {
    list = await control.watchedStatements();
  }
  return {
    reads: list.filter((sql) => READ.test(sql)).length,
    writes: list.filter((sql) => WRITE.test(sql)).length,
    list,
  };
}
