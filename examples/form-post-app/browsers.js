// @ts-check
import { randomBytes } from 'node:crypto';

const lifetime = 60 * 60 * 1000;

/**
 * What the server remembers of browsers under one cookie, in memory. The browser holds a random id.
 *
 * @template Content
 */
export class Browsers {
  #name;
  #attributes;
  /** @type {Map<string, { content: Content, until: number }>} oldest first, all with the same lifetime */
  #known = new Map();

  /**
   * @param {string} name of the cookie
   * @param {import('express').CookieOptions} attributes
   */
  constructor(name, attributes) {
    this.#name = name;
    this.#attributes = { ...attributes, httpOnly: true, path: '/' };
  }

  /**
   * Always under a new id: one that was planted before must be worth nothing after.
   *
   * @param {import('express').Response} response
   * @param {Content} content
   */
  remember(response, content) {
    for (const [id, { until }] of this.#known) {
      if (until > Date.now()) break;
      this.#known.delete(id);
    }
    const id = randomBytes(32).toString('base64url');
    this.#known.set(id, { content, until: Date.now() + lifetime });
    response.cookie(this.#name, id, this.#attributes);
  }

  /**
   * @param {import('express').Request} request
   * @returns {Content | undefined}
   */
  of(request) {
    const entry = this.#known.get(this.#idOf(request));
    return entry && entry.until > Date.now() ? entry.content : undefined;
  }

  /**
   * @param {import('express').Request} request
   * @param {import('express').Response} response
   */
  forget(request, response) {
    this.#known.delete(this.#idOf(request));
    response.clearCookie(this.#name, this.#attributes);
  }

  /** @param {import('express').Request} request */
  #idOf(request) {
    const pairs = (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('='));
    return pairs.find(([name]) => name === this.#name)?.[1] ?? '';
  }
}
