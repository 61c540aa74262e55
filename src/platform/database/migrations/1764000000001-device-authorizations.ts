import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, integer, json, nullable, primary, text } from './columns.js';

/** Requests of devices that wait for a person (RFC 8628). */
export class DeviceAuthorizations1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'device_authorizations',
      columns: [
        primary(text('id', 32)),
        text('device_code_hash', 43),
        text('user_code', 8),
        text('client_id', 64),
        json('scope'),
        json('resources'),
        nullable(text('code_challenge', 43)),
        integer('poll_interval'),
        nullable(integer('last_polled_at')),
        nullable(text('user_id', 64)),
        nullable(text('session_id', 32)),
        nullable(text('consent_id', 32)),
        nullable(integer('credential_version')),
        nullable(integer('auth_time')),
        nullable(text('amr', 100)),
        nullable(integer('approved_at')),
        nullable(integer('denied_at')),
        nullable(integer('consumed_at')),
        integer('created_at'),
        integer('code_expires_at'),
        integer('expires_at'),
      ],
      unique: [['device_code_hash'], ['user_code']],
      indices: [['client_id'], ['user_id'], ['expires_at']],
      belongsTo: { client_id: ['clients', 'client_id'], user_id: ['users', 'sub'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('device_authorizations');
  }
}
