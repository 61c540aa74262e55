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
import { Mails } from '#platform/mail';
import { fill, textsFor } from '#platform/texts';
import type { Parameters } from '#protocol';
import { CurrentSession, type Session } from '#people/sessions';
import { LinkedAccounts } from '#people/sign-in';
import { OwnAccount, type OwnClaim, type User } from '#people/users';
import { AccountFrames } from './account-frames.js';
import { type OwnField, profilePage } from './account.pages.js';
import { Notices, PROFILE } from './notices.js';
import { claimLabels, profileInWords } from './profile-in-words.js';

/** What a browser may fill in (HTML §4.10.18.7.1). */
const AUTOCOMPLETE: Readonly<Record<OwnClaim, string>> = {
  ...{ name: 'name', given_name: 'given-name', family_name: 'family-name' },
  ...{ nickname: 'nickname', picture: 'photo', website: 'url', locale: 'language' },
  zoneinfo: 'off',
};

/** What was typed and will not do. */
interface Mistyped {
  readonly form: Parameters;
  readonly wrong: readonly OwnClaim[];
}

/** Who somebody is, and what of it they may change themselves. */
@ApiExcludeController()
@PageEndpoint()
@Controller('account')
export class AccountProfileController {
  constructor(
    private readonly frames: AccountFrames,
    private readonly notices: Notices,
    private readonly own: OwnAccount,
    private readonly linked: LinkedAccounts,
    private readonly mails: Mails,
  ) {}

  @RequireSession(PROFILE)
  @Get()
  async show(@CurrentSession() session: Session, @Res() reply: HttpReply): Promise<void> {
    await this.page(session, new Browser(reply));
  }

  @RequireSession(PROFILE)
  @Post('profile')
  async change(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.frames.checkForm(form, session, browser);
    const { userId } = session;
    const kept = (await this.linked.keptUpToDateFrom(userId)).length > 0;
    const writable = kept ? [] : await this.own.writable();
    // A field that is left empty is not sent: which of them there were is said besides.
    const shown = form.get('fields')?.split(' ') ?? [];
    const asked = writable.filter((name) => shown.includes(name));
    const given = Object.fromEntries(asked.map((name) => [name, form.get(name) ?? '']));
    const wrong = await this.own.change(userId, given, personByThemselves(userId, browser));
    if (wrong.length > 0) await this.page(session, browser, { form, wrong });
    else this.notices.leave('profile-changed', session, browser);
  }

  private async page(session: Session, browser: Browser, mistyped?: Mistyped): Promise<void> {
    const user = await this.frames.userOf(session);
    const { sub, username, email, emailVerified, claims } = user;
    const fields = (await this.own.writable()).map((name) => fieldOf(name, user, mistyped));
    const labels = fields.filter(({ wrong }) => wrong).map(({ label }) => label);
    const { wrong } = textsFor().account.own;
    const html = profilePage.render({
      ...(await this.frames.of(session, browser)),
      user: { sub, username, name: claims.name ?? username, email },
      profile: profileInWords(user),
      fields,
      keptBy: await this.linked.keptUpToDateFrom(sub),
      verifiesEmail: this.mails.on && email !== undefined && !emailVerified,
      changesEmail: this.mails.on,
      error: mistyped && fill(wrong, { fields: labels.join(', ') }),
    });
    browser.show(html, { status: mistyped === undefined ? 200 : 400 });
  }
}

function fieldOf(name: OwnClaim, { claims }: User, mistyped: Mistyped | undefined): OwnField {
  const { hints } = textsFor().account.own;
  return {
    ...{ name, label: claimLabels()[name], autocomplete: AUTOCOMPLETE[name] },
    value: mistyped?.form.get(name)?.slice(0, 2000) ?? claims[name] ?? '',
    hint: name === 'locale' || name === 'zoneinfo' ? hints[name] : undefined,
    wrong: mistyped?.wrong.includes(name) === true,
  };
}
