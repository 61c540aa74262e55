import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  createTable,
  dropTables,
  integer,
  json,
  nullable,
  primary,
  type TableDefinition,
  text,
} from './columns.js';

const TABLES: readonly TableDefinition[] = [
  {
    name: 'idempotency_keys',
    columns: [
      primary(text('key_hash', 43)),
      text('request_hash', 43),
      nullable(integer('status')),
      nullable(json('sealed_answer')),
      integer('expires_at'),
    ],
    indices: [['expires_at']],
  },
];

/** Requests that are done once, however often they are sent. */
export class IdempotencyKeys1795900000042 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
