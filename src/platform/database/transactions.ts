import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Rehearsal, Rehearsed, RolledBack } from './rehearsal.js';
import { sqliteConnectionOf } from './open-data-source.js';

/**
 * The one way to make several statements atomic. Not for the protocol's hot paths: those decide
 * with a single guarded write (docs/architecture.md, "Storage").
 */
@Injectable()
export class Transactions {
  private readonly waiting = new WeakMap<EntityManager, (() => void)[]>();

  constructor(private readonly dataSource: DataSource) {}

  /** Runs `work`, whose statements through the manager it is given succeed or fail together. */
  async run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const rehearsal = Rehearsal.current;
    return rehearsal === undefined ? this.commit(work) : this.rehearse(rehearsal, work);
  }

  private async commit<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const afterwards: (() => void)[] = [];
    const remembering = (manager: EntityManager) => {
      this.waiting.set(manager, afterwards);
      return work(manager);
    };
    const sqlite = sqliteConnectionOf(this.dataSource);
    const result = await (sqlite === undefined
      ? this.dataSource.transaction(remembering)
      : sqlite.transaction(remembering));
    for (const action of afterwards) action();
    return result;
  }

  /** @throws Rehearsed where something would have been done */
  private async rehearse<T>(
    { events }: Rehearsal,
    work: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    const before = events.length;
    // What it recorded before it had to begin again counts no more.
    const undone = async (manager: EntityManager): Promise<never> => {
      events.length = before;
      throw new RolledBack(await work(manager));
    };
    const result = await this.commit(undone).catch((error: unknown) => {
      if (error instanceof RolledBack) return error.result as T;
      throw error;
    });
    if (events.length > before) throw new Rehearsed('this would have been done');
    return result;
  }

  /** Runs `action` once the transaction of `manager` is committed, and never if it is not. */
  afterCommit(manager: EntityManager, action: () => void): void {
    const afterwards = this.waiting.get(manager);
    if (afterwards === undefined) throw new Error('this manager runs no transaction');
    afterwards.push(action);
  }
}
