import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  createTable,
  dropTables,
  integer,
  primary,
  type TableDefinition,
} from './columns.js';

const TABLES: readonly TableDefinition[] = [
  {
    name: 'session_limits',
    columns: [
      primary(integer('kind')),
      integer('idle_lifetime'),
      integer('lifetime'),
      integer('idle_before'),
      integer('begun_before'),
    ],
  },
];

const ADDED = [
  ['sessions', integer('renewed_at', 0)],
  ['interactions', integer('keep', 0)],
] as const;

/** For how long sessions last, as the settings say, and who asked to stay signed in. */
export class SessionLimits1795900000051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
    for (const [table, column] of ADDED) await addColumn(runner, table, column);
    await runner.query('UPDATE sessions SET renewed_at = expires_at - 43200 WHERE renewed_at = 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
    for (const [table, { name }] of ADDED) {
      await runner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
    }
  }
}
