import type { Logger } from 'typeorm';

type Listener = (sql: string) => void;

/**
 * Keeps TypeORM's own logging quiet, because it prints parameters (attack B21), and lets an
 * observer see each statement's text, which is how the query budgets are counted.
 */
export class StatementLogger implements Logger {
  private readonly listeners = new Set<Listener>();

  /** Calls `listener` with the SQL of every statement until the returned function is called. */
  observe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  logQuery(sql: string): void {
    for (const listener of this.listeners) listener(sql);
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
