import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, integer, nullable, text } from './columns.js';

const ADDED = [
  ['resource_servers', nullable(text('require_acr', 255))],
  ['users', nullable(integer('second_factor_asked_at'))],
] as const;

/** The weakest authentication context for tokens of an API; since when somebody has been asked for a second factor. */
export class Floors1795900000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of ADDED) await addColumn(runner, table, column);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, { name }] of ADDED) {
      await runner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
    }
  }
}
