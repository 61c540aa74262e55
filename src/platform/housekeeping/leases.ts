import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { isUniqueViolation } from '#platform/database';
import { epochSeconds } from '#protocol';
import { LeaseEntity } from './lease.entity.js';

@Injectable()
export class Leases {
  private readonly owner = randomUUID();

  constructor(@InjectRepository(LeaseEntity) private readonly rows: Repository<LeaseEntity>) {}

  /** Takes or renews the lease `name`. False when another node holds it. */
  async acquire(name: string, seconds: number): Promise<boolean> {
    const now = epochSeconds();
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ owner: this.owner, expiresAt: now + seconds })
      .where('name = :name AND (expires_at <= :now OR owner = :owner)', {
        name,
        now,
        owner: this.owner,
      })
      .execute();
    if (affected === 1) return true;
    try {
      await this.rows.insert({ name, owner: this.owner, expiresAt: now + seconds });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }
}
