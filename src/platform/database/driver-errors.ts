import { QueryFailedError } from 'typeorm';

const CODES = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'ER_DUP_ENTRY']);

/** Whether a write lost against a unique index: the database's way of saying "somebody was first". */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof QueryFailedError && CODES.has(driverCode(error));
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

/** Those of MariaDB that the driver has no name for: connection killed, statement out of time. */
const UNAVAILABLE_NUMBERS = new Set([1927, 1969]);

/** Whether the database cannot serve right now: away, full, read-only or overloaded (attack P04). */
export function isDatabaseUnavailable(error: unknown): boolean {
  const driverError: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = driverCode({ driverError });
  if (UNAVAILABLE_CODES.has(code) || code.startsWith('SQLITE_IOERR')) return true;
  // What is fatal to the driver ended the connection.
  const { errno, fatal } = (driverError ?? {}) as { errno?: number; fatal?: unknown };
  return fatal === true || UNAVAILABLE_NUMBERS.has(errno ?? 0);
}
