import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, type Repository } from 'typeorm';
import { sha256 } from '#platform/crypto';
import { EntityReader, isUniqueViolation, PreparedQuery } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { Config } from '#platform/config';
import { Granted } from '#protocol';
import { type ResourceServer, ResourceServers } from '#registry/resources';
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
    private readonly resourceServers: ResourceServers,
    private readonly config: Config,
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

  /**
   * Stores a digest of an opaque token. One that is given a second time is there already.
   * @returns the token
   */
  async createOpaque(
    token: AccessToken,
    resources: readonly ResourceServer[],
    secret: string,
  ): Promise<string> {
    const value = OPAQUE_PREFIX + secret;
    const inserting = this.opaque.insert({
      tokenHash: sha256(value),
      jti: token.jti,
      authorizationId: token.authorizationId ?? null,
      clientId: token.clientId,
      userId: token.userId ?? null,
      granted: Granted.of(token.scope, resources).toString(),
      claims: this.writeClaims(token, resources),
      issuedAt: token.issuedAt,
      expiresAt: token.expiresAt,
    });
    await inserting.catch((error: unknown) => {
      if (!isUniqueViolation(error)) throw error;
    });
    return value;
  }

  /** Expired ones are found too, until they are deleted. */
  async findOpaque(value: string): Promise<AccessToken | undefined> {
    const [found] = await this.opaqueByHash.rows({ hash: sha256(value) });
    if (found === undefined) return undefined;
    const row = this.reader.read(found);
    const granted = Granted.parse(row.granted);
    const claims = readClaims(row);
    const { sub, act, may_act: mayAct, user_info: userInfo } = claims;
    return {
      jti: row.jti,
      clientId: row.clientId,
      userId: row.userId ?? undefined,
      subject: sub ?? row.userId ?? row.clientId,
      scope: granted.scope,
      audience: await this.audienceOf(granted, userInfo),
      resources: granted.resources,
      issuedAt: row.issuedAt,
      expiresAt: row.expiresAt,
      authorizationId: row.authorizationId ?? undefined,
      authTime: undefined,
      amr: [],
      actor: act,
      mayAct,
      restsOn: claims.rests_on ?? [],
      actorAuthorizationId: claims.actor_authorization_id,
      groupVersion: claims.group_version,
    };
  }

  /** Whether any of these tokens was revoked. */
  async isRevoked([jti, ...others]: readonly string[]): Promise<boolean> {
    if (jti === undefined) return false;
    if (others.length > 0) return this.revoked.existsBy({ jti: In([jti, ...others]) });
    return (await this.revokedByJti.rows({ jti })).length > 0;
  }

  async revoke(manager: EntityManager, jti: string, expiresAt: number): Promise<void> {
    try {
      await manager.insert(RevokedAccessTokenEntity, { jti, expiresAt });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  /** Most tokens are about whoever the row names already, and nobody acts for them. */
  private writeClaims(token: AccessToken, resources: readonly ResourceServer[]): string | null {
    const { subject, userId, clientId, actor, mayAct, audience, scope } = token;
    const { restsOn, actorAuthorizationId, groupVersion } = token;
    const userInfo = audience.includes(this.config.issuer);
    const claims: StoredClaims = {
      ...(subject === (userId ?? clientId) ? {} : { sub: subject }),
      ...(actor === undefined ? {} : { act: actor }),
      ...(mayAct === undefined ? {} : { may_act: mayAct }),
      ...(restsOn.length === 0 ? {} : { rests_on: restsOn }),
      ...(actorAuthorizationId === undefined
        ? {}
        : { actor_authorization_id: actorAuthorizationId }),
      ...(groupVersion === undefined ? {} : { group_version: groupVersion }),
      ...(userInfo === isForUs(scope, resources) ? {} : { user_info: userInfo }),
    };
    return Object.keys(claims).length === 0 ? null : JSON.stringify(claims);
  }

  /** An API that is gone is told by its id, which is no identifier of anything. */
  private async audienceOf(granted: Granted, userInfo: boolean | undefined): Promise<string[]> {
    const { resources, scope } = granted;
    const servers = await Promise.all(resources.map((id) => this.resourceServers.find(id)));
    const audience = servers.map((server, index) => server?.identifier ?? resources[index] ?? '');
    return (userInfo ?? isForUs(scope, resources)) ? [...audience, this.config.issuer] : audience;
  }
}

/** What a token says beside what has a column. */
type StoredClaims = Partial<
  Pick<
    AccessTokenClaims,
    'sub' | 'act' | 'may_act' | 'rests_on' | 'actor_authorization_id' | 'group_version'
  >
> & {
  /** Whether it opens our own userinfo endpoint, where its scope does not tell. */
  user_info?: boolean;
};

function readClaims({ claims }: AccessTokenEntity): StoredClaims {
  return claims === null ? {} : (JSON.parse(claims) as StoredClaims);
}

/** Whether its scope, or that it is for nobody else, makes a token good with us. */
function isForUs(scope: readonly string[], resources: readonly unknown[]): boolean {
  return resources.length === 0 || scope.includes('openid');
}
