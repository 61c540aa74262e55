import Database from 'better-sqlite3';
import { StartRefused } from '#platform/config';

/** Limit: how long a start waits for another process to end, in milliseconds, as when it is restarted. */
const PATIENCE = 5000;

/**
 * Keeps a second server away from an SQLite database: two would each believe that nobody else writes, and
 * sign people in under two issuers. The operating system releases it, however the process ends; commands
 * that only look, or write one row, do not ask for it.
 * @returns what releases it
 */
export function lockSqlite(path: string): () => void {
  const lock = new Database(`${path}.lock`, { timeout: PATIENCE });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new StartRefused(
      [`Another Gatehouse runs on the database ${path}. Stop it, or set DATA_DIR to another.`],
      { cause: error },
    );
  }
  return () => lock.close();
}
