import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, nullable, text } from './columns.js';

/** Where a device asked from, for the person who is asked (RFC 8628 §5.4). */
export class DeviceHint1764000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'device_authorizations', nullable(text('ip', 45)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('device_authorizations', 'ip');
  }
}
