import type { Socket } from 'node:net';
import { type DataSource, QueryFailedError, type QueryResult } from 'typeorm';
import { NoConnection } from './driver-errors.js';
import { timed } from './statement-times.js';

/** The parts of a mysql2 connection and pool used here. */
interface MysqlConnection {
  readonly stream: Socket;
  query(sql: string): void;
  release(): void;
  destroy(): void;
}
type Answered = (
  error: Error | null,
  answer?: Record<string, unknown>[] | { affectedRows: number },
) => void;
type Obtained = (error: Error | null, connection?: MysqlConnection) => void;
interface MysqlPool {
  on(
    event: 'connection' | 'acquire' | 'release',
    listener: (connection: MysqlConnection) => void,
  ): void;
  getConnection(callback: Obtained): void;
  execute(sql: string, parameters: readonly unknown[], callback: Answered): void;
}

// TypeORM does not declare the pool of its driver.
const poolOf = (dataSource: DataSource) =>
  (dataSource.driver as unknown as { pool: MysqlPool }).pool;

/**
 * Session settings of every MySQL connection. Strict mode: without it a value that is too long is
 * cut silently, and two identifiers become one. A guarded write holds its row for milliseconds, so
 * whoever waits seconds for one waits in vain. READ COMMITTED: a guarded write decides on what is
 * there now, not on an old snapshot.
 */
const MYSQL_SESSION =
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', " +
  'SESSION innodb_lock_wait_timeout = 3, SESSION transaction_isolation = ';

export async function prepareMysql(dataSource: DataSource): Promise<void> {
  const [server] = await dataSource.query<{ version: string }[]>('SELECT VERSION() AS version');
  // MariaDB before 11.1 knows the variable only by its old name.
  const isolation = /mariadb/i.test(server?.version ?? '')
    ? MYSQL_SESSION.replace('transaction_isolation', 'tx_isolation')
    : MYSQL_SESSION;
  // A node of a Galera cluster reads what the others have committed, and not what they had a moment ago.
  const wsrep = await dataSource.query<unknown[]>("SHOW VARIABLES LIKE 'wsrep_sync_wait'");
  const causal = wsrep.length === 0 ? '' : ', SESSION wsrep_sync_wait = 1';
  const statement = `${isolation}'READ-COMMITTED'${causal}`;
  poolOf(dataSource).on('connection', (connection) => {
    connection.query(statement);
  });
  watch(poolOf(dataSource));
  // The one connection that exists already is idle in the pool, so this statement reaches it.
  await dataSource.query(statement);
  const [session] = await dataSource.query<{ mode: string }[]>('SELECT @@sql_mode AS mode');
  if (!session?.mode.includes('STRICT_ALL_TABLES')) {
    throw new Error('the database refuses strict SQL mode, without which values may be cut');
  }
}

/** How long a request waits for a connection, and a statement for its answer. */
const PATIENCE_MS = 5000;

/**
 * Lets nobody wait for ever for a database that is connected but says nothing, like a machine behind
 * a cut cable (attack P04). From here on only: migrations may take their time.
 */
export function limitWaiting(dataSource: DataSource): void {
  const pool = poolOf(dataSource);
  pool.on('acquire', ({ stream }) => {
    stream.setTimeout(PATIENCE_MS, breakOff);
  });
  pool.on('release', ({ stream }) => {
    stream.setTimeout(0, breakOff);
  });
  const getConnection = pool.getConnection.bind(pool);
  pool.getConnection = (callback) => {
    let waiting = true;
    queued.set(pool, (queued.get(pool) ?? 0) + 1);
    const timer = setTimeout(() => {
      waiting = false;
      callback(noConnection(silence()));
    }, PATIENCE_MS);
    getConnection((error, connection) => {
      queued.set(pool, (queued.get(pool) ?? 1) - 1);
      clearTimeout(timer);
      if (waiting) callback(error && noConnection(error), connection);
      else connection?.release();
    });
  };
}

/** Whoever waits on this connection is told; the pool forgets it. */
function breakOff(this: Socket): void {
  this.destroy(silence());
}

function noConnection(cause: Error): NoConnection {
  return new NoConnection(cause.message, { cause });
}

function silence(): Error {
  return Object.assign(new Error('the database does not answer'), { code: 'ETIMEDOUT' });
}

/** The connections of a pool, and whether somebody uses each. */
const watched = new WeakMap<MysqlPool, Map<MysqlConnection, 'idle' | 'used' | 'dropped'>>();

function watch(pool: MysqlPool): void {
  const connections = new Map<MysqlConnection, 'idle' | 'used' | 'dropped'>();
  watched.set(pool, connections);
  pool.on('acquire', (connection) => {
    if (!connections.has(connection)) {
      connection.stream.once('close', () => connections.delete(connection));
    }
    connections.set(connection, 'used');
  });
  pool.on('release', (connection) => {
    if (connections.get(connection) === 'dropped') connection.destroy();
    else connections.set(connection, 'idle');
  });
}

/**
 * Ends every connection, those in use when they come back: the next ones lead to where the name of the
 * database leads by then.
 */
export function dropConnections(dataSource: DataSource): void {
  const connections = watched.get(poolOf(dataSource));
  for (const [connection, state] of connections ?? []) {
    if (state === 'idle') connection.destroy();
    else connections?.set(connection, 'dropped');
  }
}

/** Requests for a connection that was not given yet. */
const queued = new WeakMap<MysqlPool, number>();

export interface PoolUse {
  readonly used: number;
  readonly idle: number;
  readonly waiting: number;
}

export function useOfPool(dataSource: DataSource): PoolUse {
  const pool = poolOf(dataSource);
  const states = [...(watched.get(pool)?.values() ?? [])];
  const idle = states.filter((state) => state === 'idle').length;
  return { used: states.length - idle, idle, waiting: queued.get(pool) ?? 0 };
}

/**
 * Runs a statement that the server prepares once for each connection, outside of any transaction. TypeORM
 * would have it parsed anew each time, and an Error with its stack made in case it fails.
 */
export function executeMysql(
  dataSource: DataSource,
  sql: string,
  parameters: readonly unknown[],
): Promise<Pick<QueryResult, 'records' | 'affected'>> {
  dataSource.logger.logQuery(sql, [...parameters]);
  const execute = () =>
    new Promise<Pick<QueryResult, 'records' | 'affected'>>((resolve, reject) => {
      poolOf(dataSource).execute(sql, parameters, (error, answer = []) => {
        if (error instanceof NoConnection) reject(error);
        else if (error !== null) reject(new QueryFailedError(sql, [...parameters], error));
        else if (Array.isArray(answer)) resolve({ records: answer, affected: answer.length });
        else resolve({ records: [], affected: answer.affectedRows });
      });
    });
  return timed(dataSource, execute);
}
