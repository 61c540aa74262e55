/**
 * The connection to SQLite or MySQL: data source, migrations, transactions.
 *
 * Owns how statements reach the database: on SQLite, where all requests share one connection, it
 * commits the writes of concurrent requests together and keeps transactions apart. Entities and
 * repositories stay with the modules that own them. Every module above `config` may import it.
 */
export * from './data-source-options.js';
export * from './database.module.js';
export { DatabaseHealth } from './database-health.js';
export * from './installation.js';
export * from './migrate.js';
export type { Dependent } from './migrations/columns.js';
export { DEPENDENTS_OF_CLIENTS, DEPENDENTS_OF_USERS } from './migrations/index.js';
export { inspectDatabase, openDataSource } from './open-data-source.js';
export { Rehearsal, Rehearsed, type WouldHappen } from './rehearsal.js';
export * from './sqlite-lock.js';
export * from './prepared-query.js';
export { NotTold, personalRows, personalTables, TellsPerson } from './personal-rows.js';
export * from './transactions.js';
export * from './transfer/index.js';
export * from './driver-errors.js';
export { StatementLogger } from './statement-logger.js';
