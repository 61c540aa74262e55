/**
 * The data source for the TypeORM command line, with the same environment as the server:
 *
 *   npm run typeorm -- migration:show
 */
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { loadConfig } from '#platform/config';
import { dataSourceOptions } from '#platform/database';

export default new DataSource({
  ...dataSourceOptions(loadConfig(process.env, 'guest').database),
  // The server keeps its statements to itself; here somebody wants to see what happens.
  logger: 'simple-console',
  logging: ['schema', 'migration', 'error'],
  entities: [join(import.meta.dirname, 'build/**/*.entity.js')],
});
