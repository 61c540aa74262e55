import type { DataSourceOptions } from 'typeorm';
import { StartRefused } from '#platform/config';

const TLS_ADVICE =
  'ssl-mode=VERIFY_CA, REQUIRED or DISABLED after "?" in DATABASE_URL loosens what is checked; DATABASE_CA names the authority that signed its certificate.';

/** What to do about what a driver says when it is to connect. */
const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: start it, or correct host and port in DATABASE_URL.',
  ENOTFOUND: 'There is no such host: correct DATABASE_URL.',
  EAI_AGAIN: 'The name of its host cannot be resolved now: correct DATABASE_URL, or try again.',
  ETIMEDOUT: 'It does not answer: look for a firewall in between, and at host and port.',
  EHOSTUNREACH: 'There is no way to its host: look at the network, and at the host.',
  ECONNRESET: 'It ends the connection: look into its log.',
  PROTOCOL_CONNECTION_LOST: 'It ends the connection: look into its log.',
  ER_ACCESS_DENIED_ERROR: `It refuses the user or the password of DATABASE_URL, or wants TLS for this user. ${TLS_ADVICE}`,
  ER_DBACCESS_DENIED_ERROR: 'The user may not use this database: grant it all privileges on it.',
  ER_BAD_DB_ERROR: 'The database that DATABASE_URL names does not exist: create it.',
  ER_SECURE_TRANSPORT_REQUIRED: `It wants TLS. ${TLS_ADVICE}`,
  HANDSHAKE_NO_SSL_SUPPORT: `It speaks no TLS. ${TLS_ADVICE}`,
  HANDSHAKE_SSL_ERROR: `Its certificate cannot be trusted. ${TLS_ADVICE}`,
  ER_TABLEACCESS_DENIED_ERROR: 'The user may not change the schema: grant it all privileges.',
  ER_CON_COUNT_ERROR: 'It has too many connections: raise max_connections, or run fewer nodes.',
  ER_HOST_NOT_PRIVILEGED: 'It lets nobody in from this machine: grant the user access from here.',
  ER_OPTION_PREVENTS_STATEMENT: 'It is read-only: name the server that is written to.',
  ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: 'It is read-only: name the server that is written to.',
  SQLITE_CANTOPEN: 'The file, or its directory, cannot be opened by this user.',
  SQLITE_NOTADB: 'The file is no SQLite database: correct DATABASE_URL, or restore a backup.',
  SQLITE_CORRUPT: 'The file is damaged: restore a backup.',
  SQLITE_READONLY: 'The file, or its directory, cannot be written by this user.',
  SQLITE_READONLY_DIRECTORY: 'Its directory cannot be written by this user.',
  SQLITE_FULL: 'The disk is full.',
  SQLITE_BUSY: 'Another process holds the file.',
};

/** One sentence for the operator in place of what a driver throws; anything else as it is. */
export function startRefusal(error: unknown, where: string): unknown {
  if (error instanceof StartRefused) return error;
  const { code = '' } = driverErrorOf(error) as { code?: string };
  const advice =
    ADVICE[code] ??
    (/^(?:ERR_TLS|CERT_|DEPTH_|SELF_|UNABLE_)/.test(code)
      ? ADVICE['HANDSHAKE_SSL_ERROR']
      : undefined);
  if (advice === undefined) return error;
  return new StartRefused([`Gatehouse cannot use ${where} (${code}). ${advice}`], { cause: error });
}

/** For people. */
export function nameOfDatabase(options: DataSourceOptions): string {
  return options.type === 'better-sqlite3'
    ? `the SQLite database ${options.database}`
    : 'the database of DATABASE_URL';
}

function driverErrorOf(error: unknown): object {
  const { driverError } = (error ?? {}) as { driverError?: unknown };
  const own = driverError ?? error;
  return typeof own === 'object' && own !== null ? own : {};
}
