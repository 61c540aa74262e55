import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { sqliteConnectionOf } from './open-data-source.js';

/**
 * The one way to make several statements atomic. Not for the protocol's hot paths: those decide
 * with a single guarded write (docs/architecture.md, "Storage").
 */
@Injectable()
export class Transactions {
  constructor(private readonly dataSource: DataSource) {}

  /** Runs `work`, whose statements through the manager it is given succeed or fail together. */
  async run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const sqlite = sqliteConnectionOf(this.dataSource);
    if (sqlite !== undefined) return sqlite.transaction(work);
    return this.dataSource.transaction(work);
  }
}
