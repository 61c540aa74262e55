import type { DataSourceOptions } from 'typeorm';
import type { DatabaseConfig } from '#platform/config';
import { migrations } from './migrations/index.js';
import { StatementLogger } from './statement-logger.js';

/** TypeORM options for either database. The schema comes from migrations only, never `synchronize`. */
export function dataSourceOptions(database: DatabaseConfig): DataSourceOptions {
  const shared = {
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    synchronize: false,
    logging: true as const,
    logger: new StatementLogger(),
  };
  if (database.kind === 'sqlite') {
    return {
      ...shared,
      type: 'better-sqlite3',
      database: database.path,
      timeout: 5000,
      enableWAL: true,
      // FULL: an acknowledged write survives a power cut, not only a crash of the process.
      prepareDatabase: (connection: { pragma(text: string): unknown }) => {
        connection.pragma('synchronous = FULL');
      },
    };
  }
  return {
    ...shared,
    type: 'mysql',
    host: database.host,
    port: database.port,
    username: database.user,
    password: database.password,
    database: database.name,
    ...(database.tls === undefined ? {} : { ssl: { ...database.tls } }),
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    poolSize: 16,
    connectTimeout: 5000,
  };
}
