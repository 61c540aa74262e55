import { Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { Config } from '#platform/config';
import { sha256, SigningKeys } from '#platform/crypto';
import type { AccessToken, AccessTokenClaims } from './access-token.js';

/**
 * A compact JWS with the 64 bytes of an ES256 signature. Its last character carries two bits, so four
 * of 64 can stand there: with the others one token could be spelled in many ways (attack E04).
 */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]{85}[AQgw]$/;

/** A kilobyte or so each. */
const MAX_VERIFIED = 5000;

interface Verified {
  readonly token: AccessToken;
  readonly kid: string;
}

/** Reads access tokens in the JWT format (RFC 9068). */
@Injectable()
export class AccessTokenJwts {
  /**
   * What was verified lately, by the digest of its text: an API is shown one token many times, and a
   * signature that was good stays good for as long as its key is published.
   */
  private readonly verified = new LRUCache<string, Verified>({ max: MAX_VERIFIED });

  constructor(
    private readonly config: Config,
    private readonly keys: SigningKeys,
  ) {}

  /** Undefined when it is not ours. Expired ones are read too. */
  async read(value: string): Promise<AccessToken | undefined> {
    if (!COMPACT.test(value)) return undefined;
    const digest = sha256(value);
    const known = this.verified.get(digest);
    if (known === undefined) return this.verify(value, digest);
    return (await this.keys.byKid(known.kid)) === undefined ? undefined : known.token;
  }

  private async verify(value: string, digest: string): Promise<AccessToken | undefined> {
    try {
      const { payload, protectedHeader } = await jwtVerify<AccessTokenClaims>(
        value,
        async ({ kid = '' }) => {
          const key = await this.keys.byKid(kid);
          if (key === undefined) throw new errors.JWKSNoMatchingKey();
          return key.publicJwk;
        },
        // at+jwt tells an access token from every other JWT that we sign (RFC 9068 §4; attack E10).
        { algorithms: ['ES256'], typ: 'at+jwt', issuer: this.config.issuer },
      );
      const token = fromClaims(payload);
      this.verified.set(digest, { token, kid: protectedHeader.kid ?? '' });
      return token;
    } catch (error) {
      // Expiry is looked at last, so that all the rest of it was good: signed by us, its claims are ours.
      if (error instanceof errors.JWTExpired)
        return fromClaims(error.payload as unknown as AccessTokenClaims);
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  }
}

function fromClaims(payload: AccessTokenClaims): AccessToken {
  return {
    jti: payload.jti,
    clientId: payload.client_id,
    // What a pairwise client may read says nothing of who that is; its authorization does.
    userId: payload.authorization_id === undefined ? undefined : payload.sub,
    subject: payload.sub,
    scope: payload.scope?.split(' ') ?? [],
    audience: [payload.aud].flat(),
    resources: payload.resource_ids ?? [],
    issuedAt: payload.iat,
    expiresAt: payload.exp,
    authorizationId: payload.authorization_id,
    authTime: payload.auth_time,
    actor: payload.act,
    mayAct: payload.may_act,
    restsOn: payload.rests_on ?? [],
    actorAuthorizationId: payload.actor_authorization_id,
  };
}
