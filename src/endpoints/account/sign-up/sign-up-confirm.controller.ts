import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Newcomers } from '#people/sign-in';
import {
  type HeldSignUp,
  isWelcome,
  PasswordSignIn,
  SignUp,
  SignUpTerms,
  type User,
} from '#people/users';
import {
  Browser,
  ErrorForPeople,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  Public,
  QueryParameters,
} from '#platform/http';
import type { Text } from '#platform/texts';
import type { Parameters } from '#protocol';
import { LinkForms, linkOver } from '../link-forms.js';
import { signUpConfirmPage, signUpDonePage } from './sign-up.pages.js';

const PATH = '/sign-up/confirm';
const ABOUT = 'sign-up';

/** What was wrong, and with which field. */
interface Refused {
  readonly reason: Text;
  readonly about?: 'name' | 'password';
  readonly status?: 400 | 429;
}

/** The page to which the mailed link leads: with it the account is made, and not before. */
@ApiExcludeController()
@PageEndpoint()
@Controller('sign-up/confirm')
export class SignUpConfirmController {
  constructor(
    private readonly signUp: SignUp,
    private readonly terms: SignUpTerms,
    private readonly forms: LinkForms,
    private readonly newcomers: Newcomers,
    private readonly passwords: PasswordSignIn,
  ) {}

  @Public()
  @Get()
  async show(@QueryParameters() query: Parameters, @Res() reply: HttpReply): Promise<void> {
    const link = query.get('link') ?? '';
    const held = await this.signUp.find(link);
    if (held === undefined) throw linkOver();
    await this.ask(new Browser(reply), link, { held, name: '' });
  }

  @Public()
  @Post()
  async confirm(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    const link = this.forms.take(ABOUT, form, browser);
    const held = await this.signUp.find(link);
    if (held === undefined) {
      await this.again(link, form, browser);
      return;
    }
    const name = form.get('name')?.trim() ?? '';
    const [wanted = '', repeated = ''] = [form.get('new_password'), form.get('repeat_password')];
    const refuse = (refused: Refused) => this.ask(browser, link, { held, name }, refused);
    if (wanted === '' || wanted !== repeated) {
      const reason: Text = (t) => t.passwordLink[wanted === '' ? 'fillIn' : 'different'];
      return refuse({ reason, about: 'password' });
    }
    const terms = await this.termsFor(held);
    const { language: locale } = browser.look.texts;
    const chosen = { password: wanted, locale, name: name === '' ? undefined : name };
    const outcome = await this.signUp.complete(held, chosen, terms, browser.origin);
    switch (outcome.kind) {
      case 'refused':
        return refuse(outcome);
      case 'full':
        return refuse({ reason: (t) => t.signUp.full, status: 429 });
      case 'taken':
        throw new ErrorForPeople('addressTaken', { status: 409 });
      case 'over':
        return this.again(link, form, browser);
      case 'done':
        await this.goOn(outcome.user, held.from, form, browser);
    }
  }

  /** The form came before, or another one of the same link did: whoever knows the password goes on. */
  private async again(link: string, form: Parameters, browser: Browser): Promise<void> {
    const user = await this.signUp.madeWith(link);
    if (user?.email === undefined) throw linkOver();
    if (!user.awaitsApproval) {
      const password = form.get('new_password') ?? '';
      const attempt = { identifier: user.email, password, origin: browser.origin };
      if ((await this.passwords.attempt(attempt)).kind !== 'signed-in') throw linkOver();
    }
    await this.goOn(user, form.get('from'), form, browser);
  }

  private async goOn(
    user: User,
    from: string | undefined,
    form: Parameters,
    browser: Browser,
  ): Promise<void> {
    if (!user.awaitsApproval && (await this.newcomers.goOn(user, from, form, browser))) return;
    browser.show(signUpDonePage.render({ waits: user.awaitsApproval, signInUrl: '/account' }));
  }

  private async ask(
    browser: Browser,
    link: string,
    { held, name }: { readonly held: HeldSignUp; readonly name: string },
    refused?: Refused,
  ): Promise<void> {
    const terms = await this.termsFor(held);
    const page = signUpConfirmPage.render({
      ...{ csrf: this.forms.csrf(ABOUT, link, browser), action: PATH, link },
      ...{ from: held.from, email: held.link.email, name, approval: terms.approval },
      rule: await this.signUp.rule(terms),
      error: refused?.reason,
      ...{ aboutName: refused?.about === 'name', aboutPassword: refused?.about === 'password' },
    });
    // Those who came from an application go on to it.
    const status = refused === undefined ? 200 : (refused.status ?? 400);
    browser.show(page, { status, formLeadsAway: held.from !== undefined });
  }

  /** @throws OAuthError 404 where sign-up was ended since, or is for other addresses */
  private async termsFor({ link }: HeldSignUp) {
    const terms = await this.terms.now();
    if (!(await this.terms.offered()) || !isWelcome(link.email, terms)) {
      throw new ErrorForPeople('noSignUp', { status: 404 });
    }
    return terms;
  }
}
