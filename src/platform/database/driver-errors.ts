import { QueryFailedError } from 'typeorm';

const CODES = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'ER_DUP_ENTRY']);

/**
 * Whether a write lost against a unique index: the database's way of saying "somebody was first".
 * @param column the only one of the index; SQLite names it, and on MySQL the index is called like it
 */
export function isUniqueViolation(error: unknown, column?: string): boolean {
  if (!(error instanceof QueryFailedError) || !CODES.has(driverCode(error))) return false;
  return column === undefined || new RegExp(`(?:\\.|key ')${column}'?$`).test(error.message);
}

const FOREIGN_KEY_CODES = new Set(['SQLITE_CONSTRAINT_FOREIGNKEY', 'ER_NO_REFERENCED_ROW_2']);

/** Whether a write named a parent row that does not exist (any more). */
export function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof QueryFailedError && FOREIGN_KEY_CODES.has(driverCode(error));
}

function driverCode({ driverError }: { driverError: unknown }): string {
  const code = (driverError as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'PROTOCOL_CONNECTION_LOST',
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
  'ER_SERVER_SHUTDOWN',
  'ER_NORMAL_SHUTDOWN',
  'ER_QUERY_INTERRUPTED',
  'ER_QUERY_TIMEOUT',
  'ER_ERROR_DURING_COMMIT',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_READ_ONLY_MODE',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_LOCK_TABLE_FULL',
  'SQLITE_BUSY',
  'SQLITE_CANTOPEN',
  'SQLITE_FULL',
  'SQLITE_READONLY',
]);

/**
 * A node that is no part of its cluster: Galera's "WSREP has not yet prepared node" (1047), and those of group
 * replication, of a member that left and of a transaction that the group did not take.
 */
const CLUSTER_NUMBERS = new Set([1047, 3100, 3101, 3796]);

/** And of MariaDB, what the driver has no name for: connection killed, statement out of time. */
const UNAVAILABLE_NUMBERS = new Set([1927, 1969, ...CLUSTER_NUMBERS]);

/** No connection to the database could be had. The driver's own error is the cause. */
export class NoConnection extends Error {
  override readonly name = 'NoConnection';
}

/**
 * Whether the database cannot serve right now: away, full, read-only or overloaded (attack P04). Only what the
 * driver says counts: a caller who goes away, and a server of others, end with the same codes.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  const driverError = driverErrorOf(error);
  if (driverError === undefined) return false;
  const code = driverCode({ driverError });
  if (UNAVAILABLE_CODES.has(code) || code.startsWith('SQLITE_IOERR')) return true;
  // What is fatal to the driver ended the connection.
  const { errno, fatal } = driverError as { errno?: number; fatal?: unknown };
  return fatal === true || UNAVAILABLE_NUMBERS.has(errno ?? 0);
}

const DEMOTED_CODES = new Set([
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_READ_ONLY_MODE',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
]);

/** Whether the server behind a connection is not, or not any more, the one that is written to. */
export function isDatabaseDemoted(error: unknown): boolean {
  const driverError = driverErrorOf(error);
  if (driverError === undefined) return false;
  const { errno } = driverError as { errno?: number };
  return DEMOTED_CODES.has(driverCode({ driverError })) || CLUSTER_NUMBERS.has(errno ?? 0);
}

function driverErrorOf(error: unknown): object | undefined {
  const failed: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (failed instanceof NoConnection) return failed.cause as object;
  const isDrivers = failed !== error || isSqliteError(error);
  return isDrivers && typeof failed === 'object' && failed !== null ? failed : undefined;
}

/** Of a commit that several requests share, which no statement failed in. */
function isSqliteError(error: unknown): boolean {
  return driverCode({ driverError: error }).startsWith('SQLITE_');
}
