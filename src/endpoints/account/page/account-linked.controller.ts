import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { personByThemselves } from '#platform/changes';
import {
  Browser,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  RequireSession,
} from '#platform/http';
import type { Said } from '#platform/texts';
import type { Parameters } from '#protocol';
import { CurrentSession, type Session } from '#people/sessions';
import { AccountLinking, LinkedAccounts } from '#people/sign-in';
import { AccountFrames } from './account-frames.js';
import { linkedPage } from './account.pages.js';
import { JUST_PROVEN, LINKED, Notices } from './notices.js';

/** Accounts elsewhere with which people sign in here: they link and unlink them. */
@ApiExcludeController()
@PageEndpoint()
@Controller(LINKED)
export class AccountLinkedController {
  constructor(
    private readonly frames: AccountFrames,
    private readonly notices: Notices,
    private readonly accounts: LinkedAccounts,
    private readonly linking: AccountLinking,
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
    const browser = new Browser(reply);
    this.frames.checkForm(form, session, browser);
    await this.linking.leave(form.get('provider') ?? '', session, LINKED, browser);
  }

  @RequireSession(LINKED, JUST_PROVEN)
  @Post('unlink')
  async unlink(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.frames.checkForm(form, session, browser);
    const { userId } = session;
    const author = personByThemselves(userId, browser);
    const outcome = await this.accounts.unlink(userId, form.get('identity_id') ?? '', author);
    if (outcome === 'last') await this.page(session, browser, (t) => t.account.linked.last);
    else this.notices.leave('account-unlinked', session, browser);
  }

  private async page(session: Session, browser: Browser, error?: Said): Promise<void> {
    const { userId } = session;
    const page = linkedPage.render({
      ...(await this.frames.of(session, browser)),
      linked: await this.accounts.list(userId),
      offered: await this.accounts.linkable(userId),
      error,
    });
    browser.show(page, { formLeadsAway: true, status: error === undefined ? 200 : 400 });
  }
}
