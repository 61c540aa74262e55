import { Injectable } from '@nestjs/common';
import { type Browser, NoticeCookie } from '#platform/http';
import type { Session } from '#people/sessions';
import type { Said, Texts } from '#platform/texts';

export const PROFILE = '/account';
export const SECURITY = '/account/security';
export const SESSIONS = '/account/sessions';
export const APPLICATIONS = '/account/applications';
export const LINKED = '/account/linked';
export const DATA = '/account/data';

/** Whoever changes with what somebody signs in, or ends or takes along much, has just proven to be they (attack I28). */
export const JUST_PROVEN = { within: 300 };

/** What was just done. */
type Notice = keyof Texts['account']['notices'];

/** The page on which it was done, and says so. */
const PLACES: Readonly<Record<Notice, string>> = {
  'profile-changed': PROFILE,
  'address-asked': PROFILE,
  'mails-used-up': PROFILE,
  'password-changed': SECURITY,
  'authenticator-added': SECURITY,
  'authenticator-renamed': SECURITY,
  'authenticator-removed': SECURITY,
  'authenticator-needed': SECURITY,
  'browser-distrusted': SECURITY,
  'session-ended': SESSIONS,
  'others-ended': SESSIONS,
  'consent-withdrawn': APPLICATIONS,
  'authorization-ended': APPLICATIONS,
  'account-unlinked': LINKED,
};

/** After these it is a good moment to sign out everywhere else (ASVS 5.0 7.4.3); a new password does it by itself. */
const OFFERING: ReadonlySet<Notice> = new Set([
  ...(['authenticator-added', 'authenticator-removed', 'account-unlinked'] as const),
]);

/** What a page of the account says once after a form. */
@Injectable()
export class Notices {
  constructor(private readonly cookie: NoticeCookie) {}

  /** Leads there. */
  leave(notice: Notice, { id }: Pick<Session, 'id'>, browser: Browser): void {
    this.cookie.leave(notice, id, browser);
    browser.redirect(PLACES[notice]);
  }

  /** The sentence, which is then forgotten. */
  take(sessionId: string, browser: Browser): { notice?: Said; offersSignOut?: boolean } {
    const name = this.cookie.take(sessionId, browser);
    if (name === undefined || !Object.hasOwn(PLACES, name)) return {};
    const notice = name as Notice;
    return { notice: (t) => t.account.notices[notice], offersSignOut: OFFERING.has(notice) };
  }
}
