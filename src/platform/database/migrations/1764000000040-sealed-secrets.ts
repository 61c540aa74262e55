import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, json, nullable, primary, text } from './columns.js';

/** What has to be read back: secrets of the installation, and of clients that sign with theirs. */
export class SealedSecrets1764000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'installation_secrets',
      columns: [primary(text('name', 64)), json('sealed')],
    });
    await addColumn(runner, 'client_secrets', nullable(json('sealed')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('client_secrets', 'sealed');
    await runner.dropTable('installation_secrets');
  }
}
