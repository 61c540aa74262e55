import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';
import {
  Browser,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  QueryParameters,
  RequireSession,
} from '#platform/http';
import { textsFor } from '#platform/texts';
import { epochSeconds, type Parameters } from '#protocol';
import { CurrentSession, type Session, Sessions, type SignedIn } from '#people/sessions';
import type { User } from '#people/users';
import { OwnAccess } from '../own-access.js';
import { OwnAuthorizations } from '../own-authorizations.js';
import { OwnPassword } from '../own-password.js';
import { AccountPages } from './account-pages.js';
import { accountPath, type Notice, noticeText } from './notices.js';

const PAGE = '/account';

/** The page on which people look after their own account. */
@ApiExcludeController()
@PageEndpoint()
@Controller('account')
export class AccountController {
  constructor(
    private readonly pages: AccountPages,
    private readonly password: OwnPassword,
    private readonly access: OwnAccess,
    private readonly authorizations: OwnAuthorizations,
    private readonly sessions: Sessions,
  ) {}

  @RequireSession(PAGE)
  @Get()
  async show(
    @CurrentSession() session: Session,
    @QueryParameters() query: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    await this.pages.show(session, browser, { notice: noticeText(query.get('notice')) });
  }

  @RequireSession(PAGE)
  @Post('password')
  async changePassword(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.pages.checkForm(form, session, browser);
    const texts = textsFor().account.password;
    const refuse = (which: 'current' | 'new', text: string, status = 400) => {
      const passwordError = { text, aboutNew: which === 'new' };
      return this.pages.show(session, browser, { passwordError }, status);
    };
    const current = form.get('current_password');
    const wanted = form.get('new_password');
    if (current === undefined || wanted === undefined) {
      return refuse(current === undefined ? 'current' : 'new', texts.fillIn);
    }
    if (wanted !== form.get('new_password_again')) {
      return refuse('new', texts.different);
    }
    const { userId } = session;
    let kept: SignedIn | undefined;
    const carryOver = async (manager: EntityManager, user: User) => {
      const proof = [{ method: 'pwd', at: epochSeconds() }];
      kept = await this.sessions.carryOver(manager, session, user, proof, browser);
    };
    const asked = { userId };
    const outcome = await this.password.change(asked, current, wanted, browser, carryOver);
    if (outcome.kind === 'throttled') {
      browser.setHeader('retry-after', '1');
      return refuse('current', texts.wrong, 429);
    }
    if (outcome.kind === 'refused') {
      return outcome.member === 'current_password'
        ? refuse('current', texts.wrong)
        : refuse('new', outcome.reason);
    }
    this.password.rememberBrowser(outcome.user, browser);
    this.sessions.answer(browser, kept);
    backToPage(browser, 'password-changed');
  }

  @RequireSession(PAGE)
  @Post('sessions/end')
  async endSession(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.pages.checkForm(form, session, browser);
    const id = form.get('session_id') ?? '';
    const { userId } = session;
    if (id === session.id) {
      const actor = { kind: 'user', id: userId } as const;
      const event = { type: 'logout', actor, origin: browser.origin } as const;
      await this.sessions.signOut(session, event, browser);
      browser.redirect('/logout');
    } else if (await this.access.endSession(id, { userId, origin: browser.origin })) {
      backToPage(browser, 'session-ended');
    } else {
      const error = textsFor().account.sessions.alreadyEnded;
      await this.pages.show(session, browser, { error }, 400);
    }
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
    if (await this.access.withdrawConsent(form.get('consent_id') ?? '', asked)) {
      backToPage(browser, 'consent-withdrawn');
    } else {
      const error = textsFor().account.consents.alreadyWithdrawn;
      await this.pages.show(session, browser, { error }, 400);
    }
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
    if (await this.authorizations.end(form.get('authorization_id') ?? '', asked)) {
      backToPage(browser, 'authorization-ended');
    } else {
      const error = textsFor().account.authorizations.alreadyEnded;
      await this.pages.show(session, browser, { error }, 400);
    }
  }
}

function backToPage(browser: Browser, notice: Notice): void {
  browser.redirect(accountPath(notice));
}
