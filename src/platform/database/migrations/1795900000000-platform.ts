import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  clientId,
  createTable,
  dropTables,
  id,
  integer,
  json,
  nullable,
  primary,
  type TableDefinition,
  text,
  userId,
  version,
} from './columns.js';

const TABLES: readonly TableDefinition[] = [
  {
    name: 'installation',
    columns: [primary(text('name', 64)), text('value', 1024)],
  },
  {
    name: 'installation_secrets',
    columns: [primary(text('name', 64)), json('sealed')],
  },
  {
    name: 'signing_keys',
    columns: [
      primary(text('kid', 64)),
      text('algorithm', 16),
      text('usage', 8, 'sig'),
      text('custody', 16, 'local'),
      json('public_jwk'),
      json('private_key'),
      integer('created_at'),
      integer('active_from'),
      nullable(integer('published_until')),
    ],
    indices: [['published_until']],
  },
  {
    name: 'settings',
    columns: [
      primary(text('scope', 64)),
      primary(text('name', 64)),
      json('value'),
      version(),
      integer('updated_at'),
      nullable(userId('updated_by')),
    ],
  },
  {
    name: 'attempt_budgets',
    columns: [
      primary(text('key_hash', 43)),
      integer('attempts'),
      integer('blocked_until', 0),
      integer('expires_at'),
    ],
    indices: [['expires_at']],
  },
  {
    name: 'used_values',
    columns: [primary(text('value_hash', 43)), text('kind', 32), integer('expires_at')],
    indices: [['expires_at']],
  },
  {
    name: 'leases',
    columns: [primary(text('name', 64)), text('owner', 64), integer('expires_at')],
  },
  {
    name: 'events',
    columns: [
      primary(id()),
      integer('at'),
      nullable(integer('seq')),
      nullable(text('hash', 43)),
      text('type', 64),
      text('outcome', 16),
      text('actor_kind', 16),
      nullable(text('actor', 255)),
      nullable(text('on_behalf_of', 255)),
      nullable(clientId()),
      nullable(userId()),
      nullable(text('object_kind', 32)),
      nullable(text('object_id', 255)),
      nullable(text('request_id', 64)),
      nullable(json('facts')),
      nullable(text('facts_salt', 43)),
      nullable(text('facts_digest', 43)),
    ],
    unique: [['seq']],
    indices: [['at'], ['user_id', 'at'], ['client_id', 'at'], ['object_kind', 'object_id', 'at']],
  },
  {
    name: 'errors',
    columns: [
      primary(text('reference', 64)),
      integer('at'),
      text('endpoint', 64),
      text('error', 64),
      nullable(text('check', 64)),
      nullable(text('spec', 100)),
      nullable(clientId()),
      nullable(userId()),
      text('ip', 45),
      nullable(json('facts')),
    ],
    indices: [['at'], ['client_id', 'at'], ['check', 'at']],
  },
  {
    name: 'outbox',
    columns: [
      primary(id()),
      text('lane', 32),
      text('key', 255),
      text('recipient', 255),
      json('payload'),
      integer('due_at'),
      integer('attempts', 0),
      integer('expires_at'),
      nullable(text('failed_reason', 255)),
    ],
    unique: [['lane', 'key']],
    indices: [['lane', 'due_at'], ['lane', 'recipient', 'due_at'], ['expires_at']],
  },
];

/** What keeps the installation safe and tidy. */
export class Platform1795900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
