// @ts-check
import * as client from 'openid-client';
import { now } from './sessions.js';
import { tokensFrom } from './sign-in.js';

/** The person's permission is over: taken back, or the sign-in has ended. They may give it again. */
export class PermissionEnded extends Error {}

/** Seconds before its expiry from which an access token is renewed, for the request to arrive. */
const margin = 5;

/**
 * @param {client.Configuration} configuration
 * @param {import('./sessions.js').Session} session
 * @returns {Promise<string>} an access token that has not expired
 * @throws {PermissionEnded} when there is none and none to be had
 */
export async function accessToken(configuration, session) {
  if (!session.tokens) throw new PermissionEnded();
  if (session.tokens.expiresAt - margin > now()) return session.tokens.accessToken;
  return renew(configuration, session, session.tokens.accessToken);
}

/**
 * @param {client.Configuration} configuration
 * @param {import('./sessions.js').Session} session
 * @param {string} refused the access token that is no longer good
 * @returns {Promise<string>} its successor
 * @throws {PermissionEnded} when Gatehouse gives none
 */
export async function renew(configuration, session, refused) {
  if (session.tokens && session.tokens.accessToken !== refused) return session.tokens.accessToken;
  // A page asks for many pictures at once, but a rotated refresh token works once: all share one.
  session.refreshing ??= refresh(configuration, session).finally(() => delete session.refreshing);
  return (await session.refreshing).accessToken;
}

/**
 * @param {client.Configuration} configuration
 * @param {import('./sessions.js').Session} session
 */
async function refresh(configuration, session) {
  const refreshToken = session.tokens?.refreshToken;
  if (!refreshToken) throw ended(session);
  try {
    const renewed = tokensFrom(await client.refreshTokenGrant(configuration, refreshToken));
    // Without a new refresh token the old one stays good (RFC 6749 section 6).
    session.tokens = { ...renewed, refreshToken: renewed.refreshToken ?? refreshToken };
    return session.tokens;
  } catch (error) {
    const refused = error instanceof client.ResponseBodyError && error.error === 'invalid_grant';
    throw refused ? ended(session) : error;
  }
}

/** @param {import('./sessions.js').Session} session */
function ended(session) {
  delete session.tokens;
  return new PermissionEnded();
}
