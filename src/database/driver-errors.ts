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
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'SQLITE_BUSY',
  'SQLITE_FULL',
  'SQLITE_READONLY',
]);

/** Whether the database cannot serve right now: away, full, read-only or overloaded (attack P04). */
export function isDatabaseUnavailable(error: unknown): boolean {
  const code = driverCode(error instanceof QueryFailedError ? error : { driverError: error });
  return UNAVAILABLE_CODES.has(code) || code.startsWith('SQLITE_IOERR');
}
