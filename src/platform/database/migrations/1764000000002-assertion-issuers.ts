import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, integer, json, nullable, primary, text } from './columns.js';

/** Whose assertions about users are believed (RFC 7523). */
export class AssertionIssuers1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'assertion_issuers',
      columns: [
        primary(text('id', 32)),
        text('issuer', 512),
        text('name', 200),
        nullable(json('jwks')),
        nullable(text('jwks_uri', 2000)),
        text('subject_mapping', 16),
        json('client_ids'),
        json('scopes'),
        integer('enabled'),
        integer('created_at'),
        integer('updated_at'),
      ],
      unique: [['issuer']],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('assertion_issuers');
  }
}
