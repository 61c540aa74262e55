import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, integer, nullable, primary, text } from './columns.js';

/** Who has to hear when a session ends, and how far telling them has come. */
export class SessionClients1764000000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'session_clients',
      columns: [
        primary(text('id', 32)),
        text('session_id', 32),
        text('client_id', 64),
        text('user_id', 64),
        nullable(integer('due_at')),
        integer('attempts', 0),
        integer('expires_at'),
      ],
      unique: [['session_id', 'client_id']],
      indices: [['client_id'], ['user_id'], ['due_at'], ['expires_at']],
      // Neither to sessions nor to users: whoever is deleted is signed out everywhere, too.
      belongsTo: { client_id: ['clients', 'client_id'] },
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('session_clients');
  }
}
