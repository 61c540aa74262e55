// @ts-check
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

/**
 * Tells whose an access token is (RFC 9068 §4): of Gatehouse, for this server and nothing else.
 *
 * @param {string} issuer
 * @param {string} identifier
 * @returns {import('@modelcontextprotocol/sdk/server/auth/provider.js').OAuthTokenVerifier}
 */
export function verifier(issuer, identifier) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  const expected = {
    ...{ issuer, audience: identifier, typ: 'at+jwt', algorithms: ['ES256'] },
    requiredClaims: ['exp', 'sub', 'client_id'],
  };
  return {
    async verifyAccessToken(token) {
      const { payload } = await jwtVerify(token, keys, expected).catch((error) => {
        // Keys that cannot be fetched say nothing about the token.
        if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout)
          throw error;
        throw new InvalidTokenError('The access token is not valid here.');
      });
      return {
        token,
        clientId: String(payload['client_id']),
        scopes: String(payload['scope'] ?? '').split(' '),
        ...(payload.exp === undefined ? {} : { expiresAt: payload.exp }),
        extra: { subject: payload.sub },
      };
    },
  };
}
