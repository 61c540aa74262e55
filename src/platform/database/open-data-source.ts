import { DataSource, type DataSourceOptions } from 'typeorm';
import { limitWaiting, prepareMysql } from './mysql-pool.js';
import { SqliteConnection } from './sqlite-connection.js';

const sqliteConnections = new WeakMap<DataSource, SqliteConnection>();

/** Connects, brings the schema up to date, and prepares the connection for sharing. */
export async function openDataSource(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = await connect(options);
  if (options.type === 'mysql') {
    await prepareMysql(dataSource);
    await migrateAlone(dataSource);
    limitWaiting(dataSource);
  } else {
    await dataSource.runMigrations({ transaction: 'all' });
    sqliteConnections.set(dataSource, await SqliteConnection.attach(dataSource));
  }
  return dataSource;
}

async function connect(options: DataSourceOptions): Promise<DataSource> {
  try {
    return await new DataSource(options).initialize();
  } catch (error) {
    if (options.type !== 'better-sqlite3') throw error;
    // The driver's own message does not say which file.
    const { message } = error as { message: string };
    throw new Error(`cannot open the SQLite database ${options.database}: ${message}`, {
      cause: error,
    });
  }
}

export function sqliteConnectionOf(dataSource: DataSource): SqliteConnection | undefined {
  return sqliteConnections.get(dataSource);
}

/** Nodes that start together migrate one after the other. */
async function migrateAlone(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query("SELECT GET_LOCK('gatehouse_migrations', 60)");
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query("SELECT RELEASE_LOCK('gatehouse_migrations')");
    await runner.release();
  }
}
