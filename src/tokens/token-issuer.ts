import { Injectable } from '@nestjs/common';
import { type Client, Subjects } from '#registry/clients';
import { AccessTokenIssuer } from './access-token/access-token-issuer.js';
import type { AuthenticatedUser, Authorization } from './authorization/authorization.js';
import type { Claims } from './claims/token-contributor.js';
import { ClientJwts } from './client-jwt/client-jwts.js';
import type { IdTokenCompany } from './id-token/id-token.js';
import { IdTokenIssuer } from './id-token/id-token-issuer.js';
import { RefreshTokenFormat } from './refresh-token/refresh-token-format.js';
import type { AccessTokenResponse, TokenResponse } from './token-response.js';

/** Claims of tokens that nobody gets. */
export interface PreviewedTokens {
  readonly access_token: Claims;
  readonly id_token?: Claims;
}

/** The only way to tokens. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly accessTokens: AccessTokenIssuer,
    private readonly refreshTokens: RefreshTokenFormat,
    private readonly idTokens: IdTokenIssuer,
    private readonly clientJwts: ClientJwts,
    private readonly subjects: Subjects,
  ) {}

  /**
   * Before a grant uses up what it was given: that nothing is missing of what {@link issue} will need,
   * so that the client can come again with the same.
   * @throws OAuthError `temporarily_unavailable` when an ID token could not be encrypted for it now
   */
  async prepare(client: Client, scope: readonly string[]): Promise<void> {
    if (scope.includes('openid')) await this.clientJwts.prepare(client);
  }

  /** Everything that an authorization is good for, as the token endpoint answers it. */
  async issue(authorization: Authorization): Promise<TokenResponse> {
    const response: TokenResponse = await this.issueAccessToken(authorization);
    const { client, user, authorizationId, refreshGeneration: generation } = authorization;
    const { issuedTokenType } = authorization;
    if (issuedTokenType !== undefined) response.issued_token_type = issuedTokenType;
    if (authorizationId !== undefined && generation !== undefined) {
      response.refresh_token = this.refreshTokens.write({ authorizationId, generation });
    }
    if (user !== undefined && authorization.scope.includes('openid')) {
      const { access_token: accessToken } = response;
      const scope = client.metadata.id_token_claims === 'scope' ? authorization.scope : [];
      response.id_token = await this.issueIdToken(client, user, { accessToken, scope });
      // Where some clients look for what a logout token will name (Back-Channel Logout §2.4).
      if (client.metadata.backchannel_logout_uri !== undefined && user.sessionId !== undefined) {
        response.session_state = this.subjects.sidOf(client, user.sessionId);
      }
    }
    return response;
  }

  /** What the tokens would say that {@link issue} writes. Nothing is signed, stored or used up. */
  async preview(authorization: Authorization): Promise<PreviewedTokens> {
    const { client, user, scope } = authorization;
    const access_token = await this.accessTokens.said(authorization);
    if (user === undefined || !scope.includes('openid')) return { access_token };
    const told = client.metadata.id_token_claims === 'scope' ? scope : [];
    return { access_token, id_token: await this.idTokens.told(client, user, { scope: told }) };
  }

  /** The access token alone, as the authorization endpoint answers it (RFC 6749 §4.2.2). */
  issueAccessToken(authorization: Authorization): Promise<AccessTokenResponse> {
    return this.accessTokens.issue(authorization);
  }

  /** An ID token that vouches for what comes with it (OIDC Core §3.1.3.6, §3.3.2.11). */
  issueIdToken(client: Client, user: AuthenticatedUser, company: IdTokenCompany): Promise<string> {
    return this.idTokens.issue(client, user, company);
  }
}
