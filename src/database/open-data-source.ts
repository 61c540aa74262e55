import { DataSource, type DataSourceOptions } from 'typeorm';
import { SqliteConnection } from './sqlite-connection.js';

/** The parts of a mysql2 connection and pool used here. */
interface MysqlConnection {
  query(sql: string): void;
}
interface MysqlPool {
  on(event: 'connection', listener: (connection: MysqlConnection) => void): void;
}

/**
 * Session settings of every MySQL connection. Strict mode: without it a value that is too long is
 * cut silently, and two identifiers become one. READ COMMITTED: a guarded write decides on what is
 * there now, not on an old snapshot.
 */
const MYSQL_SESSION =
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', " +
  'SESSION transaction_isolation = ';

const sqliteConnections = new WeakMap<DataSource, SqliteConnection>();

/** Connects, brings the schema up to date, and prepares the connection for sharing. */
export async function openDataSource(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = await connect(options);
  if (options.type === 'mysql') {
    await prepareMysql(dataSource);
    await migrateAlone(dataSource);
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

async function prepareMysql(dataSource: DataSource): Promise<void> {
  const { pool } = dataSource.driver as unknown as { pool: MysqlPool };
  const [server] = await dataSource.query<{ version: string }[]>('SELECT VERSION() AS version');
  // MariaDB before 11.1 knows the variable only by its old name.
  const isolation = /mariadb/i.test(server?.version ?? '')
    ? MYSQL_SESSION.replace('transaction_isolation', 'tx_isolation')
    : MYSQL_SESSION;
  const statement = `${isolation}'READ-COMMITTED'`;
  pool.on('connection', (connection) => {
    connection.query(statement);
  });
  // The one connection that exists already is idle in the pool, so this statement reaches it.
  await dataSource.query(statement);
  const [session] = await dataSource.query<{ mode: string }[]>('SELECT @@sql_mode AS mode');
  if (!session?.mode.includes('STRICT_ALL_TABLES')) {
    throw new Error('the database refuses strict SQL mode, without which values may be cut');
  }
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
