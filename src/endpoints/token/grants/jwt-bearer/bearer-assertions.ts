import { Injectable } from '@nestjs/common';
import { decodeJwt, errors, type JWTPayload } from 'jose';
import { type AssertionIssuer, AssertionIssuerRepository } from '#registry/assertion-issuers';
import { Config } from '#platform/config';
import { OutboundError, PublishedKeys } from '#platform/outbound';
import { epochSeconds, jwtFacts, OAuthError, SIGNING_ALGORITHMS } from '#protocol';
import { UsedValues } from '#platform/replay';

const SIGNED = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/**
 * Other signed JWTs, such as ID tokens of the issuer, have another `typ`, and are no assertions (RFC 8725
 * §3.11).
 */
const TYPES = new Set([undefined, 'jwt', 'authorization-grant+jwt']);
/** Limit: seconds for which an assertion may be good. Its `jti` has to be remembered that long. */
const MAX_LIFETIME = 600;
/** How wrong the issuer's clock may be. */
const MAX_SKEW = 10;

/** What a good assertion says. */
export interface BearerAssertion {
  readonly issuer: AssertionIssuer;
  readonly subject: string;
  readonly jti: string;
  readonly expiresAt: number;
}

/** Checks assertions (RFC 7521 §4.1.1, RFC 7523 §3). */
@Injectable()
export class BearerAssertions {
  constructor(
    private readonly config: Config,
    private readonly issuers: AssertionIssuerRepository,
    private readonly publishedKeys: PublishedKeys,
    private readonly usedValues: UsedValues,
  ) {}

  /** @throws OAuthError `invalid_grant`, whatever is wrong with it */
  async verify(assertion: string, clientId: string): Promise<BearerAssertion> {
    const issuer = await this.issuerOf(assertion, clientId);
    const payload = await this.payload(assertion, issuer);
    const { aud, sub, exp = 0, iat, jti } = payload;
    const refused = (reason: string) => refusal(reason, assertion);
    // As a text: in an array it could be meant for others too, who could use it here (RFC 10070).
    if (aud !== this.config.issuer && aud !== this.config.url('/token')) {
      throw refused('the audience is somebody else');
    }
    const now = epochSeconds();
    // RFC 7519 §2: a NumericDate may have a fraction.
    if (!Number.isFinite(exp)) throw refused('exp is not a number of seconds');
    if (exp > now + MAX_LIFETIME + MAX_SKEW) throw refused('expires too far in the future');
    if (iat !== undefined && iat > now + 60) throw refused('issued in the future');
    if (!isText(sub)) throw refused('malformed sub');
    if (!isText(jti)) throw refused('malformed jti');
    return { issuer, subject: sub, jti, expiresAt: Math.ceil(exp) };
  }

  /** Uses the assertion up, for exactly one caller: the last thing to do with it. */
  async use({ issuer, jti, expiresAt }: BearerAssertion): Promise<void> {
    const fresh = await this.usedValues.use('jwt_bearer', issuer.id, jti, expiresAt + MAX_SKEW);
    if (!fresh) throw refusal('the assertion was used before');
  }

  private async issuerOf(assertion: string, clientId: string): Promise<AssertionIssuer> {
    const refused = (reason: string) => refusal(reason, assertion);
    const iss = SIGNED.test(assertion) ? claimedIssuer(assertion) : undefined;
    if (iss === undefined) throw refused('malformed assertion');
    const issuer = await this.issuers.findByIssuer(iss);
    if (issuer === undefined) throw refused('unknown assertion issuer');
    if (!issuer.enabled) throw refused('the assertion issuer is disabled');
    if (!issuer.clientIds.includes(clientId)) throw refused('the client may not present it');
    return issuer;
  }

  private async payload(assertion: string, issuer: AssertionIssuer): Promise<JWTPayload> {
    const refused = (reason: string) => refusal(reason, assertion);
    try {
      const verified = await this.publishedKeys.verify(assertion, issuer, {
        algorithms: [...SIGNING_ALGORITHMS],
        issuer: issuer.issuer,
        requiredClaims: ['iss', 'sub', 'aud', 'exp', 'jti'],
        clockTolerance: MAX_SKEW,
      });
      if (TYPES.has(verified.protectedHeader.typ?.toLowerCase())) return verified.payload;
    } catch (error) {
      if (error instanceof OutboundError) throw refused(error.message);
      throw refused(error instanceof errors.JOSEError ? error.code : 'malformed assertion');
    }
    throw refused('wrong typ');
  }
}

/** Who claims to have signed it; not believed before the signature is checked. */
function claimedIssuer(assertion: string): string | undefined {
  try {
    const { iss } = decodeJwt(assertion);
    return isText(iss, 512) ? iss : undefined;
  } catch {
    return undefined;
  }
}

/** Whatever JSON can hold may stand there. */
function isText(value: unknown, max = 256): value is string {
  return typeof value === 'string' && value !== '' && value.length <= max;
}

function refusal(reason: string, assertion = ''): OAuthError {
  return OAuthError.invalidGrant(reason).refusedBy({
    ...{ check: 'bearer-assertions', spec: 'RFC 7523 §3' },
    expected:
      'a JWT of a registered issuer that names the client, for this server alone, in force, used once',
    got: { found: reason, ...jwtFacts(assertion) },
  });
}
