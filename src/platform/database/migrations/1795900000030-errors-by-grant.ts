import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, nullable, text } from './columns.js';

/** Under which grant type a request was refused. */
export class ErrorsByGrant1795900000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'errors', nullable(text('grant_type', 100)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE errors DROP COLUMN grant_type');
  }
}
