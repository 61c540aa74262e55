import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { ObjectLiteral, Repository, SelectQueryBuilder } from 'typeorm';
import {
  EntityReader,
  PreparedInsert,
  PreparedQuery,
  type SqlValue,
} from '../../database/index.js';
import { AuthorizationEntity } from './authorization.entity.js';

/** The statements of the hot paths over authorizations, built once. */
@Injectable()
export class AuthorizationStatements {
  readonly reader: EntityReader<AuthorizationEntity>;
  readonly insert: PreparedInsert<AuthorizationEntity>;
  readonly byId: PreparedQuery<'id' | 'jti'>;
  readonly byCode: PreparedQuery<'codeHash' | 'jti'>;
  readonly consumeCode;
  readonly rotate;

  constructor(
    @InjectRepository(AuthorizationEntity) private readonly rows: Repository<AuthorizationEntity>,
  ) {
    const { dataSource } = rows.manager;
    this.reader = new EntityReader(rows, 'a');
    this.insert = new PreparedInsert(rows);
    this.byId = new PreparedQuery(dataSource, ['id', 'jti'], ({ id, jti }) =>
      this.withFoundations(jti).where('a.id = :id', { id }),
    );
    this.byCode = new PreparedQuery(dataSource, ['codeHash', 'jti'], ({ codeHash, jti }) =>
      this.withFoundations(jti).where('a.code_hash = :codeHash', { codeHash }),
    );
    this.consumeCode = this.prepareConsumeCode();
    this.rotate = this.prepareRotate();
  }

  private prepareConsumeCode() {
    const names = [
      'id',
      'now',
      'expiresAt',
      'generation',
      'rotatedAt',
      'refreshExpiresAt',
      'refreshAbsoluteExpiresAt',
    ] as const;
    return new PreparedQuery(this.rows.manager.dataSource, names, (value) =>
      this.rows
        .createQueryBuilder()
        .update()
        .set({
          codeConsumedAt: value.now,
          expiresAt: value.expiresAt,
          refreshGeneration: value.generation,
          refreshRotatedAt: value.rotatedAt,
          refreshExpiresAt: value.refreshExpiresAt,
          refreshAbsoluteExpiresAt: value.refreshAbsoluteExpiresAt,
        })
        .where('id = :id AND code_consumed_at IS NULL AND revoked_at IS NULL', { id: value.id })
        .andWhere('code_expires_at > :now', { now: value.now }),
    );
  }

  private prepareRotate() {
    const names = ['id', 'generation', 'next', 'now', 'expiresAt'] as const;
    return new PreparedQuery(this.rows.manager.dataSource, names, (value) =>
      this.rows
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

  /** An authorization, all it rests on, and whether one access token of it was revoked by itself. */
  private withFoundations(jti: SqlValue): SelectQueryBuilder<AuthorizationEntity> {
    const query = this.rows
      .createQueryBuilder('a')
      .innerJoin('users', 'u', 'u.sub = a.user_id')
      .leftJoin('sessions', 's', 's.id = a.session_id')
      .leftJoin('consents', 'c', 'c.id = a.consent_id')
      .leftJoin('revoked_access_tokens', 'r', 'r.jti = :jti', { jti })
      .addSelect('r.jti', 'revokedJti');
    return selectFoundations(query);
  }
}

/** Adds the columns of Foundations, from a query over users `u`, sessions `s` and consents `c`. */
export function selectFoundations<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
): SelectQueryBuilder<T> {
  return query
    .addSelect('u.disabled', 'userDisabled')
    .addSelect('u.credential_version', 'userCredentialVersion')
    .addSelect('u.roles', 'userRoles')
    .addSelect('s.ended_at', 'sessionEndedAt')
    .addSelect('s.expires_at', 'sessionExpiresAt')
    .addSelect('c.id', 'consentFound');
}
