import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  createTable,
  dropTables,
  id,
  integer,
  nullable,
  OF_USER,
  primary,
  type TableDefinition,
  text,
  userId,
} from './columns.js';

export const TRUSTED_TABLES: readonly TableDefinition[] = [
  {
    name: 'trusted_browsers',
    columns: [
      primary(id()),
      userId(),
      text('secret_hash', 43),
      integer('credential_version'),
      integer('session_version'),
      integer('proven_at'),
      integer('created_at'),
      integer('last_used_at'),
      integer('expires_at'),
      nullable(text('user_agent', 255)),
      nullable(text('ip', 45)),
    ],
    unique: [['secret_hash']],
    indices: [['user_id'], ['expires_at']],
    belongsTo: OF_USER,
  },
];

const ADDED = [
  ['users', integer('factors_changed_at', 0)],
  ['sessions', integer('trusted', 0)],
] as const;

/** Browsers in which the second factor is not asked for. */
export class TrustedBrowsers1795900000052 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TRUSTED_TABLES) await createTable(runner, table);
    for (const [table, column] of ADDED) await addColumn(runner, table, column);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TRUSTED_TABLES);
    for (const [table, { name }] of ADDED) {
      await runner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
    }
  }
}
