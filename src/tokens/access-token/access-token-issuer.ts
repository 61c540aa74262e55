import { Injectable } from '@nestjs/common';
import { type Client, Subjects } from '#registry/clients';
import { DEFAULT_ACCESS_TOKEN_LIFETIME, type ResourceServer } from '#registry/resources';
import { Config } from '#platform/config';
import { randomId, randomToken } from '#platform/crypto';
import { epochSeconds, formatScope } from '#protocol';
import type { Claims } from '../claims/token-contributor.js';
import type { Authorization } from '../authorization/authorization.js';
import type { AccessTokenResponse } from '../token-response.js';
import type { AccessToken } from './access-token.js';
import { AccessTokenJwtWriter } from './access-token-jwt-writer.js';
import { AccessTokenRepository } from './access-token.repository.js';
import { RepeatableTokens } from './repeatable-tokens.js';

/** Writes access tokens in the format of their API, for the TokenIssuer. */
@Injectable()
export class AccessTokenIssuer {
  constructor(
    private readonly config: Config,
    private readonly jwts: AccessTokenJwtWriter,
    private readonly repository: AccessTokenRepository,
    private readonly subjects: Subjects,
    private readonly repeatable: RepeatableTokens,
  ) {}

  async issue(authorization: Authorization): Promise<AccessTokenResponse> {
    const token = this.describe(authorization);
    return {
      access_token: await this.write(authorization, token),
      token_type: 'Bearer',
      // One that is given a second time has lived for a while.
      expires_in: Math.max(token.expiresAt - Math.max(epochSeconds(), token.issuedAt), 0),
      scope: formatScope(token.scope),
    };
  }

  /** What the access token would say; an opaque one says it when it is asked about. */
  said(authorization: Authorization): Promise<Claims> {
    return this.jwts.said(authorization, this.describe(authorization));
  }

  private describe(authorization: Authorization): AccessToken {
    const { client, scope, resources, user, authorizationId, actor } = authorization;
    const issuedAt = issueTime(authorization);
    const { subjectClientId = client.id, notAfter = Infinity } = authorization;
    const own = resources.length === 0 || authorization.userInfo ? [this.config.issuer] : [];
    return {
      jti: this.jti(authorization),
      clientId: client.id,
      userId: user?.sub,
      // The client can read the token, so it says no more of the person than an ID token (OIDC Core §8).
      subject: user === undefined ? subjectClientId : this.subjects.of(client, user.sub),
      scope,
      audience: [...resources.map((resource) => resource.identifier), ...own],
      resources: authorizationId === undefined ? resources.map(({ id }) => id) : [],
      issuedAt,
      expiresAt: Math.min(issuedAt + lifetimeOf(client, resources), notAfter),
      authorizationId,
      authTime: user?.authTime,
      amr: user?.amr ?? [],
      actor,
      mayAct: client.metadata.may_act,
      restsOn: authorization.restsOn ?? [],
      actorAuthorizationId: authorization.actorAuthorizationId,
      groupVersion: authorization.groupVersion,
    };
  }

  private jti({ authorizationId, refreshGeneration, renewedAt }: Authorization): string {
    if (authorizationId === undefined || renewedAt === undefined) return randomId();
    return this.repeatable.jti(authorizationId, refreshGeneration ?? 0);
  }

  private secret({ authorizationId, refreshGeneration, renewedAt }: Authorization): string {
    if (authorizationId === undefined || renewedAt === undefined) return randomToken();
    return this.repeatable.secret(authorizationId, refreshGeneration ?? 0);
  }

  private async write(authorization: Authorization, token: AccessToken): Promise<string> {
    const { resources } = authorization;
    const opaque = resources.some((resource) => resource.accessTokenFormat === 'opaque');
    if (opaque) return this.repository.createOpaque(token, resources, this.secret(authorization));
    return this.jwts.write(authorization, token);
  }
}

/** The client's own, as far as each API that said how long allows it. */
function lifetimeOf({ metadata }: Client, resources: readonly ResourceServer[]): number {
  const wanted = metadata.access_token_lifetime;
  const allowed = resources.map(({ accessTokenLifetime }) => accessTokenLifetime ?? Infinity);
  const most = Math.min(...allowed);
  return Math.min(wanted ?? (most === Infinity ? DEFAULT_ACCESS_TOKEN_LIFETIME : most), most);
}

/**
 * The second that a token carries. One of an ending is over for all that was issued in it: what is
 * issued after the ending carries the next.
 */
function issueTime({ client, notBefore = 0, renewedAt }: Authorization): number {
  return Math.max(renewedAt ?? epochSeconds(), notBefore, (client.endedAt ?? -1) + 1);
}
