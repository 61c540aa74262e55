// @ts-check
import { StartError } from './start.js';

const maximumRedirects = 10;

/** As much of a browser as the login form needs: cookies of one origin, redirects, form posts. */
export class CookieJar {
  /** @type {Map<string, string>} */
  #cookies = new Map();

  /**
   * Opens a page, or posts a form when fields are given, and follows redirects within its origin.
   *
   * @param {URL} url
   * @param {string} redirectUri where to stop: the authorization response is not fetched
   * @param {Record<string, string>} [fields]
   * @returns {Promise<{ callback: URL } | { callback: undefined, url: URL, html: string }>}
   */
  async follow(url, redirectUri, fields) {
    let response = await this.#fetch(url, fields && { method: 'POST', body: formBody(fields) });
    for (let count = 0; count < maximumRedirects; count++) {
      const location = response.headers.get('location');
      if (!location) return { callback: undefined, url, html: await response.text() };
      const target = new URL(location, url);
      if (target.href.startsWith(`${redirectUri}?`)) return { callback: target };
      if (target.origin !== url.origin) {
        throw new StartError(`Gatehouse redirected to another origin, ${target.origin}.`);
      }
      url = target;
      response = await this.#fetch(url);
    }
    throw new StartError(`Gatehouse redirected more than ${maximumRedirects} times.`);
  }

  /**
   * @param {URL} url
   * @param {RequestInit} [init]
   */
  async #fetch(url, init) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    // A browser sends Origin with every form post; servers that guard against CSRF look at it.
    const headers = { cookie, accept: 'text/html', ...(init && { origin: url.origin }) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    return response;
  }
}

/** @param {Record<string, string>} fields */
function formBody(fields) {
  return new URLSearchParams(fields);
}

/**
 * @param {string} html
 * @param {URL} url of the page
 * @returns {{ action: URL, hidden: Record<string, string> } | undefined} the form that asks for a password
 */
export function readForm(html, url) {
  for (const [, attributes = '', content = ''] of html.matchAll(
    /<form\b([^>]*)>(.*?)<\/form>/gis,
  )) {
    if (!/name="?password\b/i.test(content)) continue;
    /** @type {Record<string, string>} */
    const hidden = {};
    for (const [input] of content.matchAll(/<input\b[^>]*>/gi)) {
      const name = attribute(input, 'name');
      if (name && attribute(input, 'type') === 'hidden') hidden[name] = attribute(input, 'value');
    }
    return { action: new URL(attribute(attributes, 'action') || url.href, url), hidden };
  }
  return undefined;
}

/**
 * @param {string} tag
 * @param {string} name
 */
function attribute(tag, name) {
  const value = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1] ?? '';
  return value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
