import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  BrowserBinding,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  RequireSession,
} from '#platform/http';
import { textsFor } from '#platform/texts';
import type { Parameters } from '#protocol';
import { CurrentSession, type Session } from '#people/sessions';
import { AccountLinking, LinkedAccounts } from '#people/sign-in';
import { PAGE } from './notices.js';
import { linkedPage } from './linked.page.js';

const LINKED = `${PAGE}/linked`;
/** Whoever changes with what somebody signs in has just proven to be they (attack I28). */
const JUST_PROVEN = { within: 300 };

/** Accounts elsewhere with which people sign in here: they link and unlink them. */
@ApiExcludeController()
@PageEndpoint()
@Controller('account/linked')
export class AccountLinkedController {
  constructor(
    private readonly accounts: LinkedAccounts,
    private readonly linking: AccountLinking,
    private readonly browsers: BrowserBinding,
  ) {}

  @RequireSession(LINKED)
  @Get()
  async show(@CurrentSession() session: Session, @Res() reply: HttpReply): Promise<void> {
    await this.page(session, new Browser(reply));
  }

  @RequireSession(LINKED, JUST_PROVEN)
  @Post('add')
  async add(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = this.checked(form, session, reply);
    await this.linking.leave(form.get('provider') ?? '', session, LINKED, browser);
  }

  @RequireSession(LINKED, JUST_PROVEN)
  @Post('unlink')
  async unlink(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = this.checked(form, session, reply);
    const { userId } = session;
    const author = { actor: { kind: 'user', id: userId } as const, origin: browser.origin };
    const outcome = await this.accounts.unlink(userId, form.get('identity_id') ?? '', author);
    if (outcome === 'last') await this.page(session, browser, textsFor().account.linked.last);
    else browser.redirect(LINKED);
  }

  private checked(form: Parameters, session: Session, reply: HttpReply): Browser {
    const browser = new Browser(reply);
    this.browsers.checkForm(browser, formSubject(session), form.get('csrf'));
    form.rejectDuplicates();
    return browser;
  }

  private async page(session: Session, browser: Browser, error?: string): Promise<void> {
    const { userId } = session;
    const html = linkedPage.render({
      csrf: this.browsers.csrfToken(browser, formSubject(session)),
      linked: await this.accounts.list(userId),
      linkable: await this.accounts.linkable(userId),
      ...{ linkAction: `${LINKED}/add`, unlinkAction: `${LINKED}/unlink`, accountUrl: PAGE, error },
    });
    browser.show(html, { formLeadsAway: true, ...(error === undefined ? {} : { status: 400 }) });
  }
}

const formSubject = ({ id }: Session): string => `linked accounts of ${id}`;
