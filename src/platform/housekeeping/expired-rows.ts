import type { ObjectLiteral, Repository } from 'typeorm';
import { PreparedQuery, type SqlValue } from '#platform/database';

/** The rows of a table whose time is over, some at a time. */
export class ExpiredRows<T extends ObjectLiteral> {
  private readonly find: PreparedQuery<'before'>;
  private readonly delete: PreparedQuery<string>;
  /** What stands for the keys of those to delete. */
  private readonly places: readonly string[];

  /** @param column epoch seconds, with an index */
  constructor(rows: Repository<T>, column: string, limit: number) {
    const { tableName, primaryColumns } = rows.metadata;
    const [key = ''] = primaryColumns.map((primary) => primary.databaseName);
    const { manager } = rows;
    this.places = Array.from({ length: limit }, (_, i) => `key${String(i)}`);
    this.find = new PreparedQuery(manager.dataSource, ['before'], (value) =>
      manager
        .createQueryBuilder()
        .select(key, 'key')
        .from(tableName, tableName)
        .where(`${column} < :before`, value)
        .limit(limit),
    );
    this.delete = new PreparedQuery(manager.dataSource, ['before', ...this.places], (values) =>
      manager
        .createQueryBuilder()
        .delete()
        .from(tableName)
        .where(`${key} IN (:...keys)`, { keys: this.places.map((place) => values[place]) })
        // Again: a counter may have begun anew since it was found.
        .andWhere(`${column} < :before`, { before: values['before'] }),
    );
  }

  /** @param before epoch seconds */
  async deleteSome(before: number): Promise<{ found: number; deleted: number }> {
    const keys = (await this.find.rows({ before })).map((row) => row['key'] as string);
    const last = keys.at(-1);
    if (last === undefined) return { found: 0, deleted: 0 };
    // The statement has room for as many as there can be; one that comes twice is deleted once.
    const values: Record<string, SqlValue> = { before };
    for (const [i, place] of this.places.entries()) values[place] = keys[i] ?? last;
    const deleted = await this.delete.affected(values);
    return { found: keys.length, deleted };
  }
}
