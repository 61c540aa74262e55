import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, json, nullable } from './columns.js';

/** Who acts for whom with an opaque access token (RFC 8693 §4). */
export class TokenExchange1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'access_tokens', nullable(json('delegation')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('access_tokens', 'delegation');
  }
}
