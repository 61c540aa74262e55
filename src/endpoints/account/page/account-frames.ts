import { Injectable } from '@nestjs/common';
import { type Browser, BrowserBinding, ErrorForPeople } from '#platform/http';
import type { Spoken } from '#platform/texts';
import type { Parameters } from '#protocol';
import { type Session, TrustedBrowsers } from '#people/sessions';
import { LinkedAccounts } from '#people/sign-in';
import { hasPower, type User, UserRepository } from '#people/users';
import type { AccountBrowser, AccountFrame } from './account.pages.js';
import { Notices } from './notices.js';

/** What the pages of the account have in common: menu, notice, and the anti-CSRF value of their forms. */
@Injectable()
export class AccountFrames {
  constructor(
    private readonly notices: Notices,
    private readonly linked: LinkedAccounts,
    private readonly users: UserRepository,
    private readonly browsers: BrowserBinding,
    private readonly trusted: TrustedBrowsers,
  ) {}

  /** In which browsers somebody is not asked for their second factor. */
  async trustedBrowsers(userId: string): Promise<AccountBrowser[]> {
    const all = await this.trusted.list(userId);
    return all.map(({ id, createdAt, expiresAt, userAgent }) => ({
      ...{ id, createdAt, expiresAt, userAgent: userAgent ?? undefined },
    }));
  }

  async of(session: Session, browser: Browser): Promise<Spoken<AccountFrame>> {
    const user = await this.users.find(session.userId);
    browser.reads({ person: user?.claims.locale });
    return {
      csrf: this.browsers.csrfToken(browser, formSubject(session)),
      linkable: await this.linked.areOffered(),
      desk: user !== undefined && hasPower(user),
      ...this.notices.take(session.id, browser),
    };
  }

  /** @throws ErrorForPeople 404 when the account is gone */
  async userOf({ userId }: Pick<Session, 'userId'>): Promise<User> {
    const user = await this.users.find(userId);
    if (user === undefined) throw new ErrorForPeople('accountGone', { status: 404 });
    return user;
  }

  /**
   * Refuses what is not a form of these pages, shown in this browser and this session (attack A29).
   * @throws OAuthError 403 `access_denied`, 400 `invalid_request`
   */
  checkForm(form: Parameters, session: Session, browser: Browser): void {
    this.browsers.checkForm(browser, formSubject(session), form.get('csrf'));
    form.rejectDuplicates();
  }

  /** Whether the form was shown to this browser in that session. */
  wasShownIn(id: string, form: Parameters, browser: Browser): boolean {
    return this.browsers.vouches(browser, formSubject({ id }), form.get('csrf'));
  }

  usernameToken(username: string, browser: Browser): string {
    return this.browsers.csrfToken(browser, usernameSubject(username));
  }

  /**
   * Refuses what is not the form that changes the password of the person whom it names.
   * @throws OAuthError 403 `access_denied`, 400 `invalid_request`
   */
  checkUsername(form: Parameters, browser: Browser): string {
    const username = form.get('username') ?? '';
    const token = form.get('username_token');
    this.browsers.checkForm(browser, usernameSubject(username), token);
    form.rejectDuplicates();
    return username;
  }
}

function formSubject({ id }: Pick<Session, 'id'>): string {
  return `account:${id}`;
}

function usernameSubject(username: string): string {
  return `account of ${username}`;
}
