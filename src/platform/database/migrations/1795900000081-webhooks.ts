import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  createTable,
  dropTables,
  id,
  integer,
  json,
  nullable,
  primary,
  type TableDefinition,
  text,
  version,
} from './columns.js';

const TABLES: readonly TableDefinition[] = [
  {
    name: 'event_readers',
    columns: [
      primary(text('name', 64)),
      integer('seq'),
      integer('attempts', 0),
      integer('due_at', 0),
      nullable(text('claim', 32)),
      integer('claimed_until', 0),
      nullable(text('failed_reason', 255)),
      nullable(integer('failing_since')),
    ],
  },
  {
    name: 'webhooks',
    columns: [
      primary(id()),
      integer('slot'),
      text('url', 2000),
      text('description', 200, ''),
      json('types'),
      json('secret'),
      nullable(json('former_secret')),
      nullable(integer('former_until')),
      integer('enabled', 1),
      nullable(text('disabled_reason', 255)),
      nullable(text('external_id', 255)),
      integer('created_at'),
      integer('updated_at'),
      version(),
    ],
    unique: [['slot'], ['external_id']],
  },
  {
    name: 'webhook_deliveries',
    columns: [
      primary(id()),
      id('webhook_id'),
      id('event_id'),
      integer('seq'),
      text('type', 64),
      integer('at'),
      integer('attempt'),
      nullable(integer('status')),
      nullable(text('reason', 255)),
      integer('milliseconds'),
    ],
    indices: [['webhook_id', 'at'], ['at']],
  },
];

/** Who is told of events, and up to which one. */
export class Webhooks1795900000081 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
  }
}
