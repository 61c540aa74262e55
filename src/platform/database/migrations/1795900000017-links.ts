import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  createTable,
  dropTables,
  id,
  integer,
  json,
  nullable,
  OF_USER,
  primary,
  type TableDefinition,
  text,
  userId,
} from './columns.js';

export const LINK_TABLES: readonly TableDefinition[] = [
  {
    name: 'links',
    columns: [
      primary(id()),
      text('purpose', 24),
      text('slot', 43),
      nullable(userId()),
      nullable(text('email', 320)),
      nullable(integer('credential_version')),
      nullable(json('data')),
      integer('created_at'),
      integer('expires_at'),
    ],
    unique: [['slot']],
    indices: [['user_id'], ['expires_at']],
    belongsTo: OF_USER,
  },
];

/** What can be done once by whoever holds the link to it. */
export class Links1795900000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of LINK_TABLES) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, LINK_TABLES);
  }
}
