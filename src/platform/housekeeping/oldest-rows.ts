import type { ObjectLiteral, Repository } from 'typeorm';
import { epochSeconds } from '#protocol';
import { ExpiredRows } from './expired-rows.js';

/** Seconds between two counts: each goes through the index up to the bound. */
const COUNT_EVERY = 600;

/** The rows of a table beyond as many as may stay, some at a time. */
export class OldestRows<T extends ObjectLiteral> {
  private readonly expired: ExpiredRows<T>;
  /** Epoch seconds: what is older goes. */
  private before = 0;
  private countedAt = 0;

  constructor(
    private readonly rows: Repository<T>,
    private readonly column: string,
    limit: number,
    private readonly most: number,
  ) {
    this.expired = new ExpiredRows(rows, column, limit);
  }

  async deleteSome(): Promise<{ found: number; deleted: number }> {
    const now = epochSeconds();
    if (now - this.countedAt >= COUNT_EVERY) {
      this.before = await this.bound();
      this.countedAt = now;
    }
    return this.before === 0 ? { found: 0, deleted: 0 } : this.expired.deleteSome(this.before);
  }

  private async bound(): Promise<number> {
    const { manager, metadata } = this.rows;
    const first = await manager
      .createQueryBuilder()
      .select(this.column, 'at')
      .from(metadata.tableName, metadata.tableName)
      .orderBy(this.column, 'DESC')
      .offset(this.most)
      .limit(1)
      .getRawOne<{ at: number }>();
    return first === undefined ? 0 : first.at + 1;
  }
}
