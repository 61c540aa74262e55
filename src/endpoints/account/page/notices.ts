import { Injectable } from '@nestjs/common';
import { type Browser, BrowserBinding, Cookies } from '#platform/http';
import type { Session } from '#people/sessions';
import { type Texts, textsFor } from '#platform/texts';

/** What was just done. */
type Notice = keyof Texts['account']['notices'];

export const PAGE = '/account';
const COOKIE = 'notice';
/** Seconds from what was done to the page that says so. */
const LIFETIME = 60;

/** What the account page says once after a form. Nobody but us can have it say anything (attack S23). */
@Injectable()
export class Notices {
  constructor(
    private readonly cookies: Cookies,
    private readonly browsers: BrowserBinding,
  ) {}

  /** Leads there. */
  leave(notice: Notice, { id }: Pick<Session, 'id'>, browser: Browser): void {
    const token = this.browsers.csrfToken(browser, subjectOf(notice, id));
    this.cookies.write(browser, COOKIE, `${notice}.${token}`, { maxAge: LIFETIME });
    browser.redirect(PAGE);
  }

  /** The sentence, which is then forgotten. */
  take(sessionId: string, browser: Browser): string | undefined {
    const value = this.cookies.read(browser, COOKIE);
    if (value === undefined) return undefined;
    this.cookies.clear(browser, COOKIE);
    const { notices } = textsFor().account;
    const [notice = '', token] = value.split('.');
    if (!Object.hasOwn(notices, notice)) return undefined;
    const ours = this.browsers.vouches(browser, subjectOf(notice as Notice, sessionId), token);
    return ours ? notices[notice as Notice] : undefined;
  }
}

const subjectOf = (notice: Notice, sessionId: string): string => `notice ${notice} ${sessionId}`;
