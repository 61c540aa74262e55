import { IsNull, Not, type FindOptionsWhere, type ObjectLiteral, type Repository } from 'typeorm';
import type { Dependent } from '#platform/database';
import type { Housekeeper } from './housekeeper.js';

/** Rows at a time, so that nobody waits long behind them. */
const BATCH = 100;
/** Limit: batches that whoever deletes something waits for; what is left goes in the background. */
const AT_ONCE = 20;

/** A row that can be gone for everybody before it is gone. */
interface Deletable extends ObjectLiteral {
  deletedAt: number | null;
}

/**
 * What rests on a row that is marked as deleted: of no use from that moment on, and deleted some at a time. One
 * statement for somebody with many authorizations would hold up everybody (SQLite has one writer).
 */
export class Remains<T extends Deletable> {
  private readonly key: string;

  /**
   * @param column that refers to the row, in each of the dependents
   * @param dependents those that refer to others first
   */
  constructor(
    private readonly rows: Repository<T>,
    private readonly column: string,
    private readonly dependents: readonly Dependent[],
  ) {
    const [key] = rows.metadata.primaryColumns;
    this.key = key?.propertyName ?? '';
  }

  register(housekeeper: Housekeeper): void {
    const where = { deletedAt: Not(IsNull()) } as FindOptionsWhere<T>;
    housekeeper.register(`deleted ${this.rows.metadata.tableName}`, async () => {
      const row = await this.rows.findOneBy(where);
      if (row === null) return false;
      await this.deleteSome(row[this.key] as string);
      return true;
    });
  }

  /** Of most it is all. */
  async begin(id: string): Promise<void> {
    for (let i = 0; i < AT_ONCE; i++) if (!(await this.deleteSome(id))) return;
  }

  /** @returns whether more is left */
  private async deleteSome(id: string): Promise<boolean> {
    const { manager } = this.rows;
    for (const { table, key } of this.dependents) {
      const found = await manager
        .createQueryBuilder()
        .select(`t.${key}`, 'key')
        .from(table, 't')
        .where(`t.${this.column} = :id`, { id })
        .limit(BATCH)
        .getRawMany<{ key: string }>();
      if (found.length === 0) continue;
      await manager
        .createQueryBuilder()
        .delete()
        .from(table)
        .where(`${this.column} = :id`, { id })
        .andWhere(`${key} IN (:...keys)`, { keys: found.map((row) => row.key) })
        .execute();
      return true;
    }
    await this.rows.delete({
      ...{ [this.key]: id, deletedAt: Not(IsNull()) },
    } as FindOptionsWhere<T>);
    return false;
  }
}
