import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { PreparedQuery } from '#platform/database';
import { AuthorizationEntity } from '../authorization/authorization.entity.js';

/** Who asked for the next refresh token, when, and for what. */
export interface RotationRequest {
  readonly now: number;
  readonly ip: string;
  /** SHA-256 of what was asked for. */
  readonly digest: string;
}

/** The refresh tokens of an authorization are a number in its row: that of the one that is good. */
@Injectable()
export class RefreshTokenRepository {
  private readonly statement;

  constructor(
    @InjectRepository(AuthorizationEntity) private readonly rows: Repository<AuthorizationEntity>,
  ) {
    const names = ['id', 'generation', 'next', 'now', 'ip', 'digest', 'expiresAt'] as const;
    this.statement = new PreparedQuery(rows.manager.dataSource, names, (value) =>
      rows
        .createQueryBuilder()
        .update()
        .set({
          refreshGeneration: value.next,
          refreshRotatedAt: value.now,
          refreshRotatedFrom: value.ip,
          refreshRequest: value.digest,
          refreshRetriedAt: () => 'NULL',
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
  async rotate(
    id: string,
    generation: number,
    { now, ip, digest }: RotationRequest,
    expiresAt: number,
  ): Promise<boolean> {
    const affected = await this.statement.affected({
      ...{ id, generation, next: generation + 1, now, ip, digest, expiresAt },
    });
    return affected === 1;
  }

  /**
   * Whether the answer that named refresh token `generation` may be given a second time: the same was asked
   * for, at most `grace` seconds ago, and nobody has asked again. True for exactly one caller.
   */
  async retry(
    id: string,
    generation: number,
    { now, digest }: RotationRequest,
    grace: number,
  ): Promise<boolean> {
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ refreshRetriedAt: now })
      .where('id = :id AND refresh_generation = :generation', { id, generation })
      .andWhere('refresh_retried_at IS NULL AND refresh_request = :digest', { digest })
      .andWhere('refresh_rotated_at >= :since AND revoked_at IS NULL', { since: now - grace })
      .execute();
    return affected === 1;
  }
}
