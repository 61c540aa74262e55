import { type QueryRunner, Table, TableColumn, type TableColumnOptions, TableIndex } from 'typeorm';

/** Column shorthands that mean the same on SQLite and MySQL. */
export const text = (name: string, length: number, isDefault?: string): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  ...(isDefault === undefined ? {} : { default: `'${isDefault}'` }),
});

/** Text without a bound, for JSON documents. 64 kB on MySQL. */
export const json = (name: string): TableColumnOptions => ({ name, type: 'text' });

/** A whole number: a count, a flag (0 or 1), or seconds since the epoch. */
export const integer = (name: string, isDefault?: number): TableColumnOptions => ({
  name,
  type: 'integer',
  ...(isDefault === undefined ? {} : { default: isDefault }),
});

/** A key of our own: 128 random bits. */
export const id = (name = 'id'): TableColumnOptions => text(name, 32);

/**
 * Who is meant. Both can be chosen: subjects that were brought along (OIDC Core §2: 255 ASCII characters
 * at the most), client ids that are addresses of documents.
 */
export const clientId = (name = 'client_id'): TableColumnOptions => text(name, 255);
export const userId = (name = 'user_id'): TableColumnOptions => text(name, 255);

/** Counts the changes of an aggregate: what a guarded UPDATE compares. */
export const version = (): TableColumnOptions => integer('version', 1);

export const nullable = (column: TableColumnOptions): TableColumnOptions => ({
  ...column,
  isNullable: true,
});

export const primary = (column: TableColumnOptions): TableColumnOptions => ({
  ...column,
  isPrimary: true,
});

export interface TableDefinition {
  name: string;
  columns: TableColumnOptions[];
  unique?: string[][];
  indices?: string[][];
  /** column -> parent table and column; rows go with their parent. */
  belongsTo?: Record<string, [table: string, column: string]>;
}

export const OF_CLIENT = {
  client_id: ['clients', 'client_id'],
} satisfies TableDefinition['belongsTo'];
export const OF_USER = { user_id: ['users', 'sub'] } satisfies TableDefinition['belongsTo'];

/** A table whose rows belong to those of another, and the first column of its key. */
export interface Dependent {
  readonly table: string;
  readonly key: string;
}

/** @param column that refers to the parent */
export function dependentsIn(tables: readonly TableDefinition[], column: string): Dependent[] {
  return tables
    .filter(({ belongsTo = {} }) => column in belongsTo)
    .map(({ name, columns }) => ({
      table: name,
      key: columns.find((one) => one.isPrimary)?.name ?? column,
    }));
}

/**
 * Creates a table with its indices, in one statement on MySQL, unless it exists: MySQL keeps what was
 * done before a node was killed, and the next one goes on from there.
 *
 * On MySQL every text column gets an exact collation: with the default one `ABC` equals `abc`, which for
 * an identifier or a hash is a security hole; and times are unsigned, good until 2106.
 */
export async function createTable(runner: QueryRunner, table: TableDefinition): Promise<void> {
  const mysql = runner.dataSource.options.type === 'mysql';
  const columns = mysql ? await mysqlColumns(runner, table.columns) : table.columns;
  await runner.createTable(
    new Table({
      name: table.name,
      columns,
      uniques: mysql ? [] : (table.unique ?? []).map((columnNames) => ({ columnNames })),
      indices: [
        ...(mysql ? (table.unique ?? []) : []).map((columnNames) => ({
          columnNames,
          isUnique: true,
          // By which the driver says what was taken.
          name: columnNames.join('_'),
        })),
        ...(table.indices ?? []).map((columnNames) => ({ columnNames })),
      ],
      foreignKeys: Object.entries(table.belongsTo ?? {}).map(([column, [parent, key]]) => ({
        columnNames: [column],
        referencedTableName: parent,
        referencedColumnNames: [key],
        onDelete: 'CASCADE',
      })),
      ...(mysql ? { engine: 'InnoDB' } : {}),
    }),
    true,
  );
}

/**
 * Adds a column that may be null or has a default, unless it is there: see {@link createTable}. On SQLite by hand, since
 * TypeORM would write the whole table anew.
 */
export async function addColumn(
  runner: QueryRunner,
  table: string,
  column: TableColumnOptions,
): Promise<void> {
  if (await runner.hasColumn(table, column.name)) return;
  if (runner.dataSource.options.type === 'mysql') {
    const [described = column] = await mysqlColumns(runner, [column]);
    await runner.addColumn(table, new TableColumn(described));
    return;
  }
  const type = column.length === undefined ? column.type : `${column.type}(${column.length})`;
  const filled = column.isNullable ? '' : ` NOT NULL DEFAULT ${String(column.default)}`;
  await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column.name} ${type}${filled}`);
}

/** Adds an index, unless it is there. */
export async function addIndex(
  runner: QueryRunner,
  table: string,
  columnNames: string[],
): Promise<void> {
  if ((await indexOf(runner, table, columnNames)) !== undefined) return;
  await runner.createIndex(table, new TableIndex({ columnNames }));
}

export async function dropIndex(
  runner: QueryRunner,
  table: string,
  columnNames: string[],
): Promise<void> {
  const index = await indexOf(runner, table, columnNames);
  if (index !== undefined) await runner.dropIndex(table, index);
}

async function indexOf(runner: QueryRunner, table: string, columnNames: string[]) {
  const indices = (await runner.getTable(table))?.indices ?? [];
  return indices.find((index) => index.columnNames.join() === columnNames.join());
}

/** Drops tables, those that refer to others first. */
export async function dropTables(
  runner: QueryRunner,
  tables: readonly TableDefinition[],
): Promise<void> {
  for (const { name } of tables.toReversed()) await runner.dropTable(name, true);
}

async function mysqlColumns(
  runner: QueryRunner,
  columns: readonly TableColumnOptions[],
): Promise<TableColumnOptions[]> {
  const [server] = (await runner.query('SELECT VERSION() AS version')) as { version: string }[];
  // Not utf8mb4_bin: it pads what it compares, so that an identifier and the same with a space behind
  // it are equal (attack D13). MySQL and MariaDB have different names for the one that does not.
  const collation = /mariadb/i.test(server?.version ?? '')
    ? 'utf8mb4_nopad_bin'
    : 'utf8mb4_0900_bin';
  return columns.map((column) =>
    column.type === 'varchar' || column.type === 'text'
      ? { ...column, charset: 'utf8mb4', collation }
      : { ...column, type: 'int', unsigned: true },
  );
}
