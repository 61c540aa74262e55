import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, dropIndex, integer, nullable, text } from './columns.js';

/** Who has signed up and waits for an admin; and who somebody says they are before they sign in. */
export class SignUp1795900000090 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'users', integer('awaits_approval', 0));
    await addIndex(runner, 'users', ['awaits_approval']);
    await addColumn(runner, 'interactions', nullable(text('identifier', 320)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE interactions DROP COLUMN identifier');
    await dropIndex(runner, 'users', ['awaits_approval']);
    await runner.query('ALTER TABLE users DROP COLUMN awaits_approval');
  }
}
