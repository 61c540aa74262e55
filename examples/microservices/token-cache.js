// @ts-check

/** Which part of a token's life passes before a new one is asked for. */
const renewAfter = 0.8;
const maximum = 1000;

/**
 * @typedef {{ access_token: string, expires_in?: number | undefined }} Answer
 * @typedef {{ token: string, renewAt: number, expiresAt: number }} Entry
 */

/**
 * Keeps access tokens as long as they are good. Late in a token's life the next one is fetched while
 * callers still get the old one, so that nobody waits; however many ask, one request is made.
 */
export class TokenCache {
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  /** @type {Map<string, Promise<string>>} */
  #requests = new Map();
  #now;

  /** @param {() => number} [now] milliseconds on a clock that only goes forward */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /**
   * @param {string} key what the token is for
   * @param {() => Promise<Answer>} request
   * @returns {Promise<string>}
   */
  async get(key, request) {
    const entry = this.#entries.get(key);
    if (!entry || entry.expiresAt <= this.#now()) return this.#renew(key, request);
    // A failure is no problem yet: the next caller tries again, with this token still in hand.
    if (entry.renewAt <= this.#now()) this.#renew(key, request).catch(() => undefined);
    return entry.token;
  }

  /** For a token that was refused though it had not expired: it was revoked. @param {string} key */
  forget(key) {
    this.#entries.delete(key);
  }

  /**
   * @param {string} key
   * @param {() => Promise<Answer>} request
   * @returns {Promise<string>}
   */
  #renew(key, request) {
    const underWay = this.#requests.get(key);
    if (underWay) return underWay;
    const renewal = this.#request(key, request).finally(() => this.#requests.delete(key));
    this.#requests.set(key, renewal);
    return renewal;
  }

  /**
   * @param {string} key
   * @param {() => Promise<Answer>} request
   */
  async #request(key, request) {
    // Counted from before the request: the token is at least as old as its answer.
    const asked = this.#now();
    const { access_token: token, expires_in: seconds = 0 } = await request();
    const lifetime = seconds * 1000;
    this.#entries.delete(key);
    this.#entries.set(key, {
      token,
      renewAt: asked + lifetime * renewAfter,
      // A second early: the next service must still find it good when it arrives there.
      expiresAt: asked + lifetime - 1000,
    });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > maximum && oldest !== undefined) this.#entries.delete(oldest);
    return token;
  }
}
