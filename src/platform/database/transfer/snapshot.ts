import { existsSync } from 'node:fs';
import { DataSource, type QueryRunner } from 'typeorm';
import { type DatabaseConfig, StartRefused } from '#platform/config';
import { dataSourceOptions } from '../data-source-options.js';
import { knownMigrations, schemaState } from '../migrate.js';
import { nameOfDatabase, startRefusal } from '../start-errors.js';
import { type CataloguedTable, cataloguedTables, escapeWith } from './catalogue.js';
import type { InstallationCopy, Row, TableContent, Value } from './installation-copy.js';

/** Rows that are in memory at a time. */
const PAGE = 500;

interface SnapshotTable extends TableContent, CataloguedTable {}

/** A database that others may go on changing, as it was at one moment: all is read in one transaction. */
export class Snapshot implements InstallationCopy {
  readonly migrations = knownMigrations();

  private constructor(
    private readonly runner: QueryRunner,
    readonly tables: readonly SnapshotTable[],
  ) {}

  /**
   * @returns what `work` does, which must be done with the snapshot by then
   * @throws StartRefused where there is no installation of this version
   */
  static async of<T>(
    database: DatabaseConfig,
    work: (snapshot: Snapshot) => Promise<T>,
  ): Promise<T> {
    if (database.kind === 'sqlite' && !existsSync(database.path)) {
      throw new StartRefused([`There is no database ${database.path} yet.`]);
    }
    const dataSource = new DataSource(dataSourceOptions(database));
    try {
      await requireInstallation(await dataSource.initialize());
      const runner = dataSource.createQueryRunner();
      await begin(runner);
      return await work(new Snapshot(runner, await counted(runner)));
    } catch (error) {
      throw startRefusal(error, nameOfDatabase(dataSource.options));
    } finally {
      if (dataSource.isInitialized) await dataSource.destroy();
    }
  }

  query<T>(sql: string, parameters: readonly unknown[] = []): Promise<T> {
    return this.runner.query(sql, [...parameters]) as Promise<T>;
  }

  async *rows(): AsyncGenerator<Row> {
    for (const table of this.tables) {
      for await (const values of this.rowsOf(table)) yield { table, values };
    }
  }

  /** Page by page along the primary key, so that neither side keeps more than a page. */
  private async *rowsOf({ name, columns, key }: SnapshotTable): AsyncGenerator<Value[]> {
    const escape = escapeWith(this.runner.dataSource);
    const keys = key.map(escape).join(', ');
    const select = `SELECT ${columns.map(escape).join(', ')} FROM ${escape(name)}`;
    const after = ` WHERE (${keys}) > (${key.map(() => '?').join(', ')})`;
    const order = ` ORDER BY ${keys} LIMIT ${String(PAGE)}`;
    let last: Record<string, Value> | undefined;
    for (;;) {
      const from = last && key.map((column) => last?.[column]);
      const page = await this.query<Record<string, Value>[]>(
        select + (from === undefined ? '' : after) + order,
        from,
      );
      for (const row of page) yield columns.map((column) => row[column] ?? null);
      if (page.length < PAGE) return;
      last = page.at(-1);
    }
  }
}

async function requireInstallation(dataSource: DataSource): Promise<void> {
  const { empty, pending } = await schemaState(dataSource);
  if (empty) throw new StartRefused(['There is nothing in the database yet.']);
  if (pending.length > 0) {
    throw new StartRefused([
      'The schema of the database is not that of this version. Run the command migrate, or start the server, first.',
    ]);
  }
}

async function begin(runner: QueryRunner): Promise<void> {
  if (runner.dataSource.options.type === 'mysql') {
    await runner.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
  } else {
    // What SQLite shows from the first SELECT on.
    await runner.query('BEGIN');
  }
}

async function counted(runner: QueryRunner): Promise<SnapshotTable[]> {
  const tables: SnapshotTable[] = [];
  for (const table of await cataloguedTables(runner)) {
    tables.push({ ...table, rows: await countRows(runner, table.name) });
  }
  return tables;
}

export async function countRows(runner: QueryRunner, table: string): Promise<number> {
  const name = escapeWith(runner.dataSource)(table);
  const [answer] = (await runner.query(`SELECT COUNT(*) AS n FROM ${name}`)) as {
    n: number | string;
  }[];
  return Number(answer?.n);
}
