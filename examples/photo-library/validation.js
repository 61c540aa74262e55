// @ts-check
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import * as client from 'openid-client';

/**
 * What a valid access token says.
 *
 * @typedef {{ subject: string, scopes: ReadonlySet<string>, authTime: number, acr: string }} AccessToken
 */

/** The token is not good here, for a reason that its holder may know. */
export class InvalidToken extends Error {}

/**
 * @param {'jwt' | 'introspection'} mode
 * @param {client.Configuration} configuration
 * @param {string} identifier of this resource server: the audience that a token must name
 * @returns {(token: string) => Promise<AccessToken>} rejects with InvalidToken, or with another
 *   error when Gatehouse could not be asked
 */
export function createValidator(mode, configuration, identifier) {
  return mode === 'jwt'
    ? validateLocally(configuration.serverMetadata(), identifier)
    : validateByIntrospection(configuration, identifier);
}

/**
 * Fast and without a call to Gatehouse per request; a revoked token stays good until it expires.
 *
 * @param {client.ServerMetadata} metadata
 * @param {string} identifier
 * @returns {(token: string) => Promise<AccessToken>}
 */
function validateLocally(metadata, identifier) {
  const keys = createRemoteJWKSet(new URL(String(metadata.jwks_uri)));
  return async (token) => {
    // The checks of RFC 9068 section 4. Without `typ`, an ID token could pass for an access token.
    const { payload } = await jwtVerify(token, keys, {
      issuer: metadata.issuer,
      audience: identifier,
      typ: 'at+jwt',
      algorithms: ['ES256', 'RS256'],
      requiredClaims: ['exp', 'sub', 'client_id'],
      clockTolerance: 5,
    }).catch(rejectToken);
    return accessToken(payload);
  };
}

/**
 * @param {unknown} error
 * @returns {never}
 */
function rejectToken(error) {
  // Keys that cannot be fetched say nothing about the token; the caller must not be sent to sign in.
  if (!(error instanceof errors.JOSEError)) throw error;
  if (error instanceof errors.JWKSTimeout || error.code === 'ERR_JOSE_GENERIC') throw error;
  throw new InvalidToken(reasonOf(error), { cause: error });
}

/** @param {InstanceType<typeof errors.JOSEError>} error */
function reasonOf(error) {
  if (error instanceof errors.JWTExpired) return 'The access token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The access token is not meant for this use (${error.claim})`;
  }
  return 'The access token is malformed or its signature does not match';
}

/**
 * Works for opaque tokens too, and a revoked token ends at once, for a request to Gatehouse each time.
 *
 * @param {client.Configuration} configuration
 * @param {string} identifier
 * @returns {(token: string) => Promise<AccessToken>}
 */
function validateByIntrospection(configuration, identifier) {
  return async (token) => {
    const answer = await client.tokenIntrospection(configuration, token, {
      token_type_hint: 'access_token',
    });
    if (!answer.active) throw new InvalidToken('The access token is not active');
    // A token for another API may be active all the same (RFC 7662 section 4).
    if (![answer.aud].flat().includes(identifier)) {
      throw new InvalidToken('The access token is not meant for this use (aud)');
    }
    return accessToken(answer);
  };
}

/**
 * @param {{ sub?: string, client_id?: unknown, scope?: unknown, auth_time?: unknown, acr?: unknown }} claims
 * @returns {AccessToken}
 */
function accessToken({ sub, client_id: clientId, scope, auth_time: authTime, acr }) {
  // With client credentials the subject is the client itself (RFC 9068 section 2.2): nobody's photos.
  if (!sub || sub === clientId) throw new InvalidToken('The access token speaks for no person');
  const words = typeof scope === 'string' ? scope.split(' ') : [];
  // How the person signed in, and when (RFC 9470 section 6).
  return {
    subject: sub,
    scopes: new Set(words),
    authTime: typeof authTime === 'number' ? authTime : 0,
    acr: typeof acr === 'string' ? acr : '',
  };
}
