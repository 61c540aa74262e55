import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { randomToken, sha256 } from '#platform/crypto';
import { EntityReader, isUniqueViolation, PreparedQuery } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { formatScope } from '#protocol';
import type { AccessToken, AccessTokenClaims } from './access-token.js';
import { AccessTokenEntity } from './access-token.entity.js';
import { RevokedAccessTokenEntity } from './revoked-access-token.entity.js';

/** The prefix tells an opaque token from a JWT, and a secret scanner what it has found. */
export const OPAQUE_PREFIX = 'gh_at_';

/** Access tokens in the database: the opaque ones, and the JWTs that were revoked. */
@Injectable()
export class AccessTokenRepository implements OnModuleInit {
  private readonly reader: EntityReader<AccessTokenEntity>;
  private readonly opaqueByHash: PreparedQuery<'hash'>;
  private readonly revokedByJti: PreparedQuery<'jti'>;

  constructor(
    @InjectRepository(AccessTokenEntity) private readonly opaque: Repository<AccessTokenEntity>,
    @InjectRepository(RevokedAccessTokenEntity)
    private readonly revoked: Repository<RevokedAccessTokenEntity>,
    private readonly housekeeper: Housekeeper,
  ) {
    const { dataSource } = opaque.manager;
    this.reader = new EntityReader(opaque, 't');
    this.opaqueByHash = new PreparedQuery(dataSource, ['hash'], ({ hash }) =>
      opaque.createQueryBuilder('t').where('t.token_hash = :hash', { hash }),
    );
    this.revokedByJti = new PreparedQuery(dataSource, ['jti'], ({ jti }) =>
      revoked.createQueryBuilder('r').where('r.jti = :jti', { jti }),
    );
  }

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.opaque, 'expires_at');
    this.housekeeper.registerExpiry(this.revoked, 'expires_at');
  }

  /** @returns the token, of which only a digest is stored */
  async createOpaque(token: AccessToken): Promise<string> {
    const value = OPAQUE_PREFIX + randomToken();
    await this.opaque.insert({
      tokenHash: sha256(value),
      jti: token.jti,
      authorizationId: token.authorizationId ?? null,
      clientId: token.clientId,
      userId: token.userId ?? null,
      scope: formatScope(token.scope),
      audience: JSON.stringify(token.audience),
      delegation: writeDelegation(token),
      issuedAt: token.issuedAt,
      expiresAt: token.expiresAt,
    });
    return value;
  }

  /** Expired ones are found too, until they are deleted. */
  async findOpaque(value: string): Promise<AccessToken | undefined> {
    const [found] = await this.opaqueByHash.rows({ hash: sha256(value) });
    if (found === undefined) return undefined;
    const row = this.reader.read(found);
    const { sub, act, may_act: mayAct } = readDelegation(row);
    return {
      jti: row.jti,
      clientId: row.clientId,
      userId: row.userId ?? undefined,
      subject: sub ?? row.userId ?? row.clientId,
      scope: row.scope === '' ? [] : row.scope.split(' '),
      audience: JSON.parse(row.audience) as string[],
      issuedAt: row.issuedAt,
      expiresAt: row.expiresAt,
      authorizationId: row.authorizationId ?? undefined,
      authTime: undefined,
      actor: act,
      mayAct,
    };
  }

  async deleteOpaque(manager: EntityManager, value: string): Promise<void> {
    await manager.delete(AccessTokenEntity, { tokenHash: sha256(value) });
  }

  async isRevoked(jti: string): Promise<boolean> {
    return (await this.revokedByJti.rows({ jti })).length > 0;
  }

  async revoke(manager: EntityManager, jti: string, expiresAt: number): Promise<void> {
    try {
      await manager.insert(RevokedAccessTokenEntity, { jti, expiresAt });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
}

type Delegation = Partial<Pick<AccessTokenClaims, 'sub' | 'act' | 'may_act'>>;

/** Most tokens are about whoever the row names already, and nobody acts for them. */
function writeDelegation({ subject, userId, clientId, actor, mayAct }: AccessToken): string | null {
  const delegation: Delegation = {
    ...(subject === (userId ?? clientId) ? {} : { sub: subject }),
    ...(actor === undefined ? {} : { act: actor }),
    ...(mayAct === undefined ? {} : { may_act: mayAct }),
  };
  return Object.keys(delegation).length === 0 ? null : JSON.stringify(delegation);
}

function readDelegation({ delegation }: AccessTokenEntity): Delegation {
  return delegation === null ? {} : (JSON.parse(delegation) as Delegation);
}
