import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { SigningKeys } from '#platform/crypto';
import { acrOf, formatScope } from '#protocol';
import type { Authorization } from '../authorization/authorization.js';
import { Contributions } from '../claims/contributions.js';
import type { Claims } from '../claims/token-contributor.js';
import type { AccessToken, AccessTokenClaims } from './access-token.js';

/** Writes access tokens as JWTs, for the AccessTokenIssuer. */
@Injectable()
export class AccessTokenJwtWriter {
  constructor(
    private readonly config: Config,
    private readonly keys: SigningKeys,
    private readonly contributions: Contributions,
  ) {}

  async write(authorization: Authorization, token: AccessToken): Promise<string> {
    // One for several is read by each of them: any that is validated by RFC 9068 knows RS256.
    const [first] = authorization.resources;
    const key = await this.keys.active(first?.accessTokenAlgorithm ?? 'ES256');
    const said = await this.said(authorization, token);
    return key.sign(first?.accessTokenType ?? 'at+jwt', said);
  }

  /** What it says. */
  async said(authorization: Authorization, token: AccessToken): Promise<Claims> {
    return { ...(await this.told(authorization, token)), ...this.claims(token) };
  }

  /** What its API is told besides: an opaque token says it when it is asked about. */
  private told(
    { client, user, scope, resources }: Authorization,
    token: AccessToken,
  ): Promise<Claims> {
    const place = 'access_token';
    return this.contributions.to({ place, client, user, scope, resources, token });
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
    // As the authorization has them, however often it is refreshed (RFC 9068 §2.2.1).
    if (token.amr.length > 0) {
      const acr = acrOf(token.amr);
      if (acr !== undefined) claims.acr = acr;
      claims.amr = token.amr;
    }
    if (token.authorizationId !== undefined) claims.authorization_id = token.authorizationId;
    if (token.resources.length > 0) claims.resource_ids = token.resources;
    if (token.restsOn.length > 0) claims.rests_on = token.restsOn;
    if (token.actorAuthorizationId !== undefined) {
      claims.actor_authorization_id = token.actorAuthorizationId;
    }
    if (token.groupVersion !== undefined) claims.group_version = token.groupVersion;
    return claims;
  }
}
