// @ts-check
import { randomBytes } from 'node:crypto';

/**
 * What the server remembers of one browser. The browser itself holds a random id and never a token.
 *
 * @typedef {object} Session
 * @property {number} expiresAt epoch seconds
 * @property {{ state: string, nonce: string, codeVerifier: string }} [pending] an authorization
 *   request that awaits its answer
 * @property {Tokens} [tokens]
 * @property {Promise<Tokens>} [refreshing] a refresh under way
 *
 * @typedef {{ accessToken: string, refreshToken: string | undefined, expiresAt: number }} Tokens
 */

const cookieName = 'photo_printing_session';
const lifetime = 8 * 60 * 60;

/** Sessions in memory: they end with the process, as they may in an example. */
export class Sessions {
  /** @type {Map<string, Session>} oldest first, all with the same lifetime */
  #sessions = new Map();

  /**
   * @param {import('fastify').FastifyRequest} request
   * @returns {Session | undefined}
   */
  of(request) {
    const session = this.#sessions.get(idFrom(request));
    return session && session.expiresAt > now() ? session : undefined;
  }

  /**
   * Always under a new id: one that an attacker planted before sign-in must be worth nothing after.
   *
   * @param {import('fastify').FastifyRequest} request
   * @param {import('fastify').FastifyReply} reply
   * @param {Pick<Session, 'pending' | 'tokens'>} content
   */
  start(request, reply, content) {
    this.#sessions.delete(idFrom(request));
    this.#forgetExpired();
    const id = randomBytes(32).toString('base64url');
    this.#sessions.set(id, { ...content, expiresAt: now() + lifetime });
    setCookie(reply, id, lifetime);
  }

  /**
   * @param {import('fastify').FastifyRequest} request
   * @param {import('fastify').FastifyReply} reply
   */
  end(request, reply) {
    this.#sessions.delete(idFrom(request));
    setCookie(reply, '', 0);
  }

  #forgetExpired() {
    for (const [id, session] of this.#sessions) {
      if (session.expiresAt > now()) return;
      this.#sessions.delete(id);
    }
  }
}

/** @returns {number} epoch seconds */
export function now() {
  return Math.floor(Date.now() / 1000);
}

/** @param {import('fastify').FastifyRequest} request */
function idFrom(request) {
  const pairs = (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('='));
  return pairs.find(([name]) => name === cookieName)?.[1] ?? '';
}

/**
 * @param {import('fastify').FastifyReply} reply
 * @param {string} id
 * @param {number} maxAge seconds
 */
function setCookie(reply, id, maxAge) {
  // Lax, not Strict: the browser comes back to /callback from Gatehouse's site.
  const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}`;
  reply.header('set-cookie', `${cookieName}=${id}; ${attributes}`);
}
