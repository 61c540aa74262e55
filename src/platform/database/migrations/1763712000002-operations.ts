import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, integer, json, nullable, primary, text } from './columns.js';

/** What keeps the installation safe and tidy: attempt budgets, replay guard, leases, audit trail. */
export class Operations1763712000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'attempt_budgets',
      columns: [
        primary(text('key_hash', 43)),
        integer('attempts'),
        integer('blocked_until', 0),
        integer('expires_at'),
      ],
      indices: [['expires_at']],
    });
    await createTable(runner, {
      name: 'used_values',
      columns: [primary(text('value_hash', 43)), text('kind', 32), integer('expires_at')],
      indices: [['expires_at']],
    });
    await createTable(runner, {
      name: 'leases',
      columns: [primary(text('name', 64)), text('owner', 64), integer('expires_at')],
    });
    await createTable(runner, {
      name: 'audit_events',
      columns: [
        primary(text('id', 32)),
        integer('at'),
        text('type', 64),
        nullable(text('actor', 64)),
        nullable(text('client_id', 64)),
        nullable(text('user_id', 64)),
        nullable(text('ip', 45)),
        nullable(text('request_id', 64)),
        json('details'),
      ],
      indices: [['at'], ['user_id', 'at'], ['client_id', 'at']],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['audit_events', 'leases', 'used_values', 'attempt_budgets']) {
      await runner.dropTable(table);
    }
  }
}
