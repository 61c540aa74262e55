import { Injectable } from '@nestjs/common';
import { BrowserBinding } from './browser-binding.js';
import type { Browser } from './browser.js';
import { Cookies } from './cookies.js';

const COOKIE = 'notice';
/** Seconds from what was done to the page that says so. */
const LIFETIME = 60;

/** What a page says once after a form. Nobody but us can have it say anything (attack S23). */
@Injectable()
export class NoticeCookie {
  constructor(
    private readonly cookies: Cookies,
    private readonly browsers: BrowserBinding,
  ) {}

  /** @param sessionId in which it was done, and is told */
  leave(notice: string, sessionId: string, browser: Browser): void {
    const token = this.browsers.csrfToken(browser, subjectOf(notice, sessionId));
    this.cookies.write(browser, COOKIE, `${notice}.${token}`, { maxAge: LIFETIME });
  }

  /** It is then forgotten. */
  take(sessionId: string, browser: Browser): string | undefined {
    const value = this.cookies.read(browser, COOKIE);
    if (value === undefined) return undefined;
    this.cookies.clear(browser, COOKIE);
    const [notice = '', token] = value.split('.');
    const isOurs = this.browsers.vouches(browser, subjectOf(notice, sessionId), token);
    return isOurs ? notice : undefined;
  }
}

const subjectOf = (notice: string, sessionId: string): string => `notice ${notice} ${sessionId}`;
