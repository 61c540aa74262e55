// @ts-check
// A database of the run's own on a server that is already there, created for it and dropped after it.
import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';

const SERVER = process.env['BENCH_MYSQL_URL'] ?? 'mysql://root@127.0.0.1:3306';

/** @param {string} statement */
async function execute(statement) {
  const connection = await createConnection({ uri: SERVER, connectTimeout: 2000 });
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}

export function mysqlDatabase() {
  const name = `gatehouse_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  let created = false;
  return {
    url: url.href,
    async unavailable() {
      try {
        await execute('SELECT 1');
        return undefined;
      } catch (error) {
        return `no database at ${url.host}: ${error instanceof Error ? error.message : 'unknown'}`;
      }
    },
    async create() {
      await execute(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`);
      created = true;
    },
    async drop() {
      if (created) await execute(`DROP DATABASE IF EXISTS \`${name}\``);
      created = false;
    },
  };
}
