import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import type { Author } from '#platform/changes';
import { Transactions } from '#platform/database';
import { Events } from '#platform/events';
import { UserEntity } from './user.entity.js';

/** What can be ended at once, by a counter with which each of them began. */
const COUNTERS = {
  'sessions.revoked': ['sessionVersion', 'session_version'],
  'authorizations.revoked': ['accessVersion', 'access_version'],
} as const;

/**
 * Ends all sessions of a person, or all access in their name, by one write however many there are. What
 * begins in the same moment, on whatever node, began with the former count and has ended as well.
 */
@Injectable()
export class UserEndings {
  constructor(
    @InjectRepository(UserEntity) private readonly rows: Repository<UserEntity>,
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  /** @returns false when there is no such person */
  async endAll(
    what: keyof typeof COUNTERS,
    sub: string,
    { actor, origin, via }: Author,
  ): Promise<boolean> {
    const [counter, column] = COUNTERS[what];
    return this.transactions.run(async (manager) => {
      const { affected } = await manager
        .createQueryBuilder()
        .update(this.rows.target)
        .set({ [counter]: () => `${column} + 1` })
        .where('sub = :sub AND deleted_at IS NULL', { sub })
        .execute();
      if (affected !== 1) return false;
      await this.events.record(manager, { type: what, actor, origin, userId: sub, facts: { via } });
      return true;
    });
  }

  /**
   * The same of sessions but for one, which `keep` has outlive it in this transaction.
   * @param seen with which count the one that is kept began
   * @returns false when all of them ended meanwhile
   */
  async endOthers(
    sub: string,
    seen: number,
    { actor, origin, via }: Author,
    keep: (manager: EntityManager) => Promise<boolean>,
  ): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      const { affected } = await manager.update(
        this.rows.target,
        { sub, sessionVersion: seen },
        { sessionVersion: seen + 1 },
      );
      if (affected !== 1 || !(await keep(manager))) return false;
      const facts = { others: true, via };
      await this.events.record(manager, {
        ...{ type: 'sessions.revoked', actor, origin, userId: sub, facts },
      });
      return true;
    });
  }
}
