// @ts-check
import * as client from 'openid-client';
import { scope } from './registration.js';

/** Gatehouse gave no tokens for this username and password; the message is for the person. */
export class Refused extends Error {}

/**
 * Exchanges a password for tokens (RFC 6749 section 4.3). openid-client has no function of its own for
 * it, and for good reason: it goes through the one for any other grant.
 *
 * @param {client.Configuration} configuration
 * @param {{ username: string, password: string }} credentials
 * @returns {Promise<client.TokenEndpointResponse & client.TokenEndpointResponseHelpers>}
 * @throws {Refused}
 */
export async function signIn(configuration, { username, password }) {
  try {
    return await client.genericGrantRequest(configuration, 'password', {
      username,
      password,
      scope,
    });
  } catch (error) {
    const refused = error instanceof client.ResponseBodyError && error.error === 'invalid_grant';
    if (!refused) throw error;
    // All that Gatehouse tells: whether somebody of that name exists is nobody's business.
    throw new Refused(
      error.status === 429
        ? 'Too many attempts. Wait a little.'
        : 'The username or the password is wrong.',
      { cause: error },
    );
  }
}
