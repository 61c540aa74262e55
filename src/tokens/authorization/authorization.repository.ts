import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import type { PreparedQuery } from '../../database/index.js';
import { Housekeeper } from '../../housekeeping/index.js';
import { epochSeconds } from '../../protocol/index.js';
import { AuthorizationEntity } from './authorization.entity.js';
import { AuthorizationStatements, selectFoundations } from './authorization-statements.js';
import type { Foundations } from './standing.js';

/** An authorization together with the state of what it rests on: one read. */
export interface AssessedAuthorization {
  readonly authorization: AuthorizationEntity;
  readonly foundations: Foundations;
}

export interface StoredAuthorization extends AssessedAuthorization {
  /** Whether the one access token that was asked about is on the list of revoked ones. */
  readonly accessTokenRevoked: boolean;
}

/** When the refresh tokens of an authorization end. */
export interface RefreshLifetime {
  readonly expiresAt: number;
  readonly absoluteExpiresAt: number;
}

/** Wrong proofs after which a code is worth nothing (attack B13). */
const MAX_CODE_FAILURES = 5;

@Injectable()
export class AuthorizationRepository implements OnModuleInit {
  constructor(
    @InjectRepository(AuthorizationEntity) private readonly rows: Repository<AuthorizationEntity>,
    private readonly statements: AuthorizationStatements,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  async create(authorization: AuthorizationEntity): Promise<void> {
    await this.statements.insert.run(authorization);
  }

  async findByCode(codeHash: string): Promise<StoredAuthorization | undefined> {
    return this.read(this.statements.byCode, { codeHash, jti: '' });
  }

  /** @param jti an access token to look up in the list of revoked ones on the way */
  async find(id: string, jti = ''): Promise<StoredAuthorization | undefined> {
    return this.read(this.statements.byId, { id, jti });
  }

  /** The latest that the client was given in this session and that its code was redeemed of. */
  async findOfSession(
    clientId: string,
    sessionId: string,
  ): Promise<StoredAuthorization | undefined> {
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
  async foundationsOf(authorization: AuthorizationEntity): Promise<Foundations | undefined> {
    const { userId, sessionId, consentId } = authorization;
    const query = this.rows.manager
      .createQueryBuilder()
      .from('users', 'u')
      .leftJoin('sessions', 's', 's.id = :sessionId', { sessionId })
      .leftJoin('consents', 'c', 'c.id = :consentId', { consentId })
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

  /** Counts a failed proof of possession; the fifth burns the code. */
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

  /** Replaces refresh token `generation` by the next. True for exactly one caller. */
  async rotate(id: string, generation: number, expiresAt: number): Promise<boolean> {
    const affected = await this.statements.rotate.affected({
      id,
      generation,
      next: generation + 1,
      now: epochSeconds(),
      expiresAt,
    });
    return affected === 1;
  }

  /** Ends the authorization and with it every token that rests on it. */
  async revoke(id: string): Promise<boolean> {
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ revokedAt: epochSeconds() })
      .where('id = :id AND revoked_at IS NULL', { id })
      .execute();
    return affected === 1;
  }

  private async read<Name extends string>(
    query: PreparedQuery<Name>,
    values: Readonly<Record<Name, string>>,
  ): Promise<StoredAuthorization | undefined> {
    const [row] = await query.rows(values);
    if (row === undefined) return undefined;
    // Its names are those that selectFoundations gives the columns.
    const foundations = row as unknown as Foundations;
    return {
      authorization: this.statements.reader.read(row),
      foundations,
      accessTokenRevoked: row['revokedJti'] !== null,
    };
  }
}
