import { Injectable } from '@nestjs/common';
import { sha256 } from '#platform/crypto';
import { type Browser, BrowserBinding } from '#platform/http';
import type { OAuthError } from '#protocol';
import type { Session } from '#people/sessions';
import { UserRepository } from '#people/users';
import type { Spoken } from '#platform/texts';
import { hostOf, PageClients } from '#people/sign-in';
import type { Client } from '#registry/clients';
import { logoutPage, type SignedOutPage, signedOutPage, type Stranger } from './logout.page.js';
import type { LogoutRequest } from './logout-request.js';

const CONFIRM = '/logout/confirm';

/** What people see when they sign out. */
@Injectable()
export class LogoutPages {
  constructor(
    private readonly browsers: BrowserBinding,
    private readonly users: UserRepository,
    private readonly pageClients: PageClients,
  ) {}

  /** Asks whether to sign out, as only the person can say (RP-Initiated Logout §2, attack J04). */
  async ask(
    { client, pinned, returnUri }: LogoutRequest,
    session: Session,
    browser: Browser,
  ): Promise<void> {
    const page = logoutPage.render({
      ...(await this.form(pinned, session, browser)),
      client: client && { name: client.name, unverified: client.metadata.unverified },
    });
    browser.show(page, { formLeadsAway: returnUri !== undefined });
  }

  /** Says what is wrong with an application's request, and offers what it asked for nevertheless. */
  async refuse(
    { code, description, status }: OAuthError,
    session: Session,
    browser: Browser,
  ): Promise<void> {
    const page = logoutPage.render({
      ...(await this.form({}, session, browser)),
      error: { code, description, reference: browser.origin.requestId },
    });
    browser.show(page, { status });
  }

  /** @throws OAuthError `access_denied` when the form is not the one that this browser was given */
  checkForm(
    pinned: LogoutRequest['pinned'],
    sessionId: string,
    csrf: string | undefined,
    browser: Browser,
  ): void {
    this.browsers.checkForm(browser, subjectOf(pinned, sessionId), csrf);
  }

  /** @param more documents of clients that learn of it by being loaded, and where else the person is signed in */
  async signedOut(
    { client, returnUri }: LogoutRequest,
    browser: Browser,
    { frames = [], elsewhere }: Pick<SignedOutPage, 'frames' | 'elsewhere'> = {},
  ): Promise<void> {
    const onward =
      client === undefined || returnUri === undefined
        ? undefined
        : { uri: returnUri, name: client.name, stranger: await this.strangerOf(client, returnUri) };
    browser.show(signedOutPage.render({ onward, frames, elsewhere }), { frames });
  }

  /** As at `/authorize`, our address sends nobody on to a stranger's site unseen (RFC 9700 §4.11.2). */
  private async strangerOf(
    client: Client,
    returnUri: string,
  ): Promise<Spoken<Stranger> | undefined> {
    if (!client.metadata.unverified) return undefined;
    return { client: await this.pageClients.of(client, returnUri), host: hostOf(returnUri) };
  }

  private async form(pinned: LogoutRequest['pinned'], session: Session, browser: Browser) {
    const user = await this.users.find(session.userId);
    return {
      action: CONFIRM,
      csrf: this.browsers.csrfToken(browser, subjectOf(pinned, session.id)),
      pinned: Object.entries({ ...pinned, session: session.id }).map(([name, value]) => ({
        name,
        value,
      })),
      user: user === undefined ? undefined : { name: user.claims.name ?? user.username },
    };
  }
}

/** What the anti-CSRF token is about: this request and no other, so that a form cannot be changed. */
function subjectOf(pinned: LogoutRequest['pinned'], sessionId: string): string {
  return `logout ${sha256(JSON.stringify([pinned, sessionId]))}`;
}
