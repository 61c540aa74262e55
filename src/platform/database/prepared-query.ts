import type {
  DataSource,
  ObjectLiteral,
  QueryBuilder,
  QueryResult,
  Repository,
  SelectQueryBuilder,
} from 'typeorm';
import { executeMysql } from './mysql-pool.js';

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

  private async run(values: Values<Name>): Promise<Pick<QueryResult, 'records' | 'affected'>> {
    const parameters = this.order.map((name) => values[name]);
    if (this.dataSource.options.type === 'mysql') {
      return executeMysql(this.dataSource, this.sql, parameters);
    }
    const runner = this.dataSource.createQueryRunner();
    try {
      return await runner.query(this.sql, parameters, true);
    } finally {
      await runner.release();
    }
  }
}

/** Reads entities, or a part of each, out of the rows of a query that selects them under `alias`. */
export class EntityReader<
  Entity extends ObjectLiteral,
  Property extends keyof Entity = keyof Entity,
> {
  private readonly columns: readonly { property: string; column: string; name: string }[];

  /** @param properties all of them unless given */
  constructor({ metadata }: Repository<Entity>, alias: string, properties?: readonly Property[]) {
    const wanted = new Set<unknown>(properties);
    this.columns = metadata.columns
      .filter(({ propertyName }) => properties === undefined || wanted.has(propertyName))
      .map(({ propertyName: property, databaseName: column }) => ({
        property,
        column: `${alias}.${column}`,
        name: `${alias}_${column}`,
      }));
  }

  /** Adds to a query that joins the table as `alias` what {@link read} reads. */
  select<T extends ObjectLiteral>(query: SelectQueryBuilder<T>): SelectQueryBuilder<T> {
    for (const { column, name } of this.columns) query.addSelect(column, name);
    return query;
  }

  read(row: Readonly<Record<string, unknown>>): Pick<Entity, Property> {
    const entity: Record<string, unknown> = {};
    for (const { property, name } of this.columns) entity[property] = row[name];
    return entity as Pick<Entity, Property>;
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
