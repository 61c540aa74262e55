import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, dropIndex, integer, nullable } from './columns.js';

/** When a person was deleted whose sessions and authorizations still are being deleted. */
export class DeletedPeople1795900000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'users', nullable(integer('deleted_at')));
    await addIndex(runner, 'users', ['deleted_at']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'users', ['deleted_at']);
    await runner.query('ALTER TABLE users DROP COLUMN deleted_at');
  }
}
