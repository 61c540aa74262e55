import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { PreparedQuery } from '#platform/database';
import { epochSeconds } from '#protocol';
import { AuthorizationEntity } from '../authorization/authorization.entity.js';

/** The refresh tokens of an authorization are a number in its row: that of the one that is good. */
@Injectable()
export class RefreshTokenRepository {
  private readonly statement;

  constructor(@InjectRepository(AuthorizationEntity) rows: Repository<AuthorizationEntity>) {
    const names = ['id', 'generation', 'next', 'now', 'expiresAt'] as const;
    this.statement = new PreparedQuery(rows.manager.dataSource, names, (value) =>
      rows
        .createQueryBuilder()
        .update()
        .set({
          refreshGeneration: value.next,
          refreshRotatedAt: value.now,
          refreshExpiresAt: value.expiresAt,
        })
        .where('id = :id AND refresh_generation = :generation', {
          id: value.id,
          generation: value.generation,
        })
        .andWhere('revoked_at IS NULL AND refresh_expires_at > :now', { now: value.now }),
    );
  }

  /** Replaces refresh token `generation` by the next. True for exactly one caller. */
  async rotate(id: string, generation: number, expiresAt: number): Promise<boolean> {
    const affected = await this.statement.affected({
      id,
      generation,
      next: generation + 1,
      now: epochSeconds(),
      expiresAt,
    });
    return affected === 1;
  }
}
