import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Recovery } from '#people/users';
import {
  Browser,
  BrowserBinding,
  definePage,
  ErrorForPeople,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  Public,
} from '#platform/http';
import { Mails } from '#platform/mail';
import type { Said } from '#platform/texts';
import type { Parameters } from '#protocol';

const ACTION = '/recover';

export const recoverPage = definePage<{
  csrf: string;
  action: string;
  error?: string | undefined;
}>(import.meta.url, 'recover');
export const recoverSentPage = definePage<{ againUrl: string }>(import.meta.url, 'recover-sent');

/** Somebody has forgotten their password. The answer says nothing of whether there is such an account. */
@ApiExcludeController()
@PageEndpoint()
@Controller('recover')
export class RecoverController {
  constructor(
    private readonly recovery: Recovery,
    private readonly mails: Mails,
    private readonly browsers: BrowserBinding,
  ) {}

  @Public()
  @Get()
  show(@Res() reply: HttpReply): void {
    this.ask(new Browser(reply));
  }

  @Public()
  @Post()
  send(@FormParameters() form: Parameters, @Res() reply: HttpReply): void {
    const browser = new Browser(reply);
    this.browsers.checkForm(browser, ACTION, form.get('csrf'));
    form.rejectDuplicates();
    const email = form.get('email')?.trim() ?? '';
    if (email === '') {
      this.ask(browser, (t) => t.recover.fillIn);
      return;
    }
    if (!this.mails.on) throw new ErrorForPeople('noMail', { status: 404 });
    // Nobody has a longer name, and nobody is to be looked up by one.
    if (email.length <= MAX_IDENTIFIER) this.recovery.ask(email, browser.origin);
    browser.show(recoverSentPage.render({ againUrl: ACTION }));
  }

  private ask(browser: Browser, error?: Said): void {
    if (!this.mails.on) throw new ErrorForPeople('noMail', { status: 404 });
    const csrf = this.browsers.csrfToken(browser, ACTION);
    const page = recoverPage.render({ csrf, action: ACTION, error });
    browser.show(page, { status: error === undefined ? 200 : 400 });
  }
}

/** Limit: characters of an address or a username. */
const MAX_IDENTIFIER = 320;
