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
import { fill, type Said, type Spoken, worded } from '#platform/texts';
import type { Parameters } from '#protocol';
import { CurrentSession, type Session } from '#people/sessions';
import { LinkedAccounts } from '#people/sign-in';
import { type OwnClaim, OwnProfiles, type User, UserNames, type Writable } from '#people/users';
import type { NamedAttributes } from '#registry/claims';
import { AccountFrames } from './account-frames.js';
import { type OwnField, profilePage } from './account.pages.js';
import { Notices, PROFILE } from './notices.js';
import { attributesInWords, claimLabel, profileInWords } from './profile-in-words.js';

/** What a browser may fill in (HTML §4.10.18.7.1). */
const AUTOCOMPLETE: Readonly<Record<OwnClaim, string>> = {
  ...{ name: 'name', given_name: 'given-name', family_name: 'family-name' },
  ...{ nickname: 'nickname', picture: 'photo', website: 'url', locale: 'language' },
  zoneinfo: 'off',
};

/** What was typed and will not do. */
interface Mistyped {
  readonly form: Parameters;
  /** Names of the fields. */
  readonly wrong: readonly string[];
}

/** Who somebody is, and what of it they may change themselves. */
@ApiExcludeController()
@PageEndpoint()
@Controller('account')
export class AccountProfileController {
  constructor(
    private readonly frames: AccountFrames,
    private readonly notices: Notices,
    private readonly own: OwnProfiles,
    private readonly names: UserNames,
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
    const writable = await this.own.writable();
    // A field that is left empty is not sent: which of them there were is said besides.
    const shown = form.get('fields')?.split(' ') ?? [];
    const asked = kept ? [] : writable.claims.filter((name) => shown.includes(name));
    const claims = Object.fromEntries(asked.map((name) => [name, form.get(name) ?? '']));
    const own = writable.attributes.filter((name) => shown.includes(fieldFor(name)));
    const attributes = Object.fromEntries(
      own.map((name) => {
        const several = writable.declared.get(name)?.several === true;
        return [name, valuesIn(form, fieldFor(name), several)];
      }),
    );
    const author = personByThemselves(userId, browser);
    const found = await this.own.change(userId, { claims, attributes }, author);
    const wrong = found.map((pointer) => pointer.slice(1).replace('/', '.'));
    if (wrong.length > 0) await this.page(session, browser, { form, wrong });
    else this.notices.leave('profile-changed', session, browser);
  }

  private async page(session: Session, browser: Browser, mistyped?: Mistyped): Promise<void> {
    const user = await this.frames.userOf(session);
    const { sub, username, email, emailVerified, claims } = user;
    const { attributes } = await this.names.toldTo(user);
    const writable = await this.own.writable();
    const keptBy = await this.linked.keptUpToDateFrom(sub);
    const fields = [
      ...(keptBy.length > 0 ? [] : writable.claims).map((name) => fieldOf(name, user, mistyped)),
      ...writable.attributes.map((name) => attributeField(name, attributes, writable, mistyped)),
    ];
    const labels = fields.filter(({ wrong }) => wrong).map(({ label }) => label);
    const error: Said = (t) =>
      fill(t.account.own.wrong, { fields: labels.map((one) => worded(one, t)).join(', ') });
    const page = profilePage.render({
      ...(await this.frames.of(session, browser)),
      user: { sub, username, name: claims.name ?? username, email },
      profile: [...profileInWords(user), ...attributesInWords(attributes)],
      fields,
      keptBy,
      verifiesEmail: this.mails.on && email !== undefined && !emailVerified,
      changesEmail: this.mails.on,
      error: mistyped && error,
    });
    browser.show(page, { status: mistyped === undefined ? 200 : 400 });
  }
}

/** What the form calls an attribute. */
const fieldFor = (name: string) => `attributes.${name}`;

/** @param several whether a comma begins another value */
const valuesIn = (form: Parameters, field: string, several: boolean): string[] =>
  (several ? (form.get(field) ?? '').split(',') : [form.get(field) ?? ''])
    .map((value) => value.trim())
    .filter((value) => value !== '');

function attributeField(
  name: string,
  attributes: NamedAttributes,
  { declared }: Writable,
  mistyped: Mistyped | undefined,
): Spoken<OwnField> {
  const field = fieldFor(name);
  return {
    ...{ name: field, label: name, autocomplete: 'off' },
    hint: declared.get(name)?.several === true ? (t) => t.account.own.hints.several : undefined,
    value: mistyped?.form.get(field)?.slice(0, 2000) ?? attributes[name]?.join(', ') ?? '',
    wrong: mistyped?.wrong.includes(field) === true,
  };
}

function fieldOf(
  name: OwnClaim,
  { claims }: User,
  mistyped: Mistyped | undefined,
): Spoken<OwnField> {
  return {
    ...{ name, label: claimLabel(name), autocomplete: AUTOCOMPLETE[name] },
    value: mistyped?.form.get(name)?.slice(0, 2000) ?? claims[name] ?? '',
    hint: name === 'locale' || name === 'zoneinfo' ? (t) => t.account.own.hints[name] : undefined,
    wrong: mistyped?.wrong.includes(name) === true,
  };
}
