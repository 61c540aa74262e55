import { Injectable } from '@nestjs/common';
import { type Browser, BrowserBinding } from '#platform/http';
import { textsFor } from '#platform/texts';
import { OAuthError, type Parameters } from '#protocol';
import type { Session } from '#people/sessions';
import { type NamedAuthenticator, PersonAuthenticators } from '#people/sign-in';
import type { User } from '#people/users';
import type { NamedAuthorization } from '#tokens';
import { type AccountPage, accountPage } from './account.page.js';
import { OwnAccess } from '../own-access.js';
import { OwnProfile } from '../own-profile.js';
import { OwnAuthorizations } from '../own-authorizations.js';
import { profileInWords } from './profile-in-words.js';

/** Limit: connected applications that the account page shows, the newest first. */
const MAX_SHOWN = 100;

/** What the page says besides what it shows. */
export type Remark = Partial<Pick<AccountPage, 'notice' | 'passwordError'>>;

/** The account page and the forms on it. */
@Injectable()
export class AccountPages {
  constructor(
    private readonly profiles: OwnProfile,
    private readonly access: OwnAccess,
    private readonly authorizations: OwnAuthorizations,
    private readonly authenticators: PersonAuthenticators,
    private readonly browsers: BrowserBinding,
  ) {}

  async show(session: Session, browser: Browser, remark: Remark = {}, status = 200): Promise<void> {
    const { userId } = session;
    const [profile, authenticators, sessions, consents, { items: authorizations }] =
      await Promise.all([
        this.profiles.find(userId),
        this.authenticators.list(userId),
        this.access.sessions(userId),
        this.access.consents(userId),
        this.authorizations.page(userId, { offline: true, sort: '-created_at', limit: MAX_SHOWN }),
      ]);
    if (profile === undefined) {
      throw OAuthError.invalidRequest(textsFor().account.gone, 404);
    }
    const { user, ...emailActions } = profile;
    const html = accountPage.render({
      csrf: this.browsers.csrfToken(browser, formSubject(session)),
      usernameToken: this.browsers.csrfToken(browser, usernameSubject(user.username)),
      credentialVersion: user.credentialVersion,
      user: pageUser(user),
      ...emailActions,
      profile: profileInWords(user),
      passwordAction: '/account/password',
      revokeSessionAction: '/account/sessions/end',
      dataUrl: '/account/data',
      revokeConsentAction: '/account/consents/withdraw',
      authenticators: authenticators.map(pageAuthenticator),
      enrolments: this.authenticators
        .enrollable(user)
        .map(({ path, method: { title = path } }) => ({ path, title })),
      renameAuthenticatorAction: '/account/authenticators/rename',
      removeAuthenticatorAction: '/account/authenticators/remove',
      sessions: sessions.map((one) => pageSession(one, session)).sort(currentFirst),
      consents: consents.map(({ id, clientName, scopes, grantedAt }) => ({
        ...{ id, clientName, scopes, grantedAt },
      })),
      endAuthorizationAction: '/account/authorizations/end',
      authorizations: authorizations.map(pageAuthorization),
      ...remark,
    });
    browser.show(html, { status });
  }

  /**
   * Refuses what is not a form of this page, shown in this browser and this session (attack A29).
   * @throws OAuthError 403 `access_denied`, 400 `invalid_request`
   */
  checkForm(form: Parameters, session: Session, browser: Browser): void {
    this.browsers.checkForm(browser, formSubject(session), form.get('csrf'));
    form.rejectDuplicates();
  }

  /** Whether it is the form that ends a session, shown in that session. */
  isOwnEnding(form: Parameters, browser: Browser): boolean {
    const id = form.get('session_id') ?? '';
    return this.browsers.vouches(browser, formSubject({ id }), form.get('csrf'));
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

function pageUser({ sub, username, email, claims }: User): AccountPage['user'] {
  return { sub, username, name: claims.name ?? username, email };
}

function pageAuthenticator({ id, name, createdAt, method }: NamedAuthenticator) {
  const { title = method.path, authenticators } = method.method;
  return { id, name, createdAt, title, renamed: authenticators?.rename !== undefined };
}

function pageSession(one: Session, current: Session): AccountPage['sessions'][number] {
  return {
    id: one.id,
    startedAt: one.createdAt,
    lastSeenAt: one.lastSeenAt,
    current: one.id === current.id,
    userAgent: one.userAgent,
  };
}

function pageAuthorization({ authorization, clientName }: NamedAuthorization) {
  const { id, createdAt, refreshRotatedAt } = authorization;
  return { id, clientName, begunAt: createdAt, lastUsedAt: refreshRotatedAt ?? createdAt };
}

function currentFirst(a: { current: boolean }, b: { current: boolean }): number {
  return Number(b.current) - Number(a.current);
}
