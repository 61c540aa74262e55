import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, dropIndex } from './columns.js';

const INDICES = ['created_at', 'ip'];

/** Admins look for sessions by when and where they began. */
export class SessionsByPlace1795900000043 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const column of INDICES) await addIndex(runner, 'sessions', [column]);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of INDICES) await dropIndex(runner, 'sessions', [column]);
  }
}
