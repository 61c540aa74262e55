import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, dropIndex, integer } from './columns.js';

/** Who has signed up and waits for an admin. */
export class SignUp1795900000090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'users', integer('awaits_approval', 0));
    await addIndex(runner, 'users', ['awaits_approval']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'users', ['awaits_approval']);
    await runner.query('ALTER TABLE users DROP COLUMN awaits_approval');
  }
}
