import { Injectable } from '@nestjs/common';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { atMost } from '#platform/cache';
import { Config } from '#platform/config';
import { sha256, SigningKeys } from '#platform/crypto';
import { ACCESS_TOKEN_ALGORITHMS } from '#registry/resources';
import type { AccessToken, AccessTokenClaims } from './access-token.js';

/**
 * A compact JWS. The last character of its signature carries two or four bits, so four or sixteen of 64 can
 * stand there: with the others one token could be spelled in many ways (attack E04).
 */
const COMPACT = /^[\w-]+\.[\w-]+\.(?:[\w-]{4})+(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/** Limit: characters of an access token that is looked at. */
const MAX_TOKEN = 16_384;

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
  private readonly verified = new LRUCache<string, Verified>(atMost(MAX_VERIFIED));

  constructor(
    private readonly config: Config,
    private readonly keys: SigningKeys,
  ) {}

  /** Undefined when it is not ours. Expired ones are read too. */
  async read(value: string): Promise<AccessToken | undefined> {
    if (value.length > MAX_TOKEN || !COMPACT.test(value)) return undefined;
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
        { algorithms: [...ACCESS_TOKEN_ALGORITHMS], issuer: this.config.issuer },
      );
      if (!isAccessToken(protectedHeader, payload)) return undefined;
      const token = fromClaims(payload);
      this.verified.set(digest, { token, kid: protectedHeader.kid ?? '' });
      return token;
    } catch (error) {
      // Expiry is looked at last, so that all the rest of it was good: signed by us, its claims are ours.
      if (error instanceof errors.JWTExpired) {
        const claims = error.payload as unknown as AccessTokenClaims;
        return isAccessToken(decodeProtectedHeader(value), claims) ? fromClaims(claims) : undefined;
      }
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  }
}

/**
 * at+jwt tells an access token from every other JWT that we sign (RFC 9068 §4; attack E10). Those for APIs
 * that know JWT alone have a `client_id`, as nothing else has that we sign.
 */
function isAccessToken(
  { typ }: { readonly typ?: string },
  { client_id: clientId }: AccessTokenClaims,
): boolean {
  return typ === 'at+jwt' || (typ === 'JWT' && typeof clientId === 'string');
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
    amr: payload.amr ?? [],
    actor: payload.act,
    mayAct: payload.may_act,
    restsOn: payload.rests_on ?? [],
    actorAuthorizationId: payload.actor_authorization_id,
    groupVersion: payload.group_version,
  };
}
