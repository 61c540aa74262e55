import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { type DatabaseConfig, makeDirectory, StartRefused } from '#platform/config';
import { dataSourceOptions } from './data-source-options.js';
import { knownMigrations, migrate, type SchemaState, schemaState } from './migrate.js';
import { limitWaiting, prepareMysql } from './mysql-pool.js';
import { SqliteConnection } from './sqlite-connection.js';
import { lockSqlite } from './sqlite-lock.js';
import { nameOfDatabase, startRefusal } from './start-errors.js';

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
    throw startRefusal(error, nameOfDatabase(options));
  }
  if (unlock !== undefined) releaseAfterwards(dataSource, unlock);
  return dataSource;
}

export type Query = <T>(sql: string) => Promise<T>;

/**
 * Judges a database as a start does, and changes nothing.
 * @param look at what is in it, where its schema is that of this version
 */
export async function inspectDatabase(
  database: DatabaseConfig,
  { mayBeNew }: Pick<Opening, 'mayBeNew'>,
  look: (query: Query) => Promise<void>,
): Promise<SchemaState> {
  if (database.kind === 'sqlite' && !existsSync(database.path)) {
    const state = { empty: true, pending: knownMigrations() };
    refuseLost(state, mayBeNew);
    refuseUnwritable(dirname(database.path));
    return state;
  }
  const dataSource = new DataSource(dataSourceOptions(database));
  try {
    await dataSource.initialize();
    if (database.kind === 'mysql') await prepareMysql(dataSource);
    const state = await schemaState(dataSource);
    refuseLost(state, mayBeNew);
    if (state.pending.length === 0) await look((sql) => dataSource.query(sql));
    return state;
  } catch (error) {
    throw startRefusal(error, nameOfDatabase(dataSource.options));
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

function refuseLost({ empty }: Pick<SchemaState, 'empty'>, mayBeNew: boolean): void {
  if (!empty || mayBeNew) return;
  throw new StartRefused([
    'The database is empty, but DATA_DIR/secret.key is that of an installation which had one. Put the database back, with: restore <file>; or, where a new installation is meant, take the key away.',
  ]);
}

async function requireSchema(dataSource: DataSource, { as, mayBeNew }: Opening): Promise<void> {
  const state = await schemaState(dataSource);
  refuseLost(state, mayBeNew);
  if (as === 'server') await migrate(dataSource);
  else if (state.pending.length > 0) {
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
    throw cannotBeMade(dirname(path), cause);
  }
}

/** What {@link prepareFile} would find, without making anything. */
function refuseUnwritable(directory: string): void {
  let present = directory;
  while (!existsSync(present)) present = dirname(present);
  try {
    // With a slash behind, so that a file is no directory.
    accessSync(`${present}/`, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw cannotBeMade(directory, cause);
  }
}

function cannotBeMade(directory: string, cause: unknown): StartRefused {
  const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
  return new StartRefused(
    [`The directory ${directory} of the SQLite database cannot be made (${code}): make it first.`],
    { cause },
  );
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
