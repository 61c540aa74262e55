import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, integer, json, nullable, primary, text } from './columns.js';

/** What people do: sessions, interactions, consents, and the authorizations that tokens rest on. */
export class Authorizations1763712000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'sessions',
      columns: [
        primary(text('id', 32)),
        text('token_hash', 43),
        text('user_id', 64),
        text('amr', 100),
        integer('credential_version'),
        integer('auth_time'),
        integer('created_at'),
        integer('last_seen_at'),
        integer('expires_at'),
        nullable(integer('ended_at')),
        nullable(text('ip', 45)),
        nullable(text('user_agent', 255)),
      ],
      unique: [['token_hash']],
      indices: [['user_id'], ['expires_at']],
      belongsTo: { user_id: ['users', 'sub'] },
    });
    await createTable(runner, {
      name: 'interactions',
      columns: [
        primary(text('uid', 43)),
        nullable(text('browser_hash', 43)),
        nullable(text('client_id', 64)),
        text('prompt', 16),
        text('return_to', 100),
        json('parameters'),
        nullable(text('session_id', 32)),
        nullable(json('approved_scope')),
        nullable(integer('denied_at')),
        nullable(integer('completed_at')),
        integer('created_at'),
        integer('expires_at'),
      ],
      indices: [['expires_at']],
      belongsTo: { client_id: ['clients', 'client_id'] },
    });
    await createTable(runner, {
      name: 'consents',
      columns: [
        primary(text('id', 32)),
        text('user_id', 64),
        text('client_id', 64),
        json('scope'),
        integer('created_at'),
        integer('updated_at'),
      ],
      unique: [['user_id', 'client_id']],
      indices: [['client_id']],
      belongsTo: { user_id: ['users', 'sub'], client_id: ['clients', 'client_id'] },
    });
    await createTable(runner, {
      name: 'authorizations',
      columns: [
        primary(text('id', 32)),
        text('client_id', 64),
        text('user_id', 64),
        nullable(text('session_id', 32)),
        nullable(text('consent_id', 32)),
        text('grant_type', 100),
        integer('online', 1),
        json('scope'),
        json('resources'),
        text('amr', 100),
        integer('auth_time'),
        integer('credential_version'),
        nullable(text('nonce', 512)),
        nullable(text('code_hash', 43)),
        nullable(integer('code_expires_at')),
        nullable(integer('code_consumed_at')),
        integer('code_failures', 0),
        nullable(text('redirect_uri', 2048)),
        integer('redirect_uri_sent', 0),
        nullable(text('code_challenge', 43)),
        integer('refresh_generation', 0),
        nullable(integer('refresh_rotated_at')),
        nullable(integer('refresh_expires_at')),
        nullable(integer('refresh_absolute_expires_at')),
        integer('created_at'),
        integer('expires_at'),
        nullable(integer('revoked_at')),
      ],
      unique: [['code_hash']],
      indices: [['user_id'], ['client_id'], ['expires_at']],
      belongsTo: { user_id: ['users', 'sub'], client_id: ['clients', 'client_id'] },
    });
    await createTable(runner, {
      name: 'access_tokens',
      columns: [
        primary(text('token_hash', 43)),
        text('jti', 32),
        nullable(text('authorization_id', 32)),
        text('client_id', 64),
        nullable(text('user_id', 64)),
        json('scope'),
        json('audience'),
        integer('issued_at'),
        integer('expires_at'),
      ],
      indices: [['authorization_id'], ['client_id'], ['user_id'], ['expires_at']],
      belongsTo: {
        authorization_id: ['authorizations', 'id'],
        client_id: ['clients', 'client_id'],
        user_id: ['users', 'sub'],
      },
    });
    await createTable(runner, {
      name: 'revoked_access_tokens',
      columns: [primary(text('jti', 64)), integer('expires_at')],
      indices: [['expires_at']],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'revoked_access_tokens',
      'access_tokens',
      'authorizations',
      'consents',
      'interactions',
      'sessions',
    ]) {
      await runner.dropTable(table);
    }
  }
}
