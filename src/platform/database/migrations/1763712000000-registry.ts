import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, integer, json, nullable, primary, text } from './columns.js';

/** What admins register: clients, users, resource servers; and the keys of the installation. */
export class Registry1763712000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'clients',
      columns: [
        primary(text('client_id', 64)),
        json('metadata'),
        integer('disabled', 0),
        integer('created_at'),
        integer('updated_at'),
      ],
    });
    await createTable(runner, {
      name: 'client_secrets',
      columns: [
        primary(text('id', 32)),
        text('client_id', 64),
        text('secret_hash', 43),
        integer('created_at'),
        nullable(integer('expires_at')),
        nullable(integer('last_used_at')),
      ],
      indices: [['client_id']],
      belongsTo: { client_id: ['clients', 'client_id'] },
    });
    await createTable(runner, {
      name: 'client_origins',
      columns: [primary(text('origin', 300)), primary(text('client_id', 64))],
      indices: [['client_id']],
      belongsTo: { client_id: ['clients', 'client_id'] },
    });
    await createTable(runner, {
      name: 'users',
      columns: [
        primary(text('sub', 64)),
        text('username', 255),
        text('username_key', 255),
        nullable(text('email', 320)),
        nullable(text('email_key', 320)),
        integer('email_verified', 0),
        nullable(text('password_hash', 255)),
        json('claims'),
        json('roles'),
        integer('disabled', 0),
        integer('credential_version', 0),
        integer('created_at'),
        integer('updated_at'),
      ],
      unique: [['username_key'], ['email_key']],
    });
    await createTable(runner, {
      name: 'resource_servers',
      columns: [
        primary(text('id', 32)),
        text('identifier', 512),
        text('name', 200),
        text('access_token_format', 16),
        integer('access_token_lifetime'),
        integer('created_at'),
        integer('updated_at'),
      ],
      unique: [['identifier']],
    });
    await createTable(runner, {
      name: 'resource_scopes',
      columns: [
        primary(text('name', 100)),
        text('resource_server_id', 32),
        text('description', 500),
      ],
      indices: [['resource_server_id']],
      belongsTo: { resource_server_id: ['resource_servers', 'id'] },
    });
    await createTable(runner, {
      name: 'signing_keys',
      columns: [
        primary(text('kid', 64)),
        text('algorithm', 16),
        json('public_jwk'),
        json('private_key'),
        integer('created_at'),
        integer('active_from'),
        nullable(integer('published_until')),
      ],
      indices: [['published_until']],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'signing_keys',
      'resource_scopes',
      'resource_servers',
      'users',
      'client_origins',
      'client_secrets',
      'clients',
    ]) {
      await runner.dropTable(table);
    }
  }
}
