import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { type DatabaseConfig, makeDirectory, StartRefused } from '#platform/config';
import { dataSourceOptions } from './data-source-options.js';
import { migrate, type SchemaState, schemaState } from './migrate.js';
import { limitWaiting, prepareMysql } from './mysql-pool.js';
import { SqliteConnection } from './sqlite-connection.js';
import { lockSqlite } from './sqlite-lock.js';
import { startRefusal } from './start-errors.js';

const sqliteConnections = new WeakMap<DataSource, SqliteConnection>();

export interface Opening {
  /**
   * A server has an SQLite database to itself and brings the schema up to date; a command is a guest, and
   * asks for the schema to be up to date.
   */
  readonly as: 'server' | 'guest';
  /** Whether an empty database is a new installation, and not one that was lost. */
  readonly mayBeNew: boolean;
}

/** Connects, brings the schema up to date, and prepares the connection for sharing. */
export async function openDataSource(
  options: DataSourceOptions,
  { as, mayBeNew }: Opening,
): Promise<DataSource> {
  const embedded = options.type === 'better-sqlite3' ? options.database : undefined;
  let unlock: (() => void) | undefined;
  let dataSource: DataSource | undefined;
  try {
    if (embedded !== undefined) {
      prepareFile(embedded, as);
      if (as === 'server') unlock = lockSqlite(embedded);
    }
    dataSource = await new DataSource(options).initialize();
    if (embedded === undefined) await prepareMysql(dataSource);
    await requireSchema(dataSource, { as, mayBeNew });
    if (embedded === undefined) limitWaiting(dataSource);
    else sqliteConnections.set(dataSource, await SqliteConnection.attach(dataSource));
  } catch (error) {
    await dataSource?.destroy();
    unlock?.();
    throw startRefusal(error, nameOf(options));
  }
  if (unlock !== undefined) releaseAfterwards(dataSource, unlock);
  return dataSource;
}

/** Looks at the schema and changes nothing. */
export async function inspectDatabase(database: DatabaseConfig): Promise<SchemaState> {
  const dataSource = new DataSource(dataSourceOptions(database));
  try {
    return await schemaState(await dataSource.initialize());
  } catch (error) {
    throw startRefusal(error, nameOf(dataSource.options));
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

function nameOf(options: DataSourceOptions): string {
  return options.type === 'better-sqlite3'
    ? `the SQLite database ${options.database}`
    : 'the database of DATABASE_URL';
}

async function requireSchema(dataSource: DataSource, { as, mayBeNew }: Opening): Promise<void> {
  const { empty, pending } = await schemaState(dataSource);
  if (empty && !mayBeNew) {
    throw new StartRefused([
      'The database is empty, but DATA_DIR/secret.key is that of an installation which had one. Put the database back, with: restore <file>; or, where a new installation is meant, take the key away.',
    ]);
  }
  if (as === 'server') await migrate(dataSource);
  else if (pending.length > 0) {
    throw new StartRefused([
      'The schema of the database is not that of this version. Run the command migrate, or start the server, first.',
    ]);
  }
}

/** The driver's own message does not say which file or directory. */
function prepareFile(path: string, as: Opening['as']): void {
  if (as === 'guest' && !existsSync(path)) {
    throw new StartRefused([`There is no database ${path} yet: start the server first.`]);
  }
  try {
    makeDirectory(dirname(path));
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    throw new StartRefused(
      [
        `The directory ${dirname(path)} of the SQLite database cannot be made (${code}): make it first.`,
      ],
      { cause },
    );
  }
}

function releaseAfterwards(dataSource: DataSource, unlock: () => void): void {
  const destroy = dataSource.destroy.bind(dataSource);
  dataSource.destroy = async () => {
    await destroy();
    unlock();
  };
}

export function sqliteConnectionOf(dataSource: DataSource): SqliteConnection | undefined {
  return sqliteConnections.get(dataSource);
}
