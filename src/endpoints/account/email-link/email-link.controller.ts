import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Addresses, NEW_ADDRESS, NOT_ME, OLD_ADDRESS, Rescue, VERIFICATION } from '#people/users';
import {
  Browser,
  type Document,
  ErrorForPeople,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  Public,
  QueryParameters,
} from '#platform/http';
import { personByThemselves } from '#platform/changes';
import type { Parameters } from '#protocol';
import { LinkForms, linkOver } from '../link-forms.js';
import { emailLinkDonePage, emailLinkPage } from './email-link.page.js';

const KINDS = {
  verify: VERIFICATION,
  confirm: NEW_ADDRESS,
  undo: OLD_ADDRESS,
  notMe: NOT_ME,
} as const;

type EmailLink = keyof typeof KINDS;

/** Pages to which mailed links lead that do their work at the press of a button. */
@ApiExcludeController()
@PageEndpoint()
@Controller()
export class EmailLinkController {
  constructor(
    private readonly addresses: Addresses,
    private readonly rescue: Rescue,
    private readonly forms: LinkForms,
  ) {}

  @Public()
  @Get('email/verify')
  showVerification(@QueryParameters() query: Parameters, @Res() reply: HttpReply): Promise<void> {
    return this.ask('verify', query, reply);
  }

  @Public()
  @Post('email/verify')
  verify(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    return this.prove('verify', form, reply);
  }

  @Public()
  @Get('email/confirm')
  showNewAddress(@QueryParameters() query: Parameters, @Res() reply: HttpReply): Promise<void> {
    return this.ask('confirm', query, reply);
  }

  @Public()
  @Post('email/confirm')
  confirm(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    return this.prove('confirm', form, reply);
  }

  @Public()
  @Get('email/undo')
  showUndo(@QueryParameters() query: Parameters, @Res() reply: HttpReply): Promise<void> {
    return this.ask('undo', query, reply);
  }

  @Public()
  @Post('email/undo')
  undo(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    return this.takeBack('undo', form, reply);
  }

  @Public()
  @Get('not-me')
  showNotMe(@QueryParameters() query: Parameters, @Res() reply: HttpReply): Promise<void> {
    return this.ask('notMe', query, reply);
  }

  @Public()
  @Post('not-me')
  notMe(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    return this.takeBack('notMe', form, reply);
  }

  private async ask(about: EmailLink, query: Parameters, reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    const link = query.get('link') ?? '';
    const { user, link: found } = await this.held(about, link);
    const page = emailLinkPage.render({
      title: (t) => t.emailLink[about].title,
      lead: (t) => t.emailLink[about].lead,
      submit: (t) => t.emailLink[about].submit,
      ...{ link, action: KINDS[about].path, username: user.username },
      email: found.email ?? '',
      csrf: this.forms.csrf(about, link, browser),
    });
    browser.show(page);
  }

  private async prove(
    about: 'verify' | 'confirm',
    form: Parameters,
    reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    const link = this.forms.take(about, form, browser);
    const held = await this.addresses.find(KINDS[about], link);
    if (held === undefined) throw linkOver();
    const outcome = await this.addresses.use(held, personByThemselves(held.user.sub, browser));
    if (outcome === 'taken') throw new ErrorForPeople('addressTaken', { status: 409 });
    if (outcome === 'over') throw linkOver();
    browser.show(doneOf(about));
  }

  private async takeBack(
    about: 'undo' | 'notMe',
    form: Parameters,
    reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    const link = this.forms.take(about, form, browser);
    const held = await this.rescue.find(KINDS[about], link);
    if (held === undefined) throw linkOver();
    const used = await this.rescue.use(held, personByThemselves(held.user.sub, browser));
    if (!used) throw linkOver();
    browser.show(doneOf(about));
  }

  private async held(about: EmailLink, link: string) {
    const held =
      about === 'verify' || about === 'confirm'
        ? await this.addresses.find(KINDS[about], link)
        : await this.rescue.find(KINDS[about], link);
    if (held === undefined) throw linkOver();
    return held;
  }
}

function doneOf(about: EmailLink): Document {
  return emailLinkDonePage.render({
    title: (t) => t.emailLink[about].done,
    lead: (t) => t.emailLink[about].doneLead,
    accountUrl: '/account',
  });
}
