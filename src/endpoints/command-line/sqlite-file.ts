import Database from 'better-sqlite3';
import { type Config, StartRefused } from '#platform/config';
import { knownMigrations } from '#platform/database';

/** @throws StartRefused where the database is no file */
export function sqliteFileOf({ database }: Config): string {
  if (database.kind === 'sqlite') return database.path;
  throw new StartRefused([
    'This is for the embedded SQLite database. Use the tools of MySQL: mariadb-dump or mysqldump with --single-transaction.',
  ]);
}

/**
 * Makes sure that a file is a whole database of Gatehouse that this version knows.
 * @returns what is in it, for people
 */
export function inspectCopy(path: string): string {
  let copy: Database;
  try {
    copy = new Database(path, { readonly: true, fileMustExist: true });
  } catch {
    throw new StartRefused([`There is no file ${path} that can be read.`]);
  }
  try {
    const integrity = copy.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') throw new StartRefused([`${path} is damaged: ${String(integrity)}`]);
    const rows = copy.prepare('SELECT name FROM migrations').all() as { name: string }[];
    if (rows.length === 0) throw new StartRefused([`${path} is empty.`]);
    if (rows.some(({ name }) => !knownMigrations().includes(name))) {
      throw new StartRefused([`${path} is of a newer version of Gatehouse: use that one.`]);
    }
    const count = (table: string) =>
      (copy.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
    return `${String(count('users'))} users, ${String(count('clients'))} clients`;
  } catch (error) {
    if (error instanceof StartRefused) throw error;
    throw new StartRefused([`${path} is no database of Gatehouse.`], { cause: error });
  } finally {
    copy.close();
  }
}
