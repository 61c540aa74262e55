import { existsSync } from 'node:fs';
import { DataSource, type QueryRunner } from 'typeorm';
import { type DatabaseConfig, StartRefused } from '#platform/config';
import { dataSourceOptions } from '../data-source-options.js';
import { IMPORT_MARK, knownMigrations, refuseHalf, schemaState } from '../migrate.js';
import { isUniqueViolation } from '../driver-errors.js';
import { openDataSource } from '../open-data-source.js';
import { nameOfDatabase, startRefusal } from '../start-errors.js';
import { cataloguedTables, escapeWith } from './catalogue.js';
import {
  type InstallationCopy,
  type Progress,
  rowsWithProgress,
  type TableContent,
  type Value,
} from './installation-copy.js';
import { countRows } from './snapshot.js';

/** Values of one statement: SQLite takes 32,766, and MySQL a packet of so many megabytes. */
const MOST_VALUES = 30_000;
const MOST_CHARACTERS = 250_000;

/**
 * Puts an installation into a database that has none. Until all of it is there, the database carries a mark by
 * which every start and every command refuses it, whatever becomes of this process.
 * @throws StartRefused where there is something already, or where the counts differ at the end
 */
export async function fillDatabase(
  database: DatabaseConfig,
  copy: InstallationCopy,
  progress: Progress,
): Promise<void> {
  await requireEmpty(database);
  requireSameSchema(copy);
  const opening = { as: 'server', mayBeNew: true } as const;
  const dataSource = await openDataSource(dataSourceOptions(database), opening);
  const runner = dataSource.createQueryRunner();
  try {
    await requireColumns(runner, copy);
    await mark(runner);
    await copyRows(runner, copy, progress);
    await compareCounts(runner, copy);
    await runner.query('DELETE FROM installation WHERE name = ?', [IMPORT_MARK]);
  } catch (error) {
    throw startRefusal(error, nameOfDatabase(dataSource.options));
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

/** Before anything is made in it. */
async function requireEmpty(database: DatabaseConfig): Promise<void> {
  if (database.kind === 'sqlite' && !existsSync(database.path)) return;
  const dataSource = new DataSource(dataSourceOptions(database));
  try {
    await schemaState(await dataSource.initialize());
    const runner = dataSource.createQueryRunner();
    await requireNoRows(runner, ['version']);
    await runner.release();
  } catch (error) {
    throw startRefusal(error, nameOfDatabase(dataSource.options));
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

/** @param facts about the installation that are there without one: the command migrate leaves a version */
async function requireNoRows(runner: QueryRunner, facts: readonly string[]): Promise<void> {
  const escape = escapeWith(runner.dataSource);
  for (const { name } of await cataloguedTables(runner)) {
    const [sql, parameters] =
      name === 'installation'
        ? [` WHERE name NOT IN (${facts.map(() => '?').join(', ')})`, facts]
        : ['', []];
    const some = (await runner.query(`SELECT 1 FROM ${escape(name)}${sql} LIMIT 1`, [
      ...parameters,
    ])) as unknown[];
    if (some.length === 0) continue;
    throw new StartRefused([
      `The database to write to is not empty: there are rows in ${name}. Name one that is.`,
    ]);
  }
}

function requireSameSchema({ migrations }: InstallationCopy): void {
  const known = knownMigrations();
  if (migrations.length === known.length && migrations.every((name) => known.includes(name))) {
    return;
  }
  throw new StartRefused([
    'The installation was written by another version of Gatehouse, with another schema. Read it with that version, and upgrade afterwards.',
  ]);
}

/** One of two that begin at once sets it, and the other one finds it. */
async function mark(runner: QueryRunner): Promise<void> {
  const set = 'INSERT INTO installation (name, value) VALUES (?, ?)';
  try {
    await runner.query(set, [IMPORT_MARK, new Date().toISOString()]);
  } catch (error) {
    if (isUniqueViolation(error)) await refuseHalf(runner.dataSource);
    throw error;
  }
  try {
    // A server may have started in it since it was empty.
    await requireNoRows(runner, ['version', IMPORT_MARK]);
  } catch (error) {
    await runner.query('DELETE FROM installation WHERE name = ?', [IMPORT_MARK]);
    throw error;
  }
  // The version comes with what is copied.
  await runner.query('DELETE FROM installation WHERE name = ?', ['version']);
}

async function requireColumns(runner: QueryRunner, copy: InstallationCopy): Promise<void> {
  const present = await cataloguedTables(runner);
  for (const { name, columns } of copy.tables) {
    const own = present.find((table) => table.name === name)?.columns ?? [];
    const missing = columns.filter((column) => !own.includes(column));
    if (missing.length === 0) continue;
    throw new StartRefused([
      `There is no place for ${missing.map((column) => `${name}.${column}`).join(', ')}: it is not of this version of Gatehouse. Take it out of what is read first.`,
    ]);
  }
}

async function copyRows(
  runner: QueryRunner,
  copy: InstallationCopy,
  progress: Progress,
): Promise<void> {
  let batch: Batch | undefined;
  for await (const { table, values } of rowsWithProgress(copy, progress)) {
    if (batch?.table !== table) {
      await batch?.write();
      batch = new Batch(runner, table);
    }
    await batch.add(values);
  }
  await batch?.write();
}

/** The rows of one table, so many to a statement. */
class Batch {
  private values: Value[] = [];
  private characters = 0;

  constructor(
    private readonly runner: QueryRunner,
    readonly table: TableContent,
  ) {}

  async add(row: readonly Value[]): Promise<void> {
    this.values.push(...row);
    for (const value of row) this.characters += typeof value === 'string' ? value.length : 8;
    const full = this.values.length + row.length > MOST_VALUES;
    if (full || this.characters > MOST_CHARACTERS) await this.write();
  }

  async write(): Promise<void> {
    const { values, table } = this;
    const rows = values.length / table.columns.length;
    if (rows === 0) return;
    const escape = escapeWith(this.runner.dataSource);
    const one = `(${table.columns.map(() => '?').join(', ')})`;
    const into = `${escape(table.name)} (${table.columns.map(escape).join(', ')})`;
    const all = Array<string>(rows).fill(one).join(', ');
    await this.runner.query(`INSERT INTO ${into} VALUES ${all}`, values);
    this.values = [];
    this.characters = 0;
  }
}

async function compareCounts(runner: QueryRunner, copy: InstallationCopy): Promise<void> {
  const different: string[] = [];
  for (const { name, rows } of copy.tables) {
    const marks = name === 'installation' ? 1 : 0;
    const written = (await countRows(runner, name)) - marks;
    if (written !== rows) different.push(`${name}: ${String(written)} of ${String(rows)}`);
  }
  if (different.length === 0) return;
  throw new StartRefused([`Not all of it has arrived. ${different.join(', ')}`]);
}
