import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { ObjectLiteral, Repository, SelectQueryBuilder } from 'typeorm';
import { EntityReader, PreparedInsert, PreparedQuery } from '#platform/database';
import { SESSION_EXPIRES_AT } from '#people/sessions';
import { UserRepository } from '#people/users';
import { AuthorizationEntity } from './authorization.entity.js';
import type { Foundations } from './standing.js';

/** What decides whether a token of an authorization stands. */
export const DECIDING_COLUMNS = [
  'clientId',
  'userId',
  'revokedAt',
  'credentialVersion',
  'accessVersion',
  'roleVersion',
  'groupVersion',
  'clientEndedVersion',
  'consentId',
  'assertionIssuerId',
  'assertionIssuerEndedVersion',
  'online',
  'granted',
  'grantType',
  'claims',
  'authTime',
  'factors',
] as const satisfies readonly (keyof AuthorizationEntity)[];

/** The statements of the hot paths over authorizations, built once. */
@Injectable()
export class AuthorizationStatements {
  readonly reader: EntityReader<AuthorizationEntity>;
  readonly decidingReader;
  readonly insert: PreparedInsert<AuthorizationEntity>;
  readonly byId: PreparedQuery<'id'>;
  readonly byCode: PreparedQuery<'codeHash'>;
  /** Only what tells whether a token stands, and all of the person that it speaks for. */
  readonly ofToken: PreparedQuery<'id' | 'jti'>;
  readonly consumeCode;

  constructor(
    @InjectRepository(AuthorizationEntity) private readonly rows: Repository<AuthorizationEntity>,
    users: UserRepository,
  ) {
    const { dataSource } = rows.manager;
    this.reader = new EntityReader(rows, 'a');
    this.decidingReader = new EntityReader(rows, 'a', DECIDING_COLUMNS);
    this.insert = new PreparedInsert(rows);
    this.byId = new PreparedQuery(dataSource, ['id'], ({ id }) =>
      users.selectPerson(this.withFoundations()).where('a.id = :id', { id }),
    );
    this.byCode = new PreparedQuery(dataSource, ['codeHash'], ({ codeHash }) =>
      users.selectPerson(this.withFoundations()).where('a.code_hash = :codeHash', { codeHash }),
    );
    this.ofToken = new PreparedQuery(dataSource, ['id', 'jti'], ({ id, jti }) =>
      users
        .selectPerson(this.withFoundations(DECIDING_COLUMNS.map((name) => `a.${name}`)))
        .leftJoin('revoked_access_tokens', 'r', 'r.jti = :jti', { jti })
        .addSelect('r.jti', 'revokedJti')
        .where('a.id = :id', { id }),
    );
    this.consumeCode = this.prepareConsumeCode();
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

  /** An authorization and all it rests on. */
  private withFoundations(selection = ['a']): SelectQueryBuilder<AuthorizationEntity> {
    const query = this.rows
      .createQueryBuilder('a')
      .select(selection)
      .innerJoin('users', 'u', 'u.sub = a.user_id')
      .leftJoin('sessions', 's', 's.id = a.session_id')
      .leftJoin('consents', 'c', 'c.id = a.consent_id')
      .leftJoin('assertion_issuers', 'i', 'i.id = a.assertion_issuer_id');
    return selectFoundations(query);
  }
}

/** Out of a row of such a query: its names are those that {@link selectFoundations} gives the columns. */
export function readFoundations(row: Readonly<Record<string, unknown>>): Foundations {
  return row as unknown as Foundations;
}

/** Adds the columns of Foundations, from a query over users `u`, sessions `s`, consents `c` and issuers `i`. */
export function selectFoundations<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
): SelectQueryBuilder<T> {
  return query
    .addSelect('u.disabled', 'userDisabled')
    .addSelect('u.credential_version', 'userCredentialVersion')
    .addSelect('u.session_version', 'userSessionVersion')
    .addSelect('u.access_version', 'userAccessVersion')
    .addSelect('u.role_version', 'userRoleVersion')
    .addSelect('u.group_ids', 'userGroups')
    .addSelect('s.ended_at', 'sessionEndedAt')
    .addSelect(SESSION_EXPIRES_AT, 'sessionExpiresAt')
    .addSelect('s.session_version', 'sessionVersion')
    .addSelect('c.id', 'consentFound')
    .addSelect('i.ended_version', 'issuerEndedVersion');
}
