import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  clientId,
  createTable,
  dropTables,
  OF_CLIENT,
  OF_USER,
  primary,
  type TableDefinition,
  text,
  userId,
} from './columns.js';

export const TERM_TABLES: readonly TableDefinition[] = [
  {
    name: 'client_terms',
    columns: [primary(text('kind', 16)), primary(text('value', 200)), primary(clientId())],
    indices: [['client_id']],
    belongsTo: OF_CLIENT,
  },
];

export const USER_TERM_TABLES: readonly TableDefinition[] = [
  {
    name: 'user_terms',
    columns: [primary(text('kind', 16)), primary(text('value', 200)), primary(userId())],
    indices: [['user_id']],
    belongsTo: OF_USER,
  },
];

const TABLES = [...TERM_TABLES, ...USER_TERM_TABLES];

/** By what clients and people are looked for. */
export class SearchTerms1795900000044 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
