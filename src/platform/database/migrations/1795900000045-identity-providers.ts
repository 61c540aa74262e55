import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
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
  version,
} from './columns.js';

const OF_PROVIDER = { provider_id: ['identity_providers', 'id'] } satisfies NonNullable<
  TableDefinition['belongsTo']
>;

export const IDENTITY_TABLES: readonly TableDefinition[] = [
  {
    name: 'identity_providers',
    columns: [
      primary(text('id', 64)),
      id('epoch'),
      text('kind', 16),
      text('name', 100),
      integer('enabled'),
      json('config'),
      nullable(json('secret')),
      nullable(text('external_id', 255)),
      version(),
      integer('created_at'),
      integer('updated_at'),
    ],
    unique: [['epoch'], ['external_id']],
  },
  {
    name: 'provider_domains',
    columns: [primary(text('domain', 253)), text('provider_id', 64)],
    indices: [['provider_id']],
    belongsTo: OF_PROVIDER,
  },
  {
    name: 'identities',
    columns: [
      primary(id()),
      userId(),
      text('provider_id', 64),
      text('subject', 255),
      nullable(text('email', 320)),
      integer('created_at'),
      integer('last_used_at'),
    ],
    unique: [['provider_id', 'subject']],
    indices: [['user_id']],
    belongsTo: { ...OF_USER, ...OF_PROVIDER },
  },
  {
    name: 'upstream_sessions',
    columns: [
      primary(id()),
      text('provider_id', 64),
      text('subject', 255),
      nullable(text('upstream_sid', 255)),
      id('session_id'),
      userId(),
      nullable(json('id_token')),
      integer('expires_at'),
    ],
    unique: [['session_id']],
    indices: [['provider_id', 'subject'], ['provider_id', 'upstream_sid'], ['expires_at']],
  },
];

/** Who signs people in elsewhere, who they are there, and which sessions rest on it. */
export class IdentityProviders1795900000045 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of IDENTITY_TABLES) await createTable(runner, table);
    await addColumn(runner, 'sessions', nullable(id('provider_epoch')));
    await addColumn(runner, 'interactions', nullable(json('upstream')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE interactions DROP COLUMN upstream');
    await runner.query('ALTER TABLE sessions DROP COLUMN provider_epoch');
    await dropTables(runner, IDENTITY_TABLES);
  }
}
