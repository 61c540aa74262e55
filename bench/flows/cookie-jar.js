// @ts-check

/** @import { HttpAnswer } from '../types.js' */

/** The cookies of one host; paths are looked at, since sign-in pages use them. */
export class CookieJar {
  /** @type {Map<string, { pair: string; path: string }>} */
  #cookies = new Map();

  /** @param {HttpAnswer} answer */
  keep(answer) {
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [pair = '', ...attributes] = line.split(/;\s*/);
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
      const name = pair.slice(0, pair.indexOf('='));
      const expired = attributes.some((attribute) =>
        /^(max-age=0|expires=.* 1970 )/i.test(attribute),
      );
      if (expired) this.#cookies.delete(`${name};${path}`);
      else this.#cookies.set(`${name};${path}`, { pair, path });
    }
  }

  /** @param {string} url @returns {Record<string, string>} a header, or none */
  header(url) {
    const { pathname } = new URL(url);
    const pairs = [...this.#cookies.values()]
      .filter(({ path }) => pathname.startsWith(path))
      .map(({ pair }) => pair);
    return pairs.length === 0 ? {} : { cookie: pairs.join('; ') };
  }
}
