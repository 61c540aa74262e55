// @ts-check
import * as client from 'openid-client';
import { scope } from './registration.js';

/** The person said no. */
export class Denied extends Error {}

/**
 * Signs somebody in who holds a phone and not a keyboard (RFC 8628). Codes live ten minutes; new ones
 * are shown for as long as nobody has typed one.
 *
 * @param {client.Configuration} configuration
 * @param {(codes: client.DeviceAuthorizationResponse) => void} show
 * @returns {Promise<client.TokenEndpointResponse & client.TokenEndpointResponseHelpers>}
 * @throws {Denied}
 */
export async function signIn(configuration, show) {
  for (;;) {
    // Bound to a secret of this program: whoever reads the code over its shoulder gets no tokens.
    const verifier = client.randomPKCECodeVerifier();
    const codes = await client.initiateDeviceAuthorization(configuration, {
      scope,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    show(codes);
    try {
      // Waits as long as Gatehouse says between requests, and longer when told to slow down.
      return await client.pollDeviceAuthorizationGrant(configuration, codes, {
        code_verifier: verifier,
      });
    } catch (error) {
      const code = error instanceof client.ResponseBodyError ? error.error : undefined;
      if (code === 'access_denied') throw new Denied();
      if (code !== 'expired_token') throw error;
    }
  }
}
