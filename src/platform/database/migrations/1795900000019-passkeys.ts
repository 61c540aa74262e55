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

export const PASSKEY_TABLES: readonly TableDefinition[] = [
  {
    name: 'passkeys',
    columns: [
      primary(id()),
      text('credential_hash', 43),
      json('credential_id'),
      userId(),
      text('rp_id', 253),
      json('public_key'),
      integer('sign_count'),
      integer('backup_eligible'),
      integer('backed_up'),
      integer('discoverable'),
      text('transports', 100),
      text('aaguid', 36),
      text('name', 100),
      integer('created_at'),
      nullable(integer('last_used_at')),
    ],
    unique: [['credential_hash']],
    indices: [['user_id']],
    belongsTo: OF_USER,
  },
];

/** What people sign in with instead of a password, or beside it (WebAuthn). */
export class Passkeys1795900000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of PASSKEY_TABLES) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, PASSKEY_TABLES);
  }
}
