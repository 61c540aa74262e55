import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PasswordChange, PasswordLinks, type User } from '#people/users';
import {
  Browser,
  BrowserBinding,
  definePage,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  Public,
  QueryParameters,
} from '#platform/http';
import { textsFor } from '#platform/texts';
import { OAuthError, type Parameters } from '#protocol';

const ACTION = '/recover/password';

export interface PasswordLinkPage {
  csrf: string;
  action: string;
  link: string;
  username: string;
  error?: string | undefined;
}

export const passwordLinkPage = definePage<PasswordLinkPage>(import.meta.url, 'password-link');
export const passwordLinkDonePage = definePage<{ accountUrl: string }>(
  import.meta.url,
  'password-link-done',
);

/** The page to which a link of `reset-admin` leads. Opening it changes nothing: programs open links too. */
@ApiExcludeController()
@PageEndpoint()
@Controller('recover')
export class PasswordLinkController {
  constructor(
    private readonly links: PasswordLinks,
    private readonly passwords: PasswordChange,
    private readonly browsers: BrowserBinding,
  ) {}

  @Public()
  @Get('password')
  async show(@QueryParameters() query: Parameters, @Res() reply: HttpReply): Promise<void> {
    const link = query.get('link') ?? '';
    this.ask(new Browser(reply), link, await this.holderOf(link));
  }

  @Public()
  @Post('password')
  async set(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    form.rejectDuplicates();
    const browser = new Browser(reply);
    const link = form.get('link') ?? '';
    this.browsers.checkForm(browser, subjectOf(link), form.get('csrf'));
    const user = await this.holderOf(link);
    const { passwordLink: texts } = textsFor();
    const [wanted = '', repeated = ''] = [form.get('new_password'), form.get('repeat_password')];
    const refuse = (error: string) => {
      this.ask(browser, link, user, error);
    };
    if (wanted === '' || repeated === '') {
      refuse(texts.fillIn);
      return;
    }
    if (wanted !== repeated) {
      refuse(texts.different);
      return;
    }
    const author = { actor: { kind: 'user', id: user.sub }, origin: browser.origin } as const;
    const outcome = await this.passwords.change(user, wanted, author);
    if (outcome.kind === 'refused') {
      refuse(outcome.reason);
      return;
    }
    // The version of the password that the link is about is one of what the write compares.
    if (outcome.kind === 'outdated') throw linkOver();
    browser.show(passwordLinkDonePage.render({ accountUrl: '/account' }));
  }

  private ask(browser: Browser, link: string, { username }: User, error?: string): void {
    const csrf = this.browsers.csrfToken(browser, subjectOf(link));
    const html = passwordLinkPage.render({ csrf, action: ACTION, link, username, error });
    browser.show(html, { status: error === undefined ? 200 : 400 });
  }

  /** @throws OAuthError 400 for a link that is over */
  private async holderOf(link: string): Promise<User> {
    const user = await this.links.userOf(link);
    if (user === undefined) throw linkOver();
    return user;
  }
}

const subjectOf = (link: string) => `password-link:${link}`;

const linkOver = () => OAuthError.invalidRequest(textsFor().passwordLink.over, 400);
