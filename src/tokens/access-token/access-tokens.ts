import { Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { Config } from '../../config/index.js';
import { SigningKeys } from '../../crypto/index.js';
import { epochSeconds } from '../../protocol/index.js';
import type { AuthorizationEntity } from '../authorization/authorization.entity.js';
import {
  AuthorizationRepository,
  type StoredAuthorization,
} from '../authorization/authorization.repository.js';
import type { AccessToken, AccessTokenClaims } from './access-token.js';
import { AccessTokenRepository, OPAQUE_PREFIX } from './access-token.repository.js';
import { Parties } from './parties.js';

const MAX_TOKEN = 8192;
/**
 * A compact JWS with the 64 bytes of an ES256 signature. Its last character carries two bits, so four
 * of 64 can stand there: with the others one token could be spelled in many ways (attack E04).
 */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]{85}[AQgw]$/;

export type Inspection =
  /** `authorization`: what the token rests on; absent when the client speaks for itself. */
  | { readonly token: AccessToken; readonly authorization?: AuthorizationEntity }
  /** `issued`: it was an access token of ours once, or is one and has ended. */
  | { readonly problem: string; readonly issued: boolean };

/** Tells whether an access token of ours is good at this moment. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly config: Config,
    private readonly keys: SigningKeys,
    private readonly authorizations: AuthorizationRepository,
    private readonly repository: AccessTokenRepository,
    private readonly parties: Parties,
  ) {}

  /**
   * Checks signature, type, expiry, and then with the database whether the authorization it rests on
   * still stands: revoking, signing out and disabling work at once, for JWTs too.
   */
  async inspect(value: string): Promise<Inspection> {
    const token = await this.decode(value);
    if (token === undefined) return { problem: 'not an access token of ours', issued: false };
    if (isExpired(token)) return { problem: 'expired', issued: true };
    if (token.authorizationId === undefined) {
      const problem = await this.whyClientTokenDead(token);
      return problem === undefined ? { token } : { problem, issued: true };
    }
    const stored = await this.authorizations.find(token.authorizationId, token.jti);
    if (stored === undefined) return { problem: 'the authorization is gone', issued: true };
    const { authorization } = stored;
    const problem = await this.whyDead(token, stored);
    if (problem !== undefined) return { problem, issued: true };
    return { token: speakingFor(token, authorization.userId), authorization };
  }

  /** What the token says, without asking whether it still stands. Undefined when it is not ours. */
  async read(value: string): Promise<AccessToken | undefined> {
    const token = await this.decode(value);
    return token === undefined || isExpired(token) ? undefined : token;
  }

  /** Ends one access token. */
  async revoke(value: string, token: AccessToken): Promise<void> {
    if (value.startsWith(OPAQUE_PREFIX)) await this.repository.deleteOpaque(value);
    else await this.repository.revoke(token.jti, token.expiresAt);
  }

  /** Also of an expired one. */
  private async decode(value: string): Promise<AccessToken | undefined> {
    if (value.length > MAX_TOKEN) return undefined;
    if (value.startsWith(OPAQUE_PREFIX)) return this.repository.findOpaque(value);
    return JWT.test(value) ? this.readJwt(value) : undefined;
  }

  private async readJwt(value: string): Promise<AccessToken | undefined> {
    try {
      const { payload } = await jwtVerify<AccessTokenClaims>(
        value,
        async ({ kid = '' }) => {
          const key = await this.keys.byKid(kid);
          if (key === undefined) throw new errors.JWKSNoMatchingKey();
          return key.publicJwk;
        },
        // at+jwt tells an access token from every other JWT that we sign (RFC 9068 §4; attack E10).
        { algorithms: ['ES256'], typ: 'at+jwt', issuer: this.config.issuer },
      );
      return fromClaims(payload);
    } catch (error) {
      // Expiry is looked at last, so that all the rest of it was good.
      if (error instanceof errors.JWTExpired)
        return fromClaims(error.payload as unknown as AccessTokenClaims);
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  }

  private async whyClientTokenDead(token: AccessToken): Promise<string | undefined> {
    const problem = await this.parties.whyEnded(token);
    if (problem !== undefined) return problem;
    return (await this.repository.isRevoked(token.jti)) ? 'revoked' : undefined;
  }

  private async whyDead(
    token: AccessToken,
    stored: StoredAuthorization,
  ): Promise<string | undefined> {
    return stored.accessTokenRevoked ? 'revoked' : this.parties.whyEnded(token, stored);
  }
}

function fromClaims(payload: AccessTokenClaims): AccessToken {
  return {
    jti: payload.jti,
    clientId: payload.client_id,
    // What a pairwise client may read says nothing of who that is; see speakingFor.
    userId: payload.authorization_id === undefined ? undefined : payload.sub,
    subject: payload.sub,
    scope: payload.scope?.split(' ') ?? [],
    audience: [payload.aud].flat(),
    issuedAt: payload.iat,
    expiresAt: payload.exp,
    authorizationId: payload.authorization_id,
    authTime: payload.auth_time,
    actor: payload.act,
    mayAct: payload.may_act,
  };
}

/** A JWT names the person as its client knows them; who that is stands with the authorization. */
function speakingFor(token: AccessToken, userId: string): AccessToken {
  return token.userId === userId ? token : { ...token, userId };
}

function isExpired({ expiresAt }: AccessToken): boolean {
  return expiresAt <= epochSeconds();
}
