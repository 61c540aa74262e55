// @ts-check
import { setTimeout as wait } from 'node:timers/promises';
import * as client from 'openid-client';
import { StartError } from '../shared/start.js';
import { accessToken, renew } from './access-token.js';

/**
 * @typedef {import('./sessions.js').Session} Session
 * @typedef {{ id: string, title: string }} Photo
 */

/** The photo library cannot be reached or is out of order. */
export class LibraryUnavailable extends Error {}

/** The person did not permit this application to see photos. */
export class NotPermitted extends Error {}

/** Reads one person's photos, with the access token of their session. */
export class PhotoLibrary {
  #configuration;
  #url;

  /**
   * @param {client.Configuration} configuration
   * @param {string} url
   */
  constructor(configuration, url) {
    this.#configuration = configuration;
    this.#url = url;
  }

  /**
   * @param {Session} session
   * @returns {Promise<Photo[]>}
   */
  async list(session) {
    const response = await this.#get(session, '/photos');
    return /** @type {{ photos: Photo[] }} */ (await response.json()).photos;
  }

  /**
   * @param {Session} session
   * @param {string} id
   * @returns {Promise<Response>} 200 or 404
   */
  image(session, id) {
    return this.#get(session, `/photos/${encodeURIComponent(id)}`);
  }

  /**
   * @param {Session} session
   * @param {string} path
   */
  async #get(session, path) {
    const token = await accessToken(this.#configuration, session);
    try {
      return await this.#fetch(token, path);
    } catch (error) {
      // Revoked, or of a clock that runs differently: one new token, one more try.
      if (challengeStatus(error) !== 401) throw meaning(error);
      const renewed = await renew(this.#configuration, session, token);
      return this.#fetch(renewed, path).catch((again) => Promise.reject(meaning(again)));
    }
  }

  /**
   * @param {string} token
   * @param {string} path
   */
  async #fetch(token, path) {
    const url = new URL(this.#url + path);
    const response = await client.fetchProtectedResource(this.#configuration, token, url, 'GET');
    if (response.status >= 500) throw new LibraryUnavailable(`${path}: ${response.status}`);
    return response;
  }
}

/** @param {unknown} error */
function challengeStatus(error) {
  return error instanceof client.WWWAuthenticateChallengeError ? error.status : undefined;
}

/** @param {unknown} error */
function meaning(error) {
  if (challengeStatus(error) === 403) return new NotPermitted();
  if (error instanceof LibraryUnavailable) return error;
  return new LibraryUnavailable('The photo library did not answer', { cause: error });
}

/**
 * Reads the library's own description (RFC 9728), waiting a little for it to start.
 *
 * @param {string} library
 * @param {string} issuer that it must take tokens of
 * @returns {Promise<string>} its resource identifier
 */
export async function findLibrary(library, issuer) {
  const { origin, pathname } = new URL(library);
  const path = pathname === '/' ? '' : pathname;
  const url = `${origin}/.well-known/oauth-protected-resource${path}`;
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return check(Object(await response.json()), library, issuer);
    if (attempt === 20) throw new StartError(notFound(library));
    if (attempt === 1) console.log(`Waiting for the photo library at ${library} ...`);
    await wait(500);
  }
}

/**
 * @param {{ resource?: unknown, authorization_servers?: unknown }} metadata
 * @param {string} library
 * @param {string} issuer
 */
function check({ resource, authorization_servers: servers }, library, issuer) {
  // Metadata that speaks of another resource must not be used (RFC 9728 section 3.3).
  if (resource !== library) throw new StartError(`${library} calls itself ${resource}.`);
  if (Array.isArray(servers) && servers.includes(issuer)) return library;
  throw new StartError(`The photo library takes tokens of ${servers}, not of ${issuer}.`);
}

/** @param {string} library */
function notFound(library) {
  return (
    `The photo library does not answer at ${library}.\n` +
    'Start it with `node examples/photo-library/main.js`, or say where it is: PHOTO_LIBRARY=http://...'
  );
}
