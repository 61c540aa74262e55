import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  Public,
  RequireSession,
} from '#platform/http';
import type { Parameters } from '#protocol';
import { CurrentSession, type Session, Sessions } from '#people/sessions';
import { Interactions } from '#people/sign-in';
import { OwnAccess } from '../own-access.js';
import { OwnAuthorizations } from '../own-authorizations.js';
import { AccountPages } from './account-pages.js';
import { Notices, PAGE } from './notices.js';

/**
 * The page on which people look after their own account. A form that comes twice, as by a double click,
 * leads where it led at first.
 */
@ApiExcludeController()
@PageEndpoint()
@Controller('account')
export class AccountController {
  constructor(
    private readonly pages: AccountPages,
    private readonly notices: Notices,
    private readonly access: OwnAccess,
    private readonly authorizations: OwnAuthorizations,
    private readonly sessions: Sessions,
    private readonly interactions: Interactions,
  ) {}

  @RequireSession(PAGE)
  @Get()
  async show(@CurrentSession() session: Session, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    await this.pages.show(session, browser, { notice: this.notices.take(session.id, browser) });
  }

  @Public()
  @Post('sessions/end')
  async endSession(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    const session = await this.sessions.current(browser);
    const id = form.get('session_id') ?? '';
    if (session === undefined) {
      if (this.pages.isOwnEnding(form, browser)) browser.redirect('/logout');
      else await this.interactions.askToSignIn(PAGE, browser);
      return;
    }
    this.pages.checkForm(form, session, browser);
    const { userId } = session;
    if (id === session.id) {
      const actor = { kind: 'user', id: userId } as const;
      const event = { type: 'logout', actor, origin: browser.origin } as const;
      await this.sessions.signOut(session, event, browser);
      browser.redirect('/logout');
      return;
    }
    await this.access.endSession(id, { userId, origin: browser.origin });
    this.notices.leave('session-ended', session, browser);
  }

  @RequireSession(PAGE)
  @Post('consents/withdraw')
  async withdrawConsent(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.pages.checkForm(form, session, browser);
    const asked = { userId: session.userId, origin: browser.origin };
    await this.access.withdrawConsent(form.get('consent_id') ?? '', asked);
    this.notices.leave('consent-withdrawn', session, browser);
  }

  @RequireSession(PAGE)
  @Post('authorizations/end')
  async endAuthorization(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.pages.checkForm(form, session, browser);
    const asked = { userId: session.userId, origin: browser.origin };
    await this.authorizations.end(form.get('authorization_id') ?? '', asked);
    this.notices.leave('authorization-ended', session, browser);
  }
}
