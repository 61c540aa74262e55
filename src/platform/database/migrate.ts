import type { DataSource } from 'typeorm';
import { StartRefused, VERSION } from '#platform/config';
import { InstallationFacts } from './installation.js';
import { MigrationLock } from './migration-lock.js';
import { migrations } from './migrations/index.js';

/** What there is to do until the schema is that of this version. */
export interface SchemaState {
  /** Nothing was made yet. */
  readonly empty: boolean;
  readonly pending: readonly string[];
}

/** The fact about an installation that not all of it has arrived; its value is when it began to. */
export const IMPORT_MARK = 'import';

/** @throws StartRefused where a newer version has changed the schema, or where only half of an import is there */
export async function schemaState(dataSource: DataSource): Promise<SchemaState> {
  const known = knownMigrations();
  const done = await executed(dataSource);
  const unknown = done.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const newer = await new InstallationFacts(dataSource).read('version');
    throw new StartRefused([
      `The database was last changed by Gatehouse ${newer ?? 'of a newer version'}, and this is ${VERSION}, which does not know its schema. Start that version or a newer one, or restore a backup from before the upgrade.`,
    ]);
  }
  if (done.length > 0) await refuseHalf(dataSource);
  return { empty: done.length === 0, pending: known.filter((name) => !done.includes(name)) };
}

/** @throws StartRefused where the database carries the mark of an import */
export async function refuseHalf(dataSource: DataSource): Promise<void> {
  const begun = await new InstallationFacts(dataSource).read(IMPORT_MARK);
  if (begun === undefined) return;
  throw new StartRefused([
    `The database is being filled by import or move since ${begun}, or holds the half of one that was broken off. Wait for it; or else make the database anew, or delete its file, and begin again. What it is filled from is as it was.`,
  ]);
}

export function knownMigrations(): string[] {
  return migrations.map(({ name }) => name);
}

/** Brings the schema up to date, one node after the other. @returns how many migrations ran */
export async function migrate(dataSource: DataSource): Promise<number> {
  const mysql = dataSource.options.type === 'mysql';
  if ((await schemaState(dataSource)).pending.length === 0) return 0;
  let ran = 0;
  const run = async () => {
    // Somebody may have done it, or more, meanwhile.
    if ((await schemaState(dataSource)).pending.length === 0) return;
    ran = (await dataSource.runMigrations({ transaction: mysql ? 'each' : 'all' })).length;
    await new InstallationFacts(dataSource).write('version', VERSION);
  };
  if (mysql) await (await MigrationLock.prepare(dataSource)).hold(run);
  else await run();
  return ran;
}

async function executed(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('migrations'))) return [];
    const rows = (await runner.query('SELECT name FROM migrations')) as { name: string }[];
    return rows.map(({ name }) => name);
  } finally {
    await runner.release();
  }
}
