import { Injectable } from '@nestjs/common';
import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyOptions,
  type JWTVerifyResult,
} from 'jose';
import { Config } from '#platform/config';
import { OutboundError } from '#platform/outbound';
import { epochSeconds, OAuthError, type Parameters } from '#protocol';
import { UsedValues } from '#platform/replay';
import type { Client } from '../client.js';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const TYPES = new Set([undefined, 'jwt', 'client-authentication+jwt']);
/** A JWS in compact form that is signed: without a signature nothing is asserted (attack C02). */
const SIGNED = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** Limit: characters of a client assertion. */
const MAX_ASSERTION = 8192;
/** Limit: seconds for which a client assertion may be good. Its `jti` has to be remembered that long. */
const MAX_LIFETIME = 600;
/** How wrong the client's clock may be. */
const MAX_SKEW = 10;

export interface ClientAssertion {
  readonly value: string;
  /** As it says itself; not believed before its signature is checked. */
  readonly subject: string;
  readonly algorithm: string;
}

/** Checks a signature with the keys or secrets of the client. Throws as jose does. */
export type AssertionVerifier = (options: JWTVerifyOptions) => Promise<JWTVerifyResult>;

/** What the methods have in common that take a JWT as proof (RFC 7523 §2.2, RFC 10070). */
@Injectable()
export class ClientAssertions {
  constructor(
    private readonly config: Config,
    private readonly usedValues: UsedValues,
  ) {}

  /** @throws OAuthError `invalid_client` for what is not a signed JWT about somebody */
  find(parameters: Parameters): ClientAssertion | undefined {
    const value = parameters.get('client_assertion');
    const type = parameters.get('client_assertion_type');
    if (value === undefined && type === undefined) return undefined;
    if (type !== ASSERTION_TYPE || value === undefined || !isSigned(value)) throw malformed();
    return { value, ...named(value) };
  }

  /** @returns why it proves nothing; undefined when it does */
  async problem(
    client: Client,
    algorithms: readonly string[],
    verify: AssertionVerifier,
  ): Promise<string | undefined> {
    const { token_endpoint_auth_signing_alg: registered } = client.metadata;
    let payload: JWTPayload;
    try {
      const verified = await verify({
        algorithms: algorithms.filter((name) => registered === undefined || name === registered),
        issuer: client.id,
        subject: client.id,
        requiredClaims: ['iss', 'sub', 'aud', 'exp', 'jti'],
        clockTolerance: MAX_SKEW,
      });
      if (!TYPES.has(verified.protectedHeader.typ?.toLowerCase())) return 'wrong typ';
      payload = verified.payload;
    } catch (error) {
      if (error instanceof OutboundError) return error.message;
      return error instanceof errors.JOSEError ? error.code : 'malformed client assertion';
    }
    return this.checkClaims(payload, client);
  }

  private async checkClaims(payload: JWTPayload, client: Client): Promise<string | undefined> {
    const now = epochSeconds();
    const { aud, exp = 0, iat, jti } = payload;
    if (!this.isAudience(aud, client)) return 'the audience is not the issuer';
    // RFC 7519 §2: a NumericDate may have a fraction.
    if (!Number.isFinite(exp)) return 'exp is not a number of seconds';
    if (exp > now + MAX_LIFETIME + MAX_SKEW) return 'expires too far in the future';
    if (iat !== undefined && iat > now + 60) return 'issued in the future';
    if (typeof jti !== 'string' || jti === '' || jti.length > 256) return 'malformed jti';
    // Last, so that only a valid assertion uses up its jti (attack C08).
    const until = Math.ceil(exp) + MAX_SKEW;
    const fresh = await this.usedValues.use('client_assertion', client.id, jti, until);
    return fresh ? undefined : 'assertion replayed';
  }

  /**
   * The issuer, as a string (RFC 10070). What other servers' endpoints would accept, or an array with
   * several of us in it, lets one server use an assertion against another (attack C10).
   */
  private isAudience(aud: string | string[] | undefined, client: Client): boolean {
    if (aud === this.config.issuer) return true;
    if (!client.metadata.legacy_assertion_audience) return false;
    const accepted = [this.config.issuer, this.config.url('/token'), this.config.url('/par')];
    return [aud ?? []].flat().some((value) => accepted.includes(value));
  }
}

function isSigned(assertion: string): boolean {
  return assertion.length <= MAX_ASSERTION && SIGNED.test(assertion);
}

function named(assertion: string): Omit<ClientAssertion, 'value'> {
  let subject: unknown;
  let algorithm: unknown;
  try {
    subject = decodeJwt(assertion).sub;
    algorithm = decodeProtectedHeader(assertion).alg;
  } catch {
    throw malformed();
  }
  // Whatever JSON can hold may stand there.
  if (typeof subject !== 'string' || typeof algorithm !== 'string') throw malformed();
  return { subject, algorithm };
}

function malformed(): OAuthError {
  return OAuthError.invalidClient('malformed client assertion').refusedBy({
    ...{ check: 'client-assertions', spec: 'RFC 7523 §2.2' },
    expected: `a signed JWT with a sub, and client_assertion_type ${ASSERTION_TYPE}`,
    got: 'something else',
  });
}
