import { randomBytes } from 'node:crypto';
import { describe } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { atEndOfFile } from './end-of-file.js';
import { skippable } from './skippable.js';

const server = new URL(process.env['TEST_MYSQL_URL'] ?? 'mysql://root@127.0.0.1:3306');

async function run(sql: string): Promise<void> {
  const connection = await createConnection({
    host: server.hostname,
    port: Number(server.port || 3306),
    user: decodeURIComponent(server.username),
    password: decodeURIComponent(server.password),
    connectTimeout: 2000,
  });
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

async function whyUnavailable(): Promise<string | undefined> {
  try {
    await run('SELECT 1');
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return `no MariaDB or MySQL at ${server.host} (${code ?? String(error)})`;
  }
}

const unavailable = await whyUnavailable();

/** `describe` that is skipped, naming the reason, where no MariaDB or MySQL answers. */
export const describeMariadb = skippable(describe, unavailable);

export interface TemporaryDatabase {
  readonly name: string;
  /** `mysql://user:password@host:port/name`, ready for DATABASE_URL. */
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates an empty database of a name nobody else uses; it is dropped with the test file. */
export async function createDatabase(): Promise<TemporaryDatabase> {
  const name = `gatehouse_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const drop = () => run(`DROP DATABASE IF EXISTS ${name}`);
  atEndOfFile(drop);
  return { name, url: url.href, drop };
}

/**
 * Runs one suite on SQLite and, where it can be reached, on MariaDB. `databaseUrl` gives the value
 * for DATABASE_URL: undefined for SQLite (each data directory has its own), a new database else.
 */
export function describeEachDatabase(
  name: string,
  body: (databaseUrl: () => Promise<string | undefined>) => void,
): void {
  describe(`${name} (SQLite)`, () => {
    body(async () => undefined);
  });
  describeMariadb(`${name} (MariaDB)`, () => {
    body(async () => (await createDatabase()).url);
  });
}
