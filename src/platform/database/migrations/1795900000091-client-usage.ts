import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addIndex,
  clientId,
  createTable,
  dropIndex,
  dropTables,
  integer,
  OF_CLIENT,
  primary,
  type TableDefinition,
  text,
} from './columns.js';

export const USAGE_TABLES: readonly TableDefinition[] = [
  {
    name: 'client_usage',
    columns: [
      primary(clientId()),
      primary(integer('day')),
      primary(text('kind', 64)),
      integer('ok', 0),
      integer('failed', 0),
      integer('last_at'),
    ],
    indices: [['day']],
    belongsTo: OF_CLIENT,
  },
];

/** How much clients are used, and since when they are not. */
export class ClientUsage1795900000091 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of USAGE_TABLES) await createTable(runner, table);
    await addIndex(runner, 'clients', ['last_used_at', 'created_at']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'clients', ['last_used_at', 'created_at']);
    await dropTables(runner, USAGE_TABLES);
  }
}
