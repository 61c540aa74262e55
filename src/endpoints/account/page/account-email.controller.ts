import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { sha256 } from '#platform/crypto';
import {
  Browser,
  BrowserBinding,
  definePage,
  ErrorForPeople,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  RequireSession,
} from '#platform/http';
import { Mails } from '#platform/mail';
import type { Said } from '#platform/texts';
import type { Parameters } from '#protocol';
import { CurrentSession, type Session } from '#people/sessions';
import { Addresses, emailError, MailBudgets, type User, UserRepository } from '#people/users';
import { AccountFrames } from './account-frames.js';
import { JUST_PROVEN, Notices, PROFILE } from './notices.js';

const ACTION = `${PROFILE}/email`;

export const emailPage = definePage<{
  csrf: string;
  action: string;
  cancelUrl: string;
  email: string;
  error?: string | undefined;
}>(import.meta.url, 'email');

/** People verify their address, and change it. */
@ApiExcludeController()
@PageEndpoint()
@Controller('account/email')
export class AccountEmailController {
  constructor(
    private readonly frames: AccountFrames,
    private readonly notices: Notices,
    private readonly users: UserRepository,
    private readonly addresses: Addresses,
    private readonly budgets: MailBudgets,
    private readonly mails: Mails,
    private readonly browsers: BrowserBinding,
  ) {}

  @RequireSession(PROFILE, JUST_PROVEN)
  @Get()
  async show(@CurrentSession() session: Session, @Res() reply: HttpReply): Promise<void> {
    await this.userOf(session);
    this.ask(session, '', new Browser(reply));
  }

  @RequireSession(PROFILE, JUST_PROVEN)
  @Post()
  async change(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.browsers.checkForm(browser, subjectOf(session), form.get('csrf'));
    form.rejectDuplicates();
    const user = await this.userOf(session);
    const email = form.get('email')?.trim() ?? '';
    if (emailError(email) !== undefined) {
      this.ask(session, email.slice(0, 320), browser, (t) => t.account.email.wrong);
      return;
    }
    // Somebody else's mailbox is not to be filled either.
    const admitted = (await this.admits(user)) && (await this.budgets.takeOfPerson(sha256(email)));
    if (admitted) await this.addresses.change(user, email);
    this.notices.leave(admitted ? 'address-asked' : 'mails-used-up', session, browser);
  }

  @RequireSession(PROFILE)
  @Post('verify')
  async verify(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.frames.checkForm(form, session, browser);
    const user = await this.userOf(session);
    const admitted = await this.admits(user);
    if (admitted) await this.addresses.verify(user);
    this.notices.leave(admitted ? 'address-asked' : 'mails-used-up', session, browser);
  }

  private admits({ sub }: User): Promise<boolean> {
    return this.budgets.takeOfPerson(sub);
  }

  private ask(session: Session, email: string, browser: Browser, error?: Said): void {
    const csrf = this.browsers.csrfToken(browser, subjectOf(session));
    const page = emailPage.render({ csrf, action: ACTION, cancelUrl: PROFILE, email, error });
    browser.show(page, { status: error === undefined ? 200 : 400 });
  }

  private async userOf({ userId }: Session): Promise<User> {
    const user = await this.users.find(userId);
    if (user === undefined || !this.mails.on) throw new ErrorForPeople('noMail', { status: 404 });
    return user;
  }
}

const subjectOf = ({ id }: Session): string => `address of ${id}`;
