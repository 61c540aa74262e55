import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addIndex,
  createTable,
  dropIndex,
  dropTables,
  integer,
  json,
  nullable,
  primary,
  type TableDefinition,
  text,
  userId,
} from './columns.js';

const TABLES: readonly TableDefinition[] = [
  {
    name: 'event_chain',
    columns: [primary(integer('id')), integer('seq'), text('hash', 43)],
  },
  {
    name: 'event_checkpoints',
    columns: [
      primary(integer('seq')),
      text('hash', 43),
      integer('at'),
      text('previous', 43),
      text('kid', 64),
      json('public_jwk'),
      json('statement'),
      nullable(json('cut')),
    ],
    unique: [['previous']],
    indices: [['at']],
  },
  {
    name: 'event_erasures',
    columns: [primary(userId()), integer('at')],
  },
];

const INDICES = [['type', 'at'], ['actor', 'at'], ['ip', 'at'], ['request_id']];

/** The journal as a chain of hashes with signed checkpoints, and what it is searched by. */
export class Chain1795900000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await createTable(runner, table);
    await addColumn(runner, 'events', nullable(text('ip', 45)));
    for (const columns of INDICES) await addIndex(runner, 'events', columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const columns of INDICES) await dropIndex(runner, 'events', columns);
    await runner.query('ALTER TABLE events DROP COLUMN ip');
    await dropTables(runner, TABLES);
  }
}
