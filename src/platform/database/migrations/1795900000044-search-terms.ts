import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  clientId,
  createTable,
  dropTables,
  OF_CLIENT,
  primary,
  type TableDefinition,
  text,
} from './columns.js';

export const TERM_TABLES: readonly TableDefinition[] = [
  {
    name: 'client_terms',
    columns: [primary(text('kind', 16)), primary(text('value', 200)), primary(clientId())],
    indices: [['client_id']],
    belongsTo: OF_CLIENT,
  },
];

/** By what clients are looked for. */
export class SearchTerms1795900000044 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TERM_TABLES) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TERM_TABLES);
  }
}
