import type { JWTPayload } from 'jose';
import { epochSeconds, Parameters } from '#protocol';

/** Seconds by which the clock of a client may be wrong. */
export const MAX_SKEW = 10;
/** Limit: seconds before its use that a request object may have been made, and after it may expire. */
const MAX_LIFETIME = 3600;
/** No parameter is nested deeper than the claims parameter (OIDC Core §5.5). */
const MAX_DEPTH = 20;

/** Claims about the request object itself, which are no parameters of a request (RFC 7519 §4.1). */
const ABOUT_ITSELF = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']);

/** Who may have made a request object, and for whom. */
export interface Expected {
  readonly clientId: string;
  readonly issuer: string;
  /** Whether it must say all that keeps it from being used elsewhere or later. */
  readonly strict: boolean;
}

/**
 * What is wrong with the claims of a request object whose signature and times are good, as a
 * sentence (RFC 9101 §4, §10.8; OIDC Core §6.1).
 */
export function claimError(claims: JWTPayload, expected: Expected): string | undefined {
  const { clientId, strict } = expected;
  if (strict && ['iss', 'aud', 'exp'].some((name) => claims[name] === undefined)) {
    return 'The request object must have iss, aud and exp.';
  }
  for (const name of ['iss', 'client_id']) {
    const value = claims[name] ?? clientId;
    if (value !== clientId) return `The ${name} of the request object is not the client.`;
  }
  // With it, it could pass for what the client authenticates with (RFC 9101 §10.8; attack G09).
  if (claims.sub === clientId) return 'The sub of the request object must not be the client.';
  return audienceError(claims, expected) ?? timeError(claims) ?? shapeError(claims);
}

function audienceError({ aud }: JWTPayload, { issuer }: Expected): string | undefined {
  if (aud === undefined || [aud].flat().includes(issuer)) return undefined;
  return 'The aud of the request object is not the issuer.';
}

/** That it is in force has been checked with the signature; this is about made-up times. */
function timeError({ exp, nbf, iat }: JWTPayload): string | undefined {
  const now = epochSeconds();
  if (exp !== undefined && exp > now + MAX_LIFETIME + MAX_SKEW) {
    return 'The request object expires too far in the future.';
  }
  if (nbf !== undefined && nbf < now - MAX_LIFETIME) return 'The request object is too old.';
  if (iat === undefined) return undefined;
  if (typeof iat !== 'number') return 'The iat of the request object is not a number of seconds.';
  return iat > now + MAX_SKEW ? 'The request object was issued in the future.' : undefined;
}

function shapeError(claims: JWTPayload): string | undefined {
  const { jti } = claims;
  if (jti !== undefined && (typeof jti !== 'string' || jti.length > 256)) {
    return 'The jti of the request object is malformed.';
  }
  return isNestedDeeply(claims) ? 'The request object is nested too deeply.' : undefined;
}

/**
 * The parameters in a request object: numbers and truth values as text, structures as JSON text, as
 * they would be in a form (OIDC Core §6.1).
 * @throws OAuthError `invalid_request` for what no parameter can hold
 */
export function parametersOf(claims: JWTPayload): Parameters {
  const entries = Object.entries(claims)
    .filter(([name, value]) => !ABOUT_ITSELF.has(name) && value !== null)
    .map(([name, value]) => [name, asParameter(name, value)] as const);
  return Parameters.of(entries);
}

function asParameter(name: string, value: unknown): string | readonly string[] {
  if (typeof value === 'string') return value;
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  // The one parameter that may come more than once (RFC 8707 §2).
  if (name === 'resource' && isList) return value;
  return JSON.stringify(value);
}

function isNestedDeeply(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth > MAX_DEPTH || Object.values(value).some((item) => isNestedDeeply(item, depth + 1));
}
