import { createHmac, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import type { Browser } from './browser.js';
import { Cookies } from './cookies.js';
import { ErrorForPeople } from './error-for-people.js';

const COOKIE = 'browser';

/**
 * Ties forms and interactions to the browser that they were given to (attacks A28, A29).
 *
 * A random cookie names the browser; it is no credential. The anti-CSRF token of a form is a MAC
 * over it and over what the form is about.
 */
@Injectable()
export class BrowserBinding {
  private readonly key: KeyObject;

  constructor(
    private readonly config: Config,
    private readonly cookies: Cookies,
  ) {
    this.key = config.deriveKey('csrf');
  }

  read(browser: Browser): string | undefined {
    return this.cookies.read(browser, COOKIE);
  }

  /** The browser's name; given to it first if it has none. */
  ensure(browser: Browser): string {
    const existing = this.read(browser);
    if (existing !== undefined) return existing;
    const fresh = randomBytes(32).toString('base64url');
    this.cookies.write(browser, COOKIE, fresh);
    return fresh;
  }

  /** The token for a form about `subject`: an interaction's uid, a session's id. */
  csrfToken(browser: Browser, subject: string): string {
    return this.mac(this.ensure(browser), subject);
  }

  private mac(name: string, subject: string): string {
    return createHmac('sha256', this.key).update(`${name}|${subject}`).digest('base64url');
  }

  /** Whether this browser was given `token` for `subject`. */
  vouches(browser: Browser, subject: string, token: string | undefined): boolean {
    const name = this.read(browser);
    return name !== undefined && equal(this.mac(name, subject), token ?? '');
  }

  /**
   * Refuses a form that this browser was not given, or that another site sent.
   * @throws OAuthError 403 `access_denied`
   */
  checkForm(browser: Browser, subject: string, token: string | undefined): void {
    const { origin, 'sec-fetch-site': site } = browser.headers;
    // Our pages say `Referrer-Policy: no-referrer`, and a form of such a page is sent with
    // `Origin: null` (Fetch §3.2): that says nothing, so the token and Sec-Fetch-Site decide.
    const foreign =
      (origin !== undefined && origin !== 'null' && origin !== this.config.origin) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none');
    if (foreign || !this.vouches(browser, subject, token)) {
      throw new ErrorForPeople('formOutOfDate', {
        code: 'access_denied',
        status: 403,
        reason: foreign ? 'cross-site form' : 'anti-CSRF token mismatch',
      });
    }
  }
}

function equal(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}
