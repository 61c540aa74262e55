import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, integer, json, nullable, primary, text } from './columns.js';

/** Authorization requests that clients push (RFC 9126), and which of them a person is asked about. */
export class PushedAuthorizationRequests1764000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'pushed_authorization_requests',
      columns: [
        primary(text('request_uri_hash', 43)),
        text('client_id', 64),
        json('parameters'),
        nullable(integer('consumed_at')),
        integer('created_at'),
        integer('valid_until'),
        integer('expires_at'),
      ],
      indices: [['client_id'], ['expires_at']],
      belongsTo: { client_id: ['clients', 'client_id'] },
    });
    await addColumn(runner, 'interactions', nullable(text('pushed_request', 43)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('interactions', 'pushed_request');
    await runner.dropTable('pushed_authorization_requests');
  }
}
