import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
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

export const SECOND_FACTOR_TABLES: readonly TableDefinition[] = [
  {
    name: 'totp_authenticators',
    columns: [
      primary(id()),
      userId(),
      text('name', 100),
      text('secret', 255),
      integer('last_step'),
      integer('created_at'),
      nullable(integer('last_used_at')),
    ],
    indices: [['user_id']],
    belongsTo: OF_USER,
  },
  {
    name: 'recovery_codes',
    columns: [
      primary(id()),
      userId(),
      text('slot', 1),
      text('code_hash', 255),
      nullable(integer('used_at')),
      integer('created_at'),
    ],
    indices: [['user_id']],
    belongsTo: OF_USER,
  },
];

/** Authenticator apps, and the codes for when they are lost. */
export class SecondFactors1795900000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of SECOND_FACTOR_TABLES) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, SECOND_FACTOR_TABLES);
  }
}
