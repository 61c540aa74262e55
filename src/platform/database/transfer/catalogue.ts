import type { DataSource, QueryRunner, Table } from 'typeorm';

/** What each database keeps for itself. */
const OF_THE_DATABASE = ['migrations', 'migration_lock'];

/** A table as the catalogue of the database describes it. */
export interface CataloguedTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** The tables that hold the installation, those that others refer to first. */
export async function cataloguedTables(runner: QueryRunner): Promise<CataloguedTable[]> {
  const names = await tableNames(runner);
  const tables = inOrderOfReference(await runner.getTables(names));
  return tables.map((table) => ({
    name: nameOf(table.name),
    columns: table.columns.map(({ name }) => name),
    key: table.columns.filter(({ isPrimary }) => isPrimary).map(({ name }) => name),
  }));
}

export function escapeWith({ driver }: DataSource): (name: string) => string {
  return (name) => driver.escape(name);
}

/** Asked for by name: on MySQL TypeORM would look through every database that the user may see. */
async function tableNames(runner: QueryRunner): Promise<string[]> {
  const sql =
    runner.dataSource.options.type === 'mysql'
      ? "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
      : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
  const rows = (await runner.query(`${sql} ORDER BY 1`)) as { name: string }[];
  return rows.map(({ name }) => name).filter((name) => !OF_THE_DATABASE.includes(name));
}

function inOrderOfReference(tables: readonly Table[]): Table[] {
  const ordered = new Set<Table>();
  const put = (table: Table) => {
    if (ordered.has(table)) return;
    for (const { referencedTableName } of table.foreignKeys) {
      const parent = tables.find(({ name }) => nameOf(name) === nameOf(referencedTableName));
      if (parent !== undefined && parent !== table) put(parent);
    }
    ordered.add(table);
  };
  for (const table of tables) put(table);
  return [...ordered];
}

/** Without the name of the database, which TypeORM sometimes puts before it. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
