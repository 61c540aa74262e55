import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { type Seal, SealedColumns } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import type { Authenticator, Authenticators } from '../sign-in-method.js';
import { TotpAuthenticatorEntity } from './totp-authenticator.entity.js';
import { stepOf } from './totp-code.js';

/** Limit: authenticator apps of one person; each is tried with a code. */
const MOST = 10;

/** The authenticator apps that people have set up. */
@Injectable()
export class TotpAuthenticators implements Authenticators {
  private readonly secrets: Seal;

  constructor(
    @InjectRepository(TotpAuthenticatorEntity)
    private readonly rows: Repository<TotpAuthenticatorEntity>,
    sealed: SealedColumns,
  ) {
    this.secrets = sealed.register(rows, 'id', 'secret', placeOf);
  }

  async list(userId: string, manager = this.rows.manager): Promise<Authenticator[]> {
    const rows = await manager.find(TotpAuthenticatorEntity, {
      ...{ where: { userId }, order: { createdAt: 'ASC', id: 'ASC' } },
    });
    return rows.map(({ id, name, createdAt, lastUsedAt }) => ({
      ...{ id, name, createdAt, lastUsedAt: lastUsedAt ?? undefined },
    }));
  }

  async isFull(userId: string): Promise<boolean> {
    return (await this.rows.countBy({ userId })) >= MOST;
  }

  /** Uses a code up. @returns whether one of this person's apps shows it, and nobody has used it before */
  async accept(userId: string, code: string): Promise<boolean> {
    const now = epochSeconds();
    for (const { id, secret } of await this.rows.findBy({ userId })) {
      const step = stepOf(this.secrets.open(id, secret), code, now);
      if (step !== undefined && (await this.useUp(id, step, now))) return true;
    }
    return false;
  }

  /** @param step of the code that confirmed it, which is used up */
  async insert(
    manager: EntityManager,
    { id, userId, name }: Pick<TotpAuthenticatorEntity, 'id' | 'userId' | 'name'>,
    key: string,
    step: number,
  ): Promise<void> {
    await manager.insert(TotpAuthenticatorEntity, {
      ...{ id, userId, name, secret: this.secrets.seal(id, key), lastStep: step },
      ...{ createdAt: epochSeconds(), lastUsedAt: null },
    });
  }

  async rename(userId: string, id: string, name: string, manager: EntityManager): Promise<boolean> {
    const { affected } = await manager.update(TotpAuthenticatorEntity, { id, userId }, { name });
    return affected === 1;
  }

  async delete(userId: string, id: string, manager: EntityManager): Promise<boolean> {
    return (await manager.delete(TotpAuthenticatorEntity, { id, userId })).affected === 1;
  }

  async reset(userId: string, manager: EntityManager): Promise<void> {
    await manager.delete(TotpAuthenticatorEntity, { userId });
  }

  /** Each step once, and none below one that was used (attack I12). True for exactly one caller. */
  private async useUp(id: string, step: number, now: number): Promise<boolean> {
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ lastStep: step, lastUsedAt: now })
      .where('id = :id AND last_step < :step', { id, step })
      .execute();
    return affected === 1;
  }
}

const placeOf = (id: string): string => `totp_authenticators.secret ${id}`;
