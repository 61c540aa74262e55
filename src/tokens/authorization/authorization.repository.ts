import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { Housekeeper } from '#platform/housekeeping';
import { epochSeconds } from '#protocol';
import { type User, UserRepository } from '#people/users';
import { AuthorizationEntity, type AuthorizationEnding } from './authorization.entity.js';
import {
  AuthorizationStatements,
  type DECIDING_COLUMNS,
  readFoundations,
  selectFoundations,
} from './authorization-statements.js';
import type { Foundations } from './standing.js';
import { type StoredAuthorization, toAuthorization } from './stored-authorization.js';

/** An authorization together with the state of what it rests on: one read. */
export interface AssessedAuthorization {
  readonly authorization: StoredAuthorization;
  readonly foundations: Foundations;
}

/** One that is stored, with the person who gave it; made when it is asked for. */
export interface FoundAuthorization extends AssessedAuthorization {
  readonly person: () => User;
}

/** What an access token rests on: one read. */
export interface TokenBasis {
  readonly authorization: StoredAuthorization<(typeof DECIDING_COLUMNS)[number]>;
  readonly foundations: Foundations;
  /** Whether this one access token is on the list of revoked ones. */
  readonly accessTokenRevoked: boolean;
  /** Whom the token speaks for; made when it is asked for. */
  readonly person: () => User;
}

/** When the refresh tokens of an authorization end. */
export interface RefreshLifetime {
  readonly expiresAt: number;
  readonly absoluteExpiresAt: number;
}

/**
 * Budget: wrong proofs after which an authorization code is worth nothing (attack B13).
 * Whose: the client that the code was given to; others cannot spend it. Opens: nothing: it gets another.
 */
const MAX_CODE_FAILURES = 5;

@Injectable()
export class AuthorizationRepository implements OnModuleInit {
  constructor(
    @InjectRepository(AuthorizationEntity) private readonly rows: Repository<AuthorizationEntity>,
    private readonly statements: AuthorizationStatements,
    private readonly users: UserRepository,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  async create(authorization: AuthorizationEntity): Promise<void> {
    await this.statements.insert.run(authorization);
  }

  async findByCode(codeHash: string): Promise<FoundAuthorization | undefined> {
    return this.read(await this.statements.byCode.rows({ codeHash }));
  }

  async find(id: string): Promise<FoundAuthorization | undefined> {
    return this.read(await this.statements.byId.rows({ id }));
  }

  /** @param jti of an access token of that authorization */
  async findBasis(id: string, jti: string): Promise<TokenBasis | undefined> {
    const [row] = await this.statements.ofToken.rows({ id, jti });
    if (row === undefined) return undefined;
    return {
      authorization: toAuthorization(this.statements.decidingReader.read(row)),
      foundations: readFoundations(row),
      accessTokenRevoked: row['revokedJti'] !== null,
      person: () => this.users.readPerson(row),
    };
  }

  /** The latest that the client was given in this session and that its code was redeemed of. */
  async findOfSession(
    clientId: string,
    sessionId: string,
  ): Promise<FoundAuthorization | undefined> {
    const latest = await this.rows
      .createQueryBuilder('a')
      .select('a.id', 'id')
      // By the person, who has few: a client may have millions.
      .innerJoin('sessions', 's', 's.id = :sessionId AND s.user_id = a.user_id', { sessionId })
      .where('a.client_id = :clientId AND a.session_id = s.id', { clientId })
      .andWhere('a.revoked_at IS NULL')
      .andWhere('(a.code_hash IS NULL OR a.code_consumed_at IS NOT NULL)')
      .orderBy('a.created_at', 'DESC')
      .limit(1)
      .getRawOne<{ id: string }>();
    return latest === undefined ? undefined : this.find(latest.id);
  }

  /** What an authorization that is not stored yet would rest on. */
  async foundationsOf(
    authorization: StoredAuthorization<'userId' | 'sessionId' | 'consentId' | 'assertionIssuerId'>,
  ): Promise<Foundations | undefined> {
    const { userId, sessionId, consentId, assertionIssuerId } = authorization;
    const query = this.rows.manager
      .createQueryBuilder()
      .from('users', 'u')
      .leftJoin('sessions', 's', 's.id = :sessionId', { sessionId })
      .leftJoin('consents', 'c', 'c.id = :consentId', { consentId })
      .leftJoin('assertion_issuers', 'i', 'i.id = :assertionIssuerId', { assertionIssuerId })
      .where('u.sub = :userId', { userId });
    return selectFoundations(query).getRawOne<Foundations>();
  }

  /**
   * Uses the code up and, with `refresh`, starts the refresh tokens. True for exactly one caller.
   * @param expiresAt when the last token can have expired
   */
  async consumeCode(
    id: string,
    refresh: RefreshLifetime | undefined,
    expiresAt: number,
  ): Promise<boolean> {
    const now = epochSeconds();
    const affected = await this.statements.consumeCode.affected({
      id,
      now,
      expiresAt,
      generation: refresh === undefined ? 0 : 1,
      rotatedAt: refresh === undefined ? null : now,
      refreshExpiresAt: refresh?.expiresAt ?? null,
      refreshAbsoluteExpiresAt: refresh?.absoluteExpiresAt ?? null,
    });
    return affected === 1;
  }

  /** Counts a request that a code was not bound to; the fifth burns the code. */
  async recordCodeFailure(id: string): Promise<void> {
    await this.rows
      .createQueryBuilder()
      .update()
      .set({
        codeExpiresAt: () =>
          `CASE WHEN code_failures >= ${String(MAX_CODE_FAILURES - 1)} THEN 0 ELSE code_expires_at END`,
        codeFailures: () => 'code_failures + 1',
      })
      .where('id = :id', { id })
      .execute();
  }

  /** Ends the authorization and with it every token that rests on it. */
  async revoke(manager: EntityManager, id: string, reason: AuthorizationEnding): Promise<boolean> {
    const { affected } = await manager
      .createQueryBuilder()
      .update(AuthorizationEntity)
      .set({ revokedAt: epochSeconds(), endedReason: reason })
      .where('id = :id AND revoked_at IS NULL', { id })
      .execute();
    return affected === 1;
  }

  private read([row]: readonly Record<string, unknown>[]): FoundAuthorization | undefined {
    if (row === undefined) return undefined;
    return {
      authorization: toAuthorization(this.statements.reader.read(row)),
      foundations: readFoundations(row),
      person: () => this.users.readPerson(row),
    };
  }
}
