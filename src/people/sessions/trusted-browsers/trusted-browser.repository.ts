import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { Config } from '#platform/config';
import { Housekeeper } from '#platform/housekeeping';
import { epochSeconds } from '#protocol';
import { TRUST } from '../session-limits.js';
import { TrustedBrowserEntity } from './trusted-browser.entity.js';

/** Limit: browsers that one person trusts; then the first is forgotten. */
const MOST = 20;

@Injectable()
export class TrustedBrowserRepository implements OnModuleInit {
  private readonly key: KeyObject;

  constructor(
    @InjectRepository(TrustedBrowserEntity)
    private readonly rows: Repository<TrustedBrowserEntity>,
    private readonly housekeeper: Housekeeper,
    config: Config,
  ) {
    this.key = config.deriveKey('trusted browser');
  }

  secretAfter(secret: string): string {
    return createHmac('sha256', this.key).update(secret).digest('base64url');
  }

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  listLive(userId: string): Promise<TrustedBrowserEntity[]> {
    return this.live(userId).orderBy('t.last_used_at', 'DESC').getMany();
  }

  /** Which of these secrets is trusted by this person. @param hashes of what the browser holds */
  async find(hashes: readonly string[], userId: string): Promise<TrustedBrowserEntity | undefined> {
    const query = this.live(userId).andWhere('t.secret_hash IN (:...hashes)', { hashes });
    return (await query.getOne()) ?? undefined;
  }

  /** True for exactly one caller: the secret is another one now. */
  async rotate({ id, secretHash }: TrustedBrowserEntity, next: string): Promise<boolean> {
    const changed = { secretHash: next, lastUsedAt: epochSeconds() };
    return (await this.rows.update({ id, secretHash }, changed)).affected === 1;
  }

  /** @param former what the browser held: it is trusted once by each person */
  async insert(
    manager: EntityManager,
    row: TrustedBrowserEntity,
    former: readonly string[],
  ): Promise<void> {
    const { userId } = row;
    for (const secretHash of former)
      await manager.delete(TrustedBrowserEntity, { userId, secretHash });
    const theirs = await manager.find(TrustedBrowserEntity, {
      ...{ where: { userId }, order: { createdAt: 'ASC', id: 'ASC' } },
    });
    const over = theirs.slice(0, Math.max(theirs.length + 1 - MOST, 0));
    for (const { id } of over) await manager.delete(TrustedBrowserEntity, { id });
    await manager.insert(TrustedBrowserEntity, row);
  }

  async delete(manager: EntityManager, userId: string, id: string): Promise<boolean> {
    return (await manager.delete(TrustedBrowserEntity, { userId, id })).affected === 1;
  }

  async deleteAll(manager: EntityManager, userId: string): Promise<void> {
    await manager.delete(TrustedBrowserEntity, { userId });
  }

  /**
   * Those that count: of an enabled person with the credentials and the factors that they had, who was not signed
   * out everywhere since, and for no longer than browsers are trusted now.
   */
  private live(userId: string) {
    return this.rows
      .createQueryBuilder('t')
      .innerJoin('users', 'u', 'u.sub = t.user_id')
      .innerJoin('session_limits', 'l', 'l.kind = :kind', { kind: TRUST })
      .where('t.user_id = :userId AND t.expires_at > :now', { userId, now: epochSeconds() })
      .andWhere('t.created_at + l.lifetime > :now AND t.created_at > l.begun_before')
      .andWhere('u.disabled = 0 AND u.credential_version = t.credential_version')
      .andWhere('u.session_version = t.session_version AND u.factors_changed_at < t.proven_at');
  }
}
