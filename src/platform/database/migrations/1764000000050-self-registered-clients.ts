import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumn, createTable, integer, json, nullable, primary, text } from './columns.js';

/** Clients that register themselves (RFC 7591, RFC 7592). */
export class SelfRegisteredClients1764000000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'clients', nullable(integer('expires_at')));
    await runner.createIndex('clients', new TableIndex({ columnNames: ['expires_at'] }));
    await createTable(runner, {
      name: 'client_registrations',
      columns: [
        primary(text('client_id', 64)),
        text('access_token_hash', 43),
        nullable(text('initial_access_token_id', 32)),
        json('policy'),
      ],
      indices: [['initial_access_token_id']],
      belongsTo: { client_id: ['clients', 'client_id'] },
    });
    await createTable(runner, {
      name: 'initial_access_tokens',
      columns: [
        primary(text('id', 32)),
        text('token_hash', 43),
        text('name', 200),
        json('policy'),
        integer('uses'),
        integer('max_uses'),
        integer('created_at'),
        integer('expires_at'),
      ],
      unique: [['token_hash']],
      indices: [['expires_at']],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('initial_access_tokens');
    await runner.dropTable('client_registrations');
    await runner.dropColumn('clients', 'expires_at');
  }
}
