import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, json, nullable, text } from './columns.js';

/**
 * Claims asked for by name (OIDC Core §5.5): what may be told, and what was allowed. And the account
 * that somebody chose when asked which one to go on with (`prompt=select_account`).
 */
export class RequestedClaims1764000020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'authorizations', nullable(json('claims')));
    await addColumn(runner, 'consents', nullable(json('claims')));
    await addColumn(runner, 'interactions', nullable(text('chosen_session_id', 32)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('interactions', 'chosen_session_id');
    await runner.dropColumn('consents', 'claims');
    await runner.dropColumn('authorizations', 'claims');
  }
}
