import type { DataSource, ObjectLiteral, QueryBuilder, QueryResult, Repository } from 'typeorm';

/** What SQL parameters can be. */
export type SqlValue = string | number | null;

type Values<Name extends string> = Readonly<Record<Name, SqlValue>>;

/**
 * A statement built once and run often.
 *
 * Building a query costs TypeORM several times what running it costs SQLite: it looks up metadata,
 * quotes names and substitutes parameters anew each time. The hot paths build theirs at start-up.
 */
export class PreparedQuery<Name extends string> {
  private readonly sql: string;
  /** The names in the order in which the statement takes their values. */
  private readonly order: readonly Name[];

  /**
   * @param build gives the query, with a placeholder value for each name wherever a value goes
   */
  constructor(
    private readonly dataSource: DataSource,
    names: readonly Name[],
    build: (placeholders: Readonly<Record<Name, never>>) => QueryBuilder<ObjectLiteral>,
  ) {
    const marks = new Map(names.map((name) => [`\u0001${name}`, name]));
    const placeholders = Object.fromEntries([...marks].map(([mark, name]) => [name, mark]));
    const [sql, parameters] = build(
      placeholders as Readonly<Record<Name, never>>,
    ).getQueryAndParameters();
    this.sql = sql;
    this.order = parameters.map((parameter) => {
      const name = marks.get(parameter as string);
      if (name === undefined) throw new Error(`a prepared query has an unnamed value: ${sql}`);
      return name;
    });
  }

  async rows(values: Values<Name>): Promise<Record<string, unknown>[]> {
    return (await this.run(values)).records as Record<string, unknown>[];
  }

  /** @returns how many rows it changed */
  async affected(values: Values<Name>): Promise<number> {
    return (await this.run(values)).affected ?? 0;
  }

  private async run(values: Values<Name>): Promise<QueryResult> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await runner.query(
        this.sql,
        this.order.map((name) => values[name]),
        true,
      );
    } finally {
      await runner.release();
    }
  }
}

/** Reads entities out of the rows of a query that selects them under `alias`. */
export class EntityReader<Entity extends ObjectLiteral> {
  private readonly names: readonly (readonly [property: string, column: string])[];

  constructor({ metadata }: Repository<Entity>, alias: string) {
    this.names = metadata.columns.map((column) => [
      column.propertyName,
      `${alias}_${column.databaseName}`,
    ]);
  }

  /** Columns that the query did not select are undefined. */
  read(row: Readonly<Record<string, unknown>>): Entity {
    const entity: Record<string, unknown> = {};
    for (const [property, column] of this.names) entity[property] = row[column];
    return entity as Entity;
  }
}

/** An INSERT of all columns of an entity. */
export class PreparedInsert<Entity extends ObjectLiteral> {
  private readonly query: PreparedQuery<string>;

  constructor(rows: Repository<Entity>) {
    const properties = rows.metadata.columns.map((column) => column.propertyName);
    this.query = new PreparedQuery(rows.manager.dataSource, properties, (placeholders) =>
      rows.createQueryBuilder().insert().values(placeholders),
    );
  }

  async run(entity: { readonly [Property in keyof Entity]: SqlValue }): Promise<void> {
    await this.query.affected(entity);
  }
}
