import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, json, nullable } from './columns.js';

/** What of Gatehouse's own roles somebody has, and for what each is good. */
export class AdminRoles1795900000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'users', nullable(json('admin_roles')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN admin_roles');
  }
}
