import { Injectable } from '@nestjs/common';
import { Subjects } from '#registry/clients';
import { Config } from '#platform/config';
import { randomId, randomToken, SigningKeys } from '#platform/crypto';
import { epochSeconds, formatScope } from '#protocol';
import type { Authorization } from '../authorization/authorization.js';
import type { AccessTokenResponse } from '../token-response.js';
import type { AccessToken, AccessTokenClaims } from './access-token.js';
import { AccessTokenRepository } from './access-token.repository.js';
import { RepeatableTokens } from './repeatable-tokens.js';

/** The lifetime of an access token that is for Gatehouse alone, in seconds. */
const ACCESS_TOKEN_LIFETIME = 600;

/** Writes access tokens in the format of their API, for the TokenIssuer. */
@Injectable()
export class AccessTokenIssuer {
  constructor(
    private readonly config: Config,
    private readonly keys: SigningKeys,
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

  private describe(authorization: Authorization): AccessToken {
    const { client, scope, resources, user, authorizationId, actor } = authorization;
    const issuedAt = issueTime(authorization);
    const lifetimes = resources.map((resource) => resource.accessTokenLifetime);
    const lifetime = lifetimes.length === 0 ? ACCESS_TOKEN_LIFETIME : Math.min(...lifetimes);
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
      expiresAt: Math.min(issuedAt + lifetime, notAfter),
      authorizationId,
      authTime: user?.authTime,
      actor,
      mayAct: client.metadata.may_act,
      restsOn: authorization.restsOn ?? [],
      actorAuthorizationId: authorization.actorAuthorizationId,
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
    const key = await this.keys.active('ES256');
    return key.sign('at+jwt', this.claims(token));
  }

  private claims(token: AccessToken): AccessTokenClaims {
    const [first = this.config.issuer, ...others] = token.audience;
    const claims: AccessTokenClaims = {
      iss: this.config.issuer,
      // For a client by itself its own id (RFC 9068 §2.2); people's ids come from the same random
      // space, and no client can be registered under a chosen one (attack E12).
      sub: token.subject,
      aud: others.length === 0 ? first : token.audience,
      client_id: token.clientId,
      iat: token.issuedAt,
      exp: token.expiresAt,
      jti: token.jti,
    };
    // One by one: spreading objects that are mostly empty is what takes time in here.
    if (token.scope.length > 0) claims.scope = formatScope(token.scope);
    if (token.authTime !== undefined) claims.auth_time = token.authTime;
    if (token.actor !== undefined) claims.act = token.actor;
    if (token.mayAct !== undefined) claims.may_act = token.mayAct;
    if (token.authorizationId !== undefined) claims.authorization_id = token.authorizationId;
    if (token.resources.length > 0) claims.resource_ids = token.resources;
    if (token.restsOn.length > 0) claims.rests_on = token.restsOn;
    if (token.actorAuthorizationId !== undefined) {
      claims.actor_authorization_id = token.actorAuthorizationId;
    }
    return claims;
  }
}

/**
 * The second that a token carries. One of an ending is over for all that was issued in it: what is
 * issued after the ending carries the next.
 */
function issueTime({ client, notBefore = 0, renewedAt }: Authorization): number {
  return Math.max(renewedAt ?? epochSeconds(), notBefore, (client.endedAt ?? -1) + 1);
}
