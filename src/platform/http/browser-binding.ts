import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { textsFor } from '#platform/texts';
import { OAuthError } from '#protocol';
import { Cookies } from './cookies.js';
import type { HttpReply, HttpRequest } from './request.js';

const COOKIE = 'browser';

/**
 * Ties forms and interactions to the browser that they were given to (attacks A28, A29).
 *
 * A random cookie names the browser; it is no credential. The anti-CSRF token of a form is a MAC
 * over it and over what the form is about.
 */
@Injectable()
export class BrowserBinding {
  private readonly key: Buffer;

  constructor(
    private readonly config: Config,
    private readonly cookies: Cookies,
  ) {
    this.key = config.deriveKey('csrf');
  }

  read(request: HttpRequest): string | undefined {
    return this.cookies.read(request, COOKIE);
  }

  /** The browser's name; given to it first if it has none. */
  ensure(request: HttpRequest, reply: HttpReply): string {
    const existing = this.read(request);
    if (existing !== undefined) return existing;
    const fresh = randomBytes(32).toString('base64url');
    this.cookies.write(reply, COOKIE, fresh);
    return fresh;
  }

  /** The token for a form about `subject`: an interaction's uid, a session's id. */
  csrfToken(browser: string, subject: string): string {
    return createHmac('sha256', this.key).update(`${browser}|${subject}`).digest('base64url');
  }

  /**
   * Refuses a form that this browser was not given, or that another site sent.
   * @throws OAuthError 403 `access_denied`
   */
  checkForm(request: HttpRequest, subject: string, token: string | undefined): void {
    const { origin, 'sec-fetch-site': site } = request.headers;
    // Our pages say `Referrer-Policy: no-referrer`, and a form of such a page is sent with
    // `Origin: null` (Fetch §3.2): that says nothing, so the token and Sec-Fetch-Site decide.
    const foreign =
      (origin !== undefined && origin !== 'null' && origin !== this.config.issuer) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none');
    const browser = this.read(request);
    const expected = browser === undefined ? undefined : this.csrfToken(browser, subject);
    if (foreign || expected === undefined || !equal(expected, token ?? '')) {
      throw new OAuthError('access_denied', textsFor().error.formOutOfDate, {
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
