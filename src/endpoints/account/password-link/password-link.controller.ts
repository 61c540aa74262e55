import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';
import { type Author, personByThemselves } from '#platform/changes';
import { PersonAuthenticators } from '#people/sign-in';
import {
  type HeldLink,
  INVITATION,
  PasswordLinks,
  PasswordRules,
  RECOVERY,
  RESET,
} from '#people/users';
import {
  Browser,
  definePage,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  Public,
  QueryParameters,
} from '#platform/http';
import type { LinkKind } from '#platform/links';
import type { Text } from '#platform/texts';
import type { Parameters } from '#protocol';
import { LinkForms, linkOver } from '../link-forms.js';

/** The kinds of link that each page takes. */
const PAGES = {
  '/recover/password': [RECOVERY, RESET],
  '/invitation': [INVITATION],
} as const satisfies Readonly<Record<string, readonly LinkKind[]>>;

const ABOUT = 'password-link';

type PasswordPage = keyof typeof PAGES;

export interface PasswordLinkPage {
  csrf: string;
  action: string;
  link: string;
  username: string;
  /** What it has to be like. */
  rule: string;
  /** They have had no password so far. */
  invited: boolean;
  error?: string | undefined;
}

export const passwordLinkPage = definePage<PasswordLinkPage>(import.meta.url, 'password-link');
export const passwordLinkDonePage = definePage<{ accountUrl: string }>(
  import.meta.url,
  'password-link-done',
);

/** The page to which a mailed link leads, and one of `reset-admin`. */
@ApiExcludeController()
@PageEndpoint()
@Controller()
export class PasswordLinkController {
  constructor(
    private readonly links: PasswordLinks,
    private readonly forms: LinkForms,
    private readonly authenticators: PersonAuthenticators,
    private readonly rules: PasswordRules,
  ) {}

  @Public()
  @Get('recover/password')
  show(@QueryParameters() query: Parameters, @Res() reply: HttpReply): Promise<void> {
    return this.open('/recover/password', query, reply);
  }

  @Public()
  @Post('recover/password')
  set(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    return this.take('/recover/password', form, reply);
  }

  @Public()
  @Get('invitation')
  showInvitation(@QueryParameters() query: Parameters, @Res() reply: HttpReply): Promise<void> {
    return this.open('/invitation', query, reply);
  }

  @Public()
  @Post('invitation')
  accept(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    return this.take('/invitation', form, reply);
  }

  private async open(page: PasswordPage, query: Parameters, reply: HttpReply): Promise<void> {
    const link = query.get('link') ?? '';
    await this.ask(page, new Browser(reply), link, await this.held(page, link));
  }

  private async take(page: PasswordPage, form: Parameters, reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    const link = this.forms.take(ABOUT, form, browser);
    const held = await this.held(page, link);
    const [wanted = '', repeated = ''] = [form.get('new_password'), form.get('repeat_password')];
    const refuse = (error: Text) => this.ask(page, browser, link, held, error);
    if (wanted === '' || repeated === '') {
      return refuse((t) => t.passwordLink.fillIn);
    }
    if (wanted !== repeated) {
      return refuse((t) => t.passwordLink.different);
    }
    const author = personByThemselves(held.user.sub, browser);
    const outcome = await this.links.use(held, wanted, author, this.alongside(held, author));
    if (outcome.kind === 'refused') {
      return refuse(outcome.reason);
    }
    // The write compares what the link was made for, and uses it up.
    if (outcome.kind === 'outdated') throw linkOver();
    browser.show(passwordLinkDonePage.render({ accountUrl: '/account' }));
  }

  /** Whoever can reach the database and its key has lost their factors too, or would not ask. */
  private alongside({ link, user: { sub } }: HeldLink, author: Author) {
    if (link.purpose !== RESET.purpose) return undefined;
    return (manager: EntityManager) => this.authenticators.removeAll(sub, manager, author);
  }

  private async ask(
    page: PasswordPage,
    browser: Browser,
    link: string,
    { user }: HeldLink,
    error?: Text,
  ): Promise<void> {
    const csrf = this.forms.csrf(ABOUT, link, browser);
    const invited = page === '/invitation';
    const document = passwordLinkPage.render({
      ...{ csrf, action: page, link, username: user.username, invited, error },
      rule: await this.rules.inWords(user),
    });
    browser.show(document, { status: error === undefined ? 200 : 400 });
  }

  /** @throws OAuthError 400 for a link that is over */
  private async held(page: PasswordPage, link: string): Promise<HeldLink> {
    const held = await this.links.find(PAGES[page], link);
    if (held === undefined) throw linkOver();
    return held;
  }
}
