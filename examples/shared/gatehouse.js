// @ts-check
import { randomBytes } from 'node:crypto';
import * as client from 'openid-client';
import { StartError } from './start.js';

/**
 * Reads Gatehouse's metadata (RFC 8414) and returns an openid-client configuration for one client.
 *
 * @param {string} issuer
 * @param {string} clientId
 * @param {client.ClientAuth} authentication how the client proves who it is
 * @throws {StartError} when nothing usable answers there
 */
export async function connect(issuer, clientId, authentication) {
  try {
    return await client.discovery(new URL(issuer), clientId, undefined, authentication, {
      // Tokens over plain http are acceptable on one's own machine only, never across a network.
      execute: isLoopback(issuer) ? [client.allowInsecureRequests] : [],
      timeout: 10,
    });
  } catch (error) {
    throw new StartError(unreachable(issuer, error), { cause: error });
  }
}

/**
 * Asks whether Gatehouse still accepts this client, without needing an admin: revoking a token that
 * does not exist is answered 200 (RFC 7009 section 2.2), after the client has been authenticated.
 *
 * @param {client.Configuration} configuration
 * @returns {Promise<boolean>} false when the client or its secret is unknown, as with a fresh database
 */
export async function isKnown(configuration) {
  try {
    await client.tokenRevocation(configuration, randomBytes(32).toString('base64url'));
    return true;
  } catch (error) {
    if (isRefusedClient(error)) return false;
    throw error;
  }
}

/** @param {unknown} error */
function isRefusedClient(error) {
  // A client that used HTTP Basic is answered with a challenge (RFC 6749 section 5.2).
  if (error instanceof client.WWWAuthenticateChallengeError) return error.status === 401;
  return error instanceof client.ResponseBodyError && error.error === 'invalid_client';
}

/** @param {string} url */
function isLoopback(url) {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/**
 * @param {string} issuer
 * @param {unknown} error
 */
function unreachable(issuer, error) {
  const reason = error instanceof Error ? String(innermost(error).message || error.message) : error;
  return [
    `Gatehouse does not answer at ${issuer} (${reason}).`,
    'Start it with `npm start` in the repository, or say where it is: GATEHOUSE=https://... node ...',
    'The URL must be exactly the issuer that Gatehouse prints when it starts.',
  ].join('\n');
}

/**
 * @param {Error} error
 * @returns {Error} the cause of the cause, where the socket's own words are
 */
function innermost(error) {
  return error.cause instanceof Error ? innermost(error.cause) : error;
}
