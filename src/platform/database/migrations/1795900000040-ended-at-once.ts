import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, integer, nullable } from './columns.js';

const ADDED = [
  ['users', integer('session_version', 0)],
  ['users', integer('access_version', 0)],
  ['sessions', integer('session_version', 0)],
  ['authorizations', integer('access_version', 0)],
  ['device_authorizations', nullable(integer('access_version'))],
] as const;

/** Counts how often all sessions of a person, or all access in their name, were ended. */
export class EndedAtOnce1795900000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of ADDED) await addColumn(runner, table, column);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, { name }] of ADDED) {
      await runner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
    }
  }
}
