import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { epochSeconds } from '#protocol';
import { UserEntity } from '../user.entity.js';

/**
 * Keeps with the person whether they have set up a second factor, in the transaction that sets one up or
 * removes it, so that a sign-in does not have to look.
 */
@Injectable()
export class SecondFactors {
  /** Those who change a person's factors do it one after the other. */
  async hold(manager: EntityManager, sub: string): Promise<void> {
    // An UPDATE that changes nothing locks the row on MySQL; on SQLite the transaction is alone anyway.
    await manager.update(UserEntity, { sub }, { secondFactor: () => 'second_factor' });
  }

  /** Whether there is a password beside them. */
  async hasPassword(manager: EntityManager, sub: string): Promise<boolean> {
    return manager.existsBy(UserEntity, { sub, passwordHash: Not(IsNull()) });
  }

  /** One was added or removed: browsers that were trusted before are trusted no longer. */
  async changed(manager: EntityManager, sub: string): Promise<void> {
    await manager.update(UserEntity, { sub }, { factorsChangedAt: epochSeconds() });
  }

  async mark(manager: EntityManager, sub: string, any: boolean): Promise<void> {
    await manager.update(UserEntity, { sub }, { secondFactor: Number(any) });
  }
}
