import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Newcomers } from '#people/sign-in';
import { emailError, isWelcome, SignUpRequests, SignUpTerms } from '#people/users';
import {
  Browser,
  BrowserBinding,
  ErrorForPeople,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  Public,
  QueryParameters,
} from '#platform/http';
import { fill, type Said } from '#platform/texts';
import type { Parameters } from '#protocol';
import { signUpPage, signUpSentPage } from './sign-up.pages.js';

const ACTION = '/sign-up';

/** Somebody wants an account. The answer says nothing of whether there is one (attacks I01, I02). */
@ApiExcludeController()
@PageEndpoint('other', { popups: true })
@Controller('sign-up')
export class SignUpController {
  constructor(
    private readonly requests: SignUpRequests,
    private readonly terms: SignUpTerms,
    private readonly newcomers: Newcomers,
    private readonly browsers: BrowserBinding,
  ) {}

  @Public()
  @Get()
  async show(@QueryParameters() query: Parameters, @Res() reply: HttpReply): Promise<void> {
    await this.ask(new Browser(reply), { email: '', from: query.get('from') });
  }

  @Public()
  @Post()
  async send(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    this.browsers.checkForm(browser, ACTION, form.get('csrf'));
    form.rejectDuplicates();
    const email = form.get('email')?.trim() ?? '';
    const asked = { email, from: form.get('from') };
    if (emailError(email) !== undefined) {
      return this.ask(browser, asked, (t) => t.signUp.wrongAddress);
    }
    await this.checkOffered();
    const terms = await this.terms.now();
    if (!isWelcome(email, terms)) {
      const domains = terms.domains.join(', ');
      return this.ask(browser, asked, (t) => fill(t.signUp.wrongDomain, { domains }));
    }
    const from = await this.newcomers.cameFrom(asked.from, browser);
    const { language: locale } = browser.look.texts;
    this.requests.ask({ email, locale, origin: browser.origin, from: from?.uid });
    browser.show(
      signUpSentPage.render({ againUrl: againAt(from?.uid), signInUrl: signInAt(from?.uid) }),
    );
  }

  private async ask(
    browser: Browser,
    asked: { readonly email: string; readonly from: string | undefined },
    error?: Said,
  ): Promise<void> {
    await this.checkOffered();
    const from = await this.newcomers.cameFrom(asked.from, browser);
    const { domains } = await this.terms.now();
    const page = signUpPage.render({
      ...{ csrf: this.browsers.csrfToken(browser, ACTION), action: ACTION },
      ...{ client: from?.client, from: from?.uid, signInUrl: signInAt(from?.uid) },
      ...{ email: asked.email, domains, error },
    });
    browser.show(page, { status: error === undefined ? 200 : 400 });
  }

  /** @throws OAuthError 404 */
  private async checkOffered(): Promise<void> {
    if (!(await this.terms.offered())) throw new ErrorForPeople('noSignUp', { status: 404 });
  }
}

const againAt = (from: string | undefined): string =>
  from === undefined ? ACTION : `${ACTION}?from=${from}`;

const signInAt = (from: string | undefined): string =>
  from === undefined ? '/account' : `/interaction/${from}`;
