import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type LinkKind, Links } from '#platform/links';
import { type MailKind, Mails } from '#platform/mail';
import { loginKey, tidy } from '../login-identifier.js';
import type { User } from '../user.js';

const DAY = 24 * 3600;

/** Somebody makes an account with this address. */
export const SIGN_UP_LINK = {
  ...{ purpose: 'sign-up', path: '/sign-up/confirm', lifetime: DAY },
} as const satisfies LinkKind;

/** What is kept in the link. */
export interface SignUpData {
  /** The uid of the interaction from which they came. */
  readonly from?: string | undefined;
}

/** What is mailed to who makes an account, and to who has one. */
@Injectable()
export class SignUpMails {
  constructor(
    private readonly links: Links,
    private readonly mails: Mails,
  ) {}

  /** To an address that nobody has here. @param locale the language of the page */
  async invite(
    manager: EntityManager,
    address: string,
    { from, locale }: SignUpData & { readonly locale: string },
  ): Promise<void> {
    const email = tidy(address);
    const id = await this.links.make(manager, {
      ...{ kind: SIGN_UP_LINK, about: loginKey(email), email },
      ...(from === undefined ? {} : { data: { from } satisfies SignUpData }),
    });
    await this.mails.send(manager, {
      ...{ kind: 'signUp', to: { address: email, locale } },
      ...{ link: { ...SIGN_UP_LINK, id }, lifetime: SIGN_UP_LINK.lifetime },
    });
  }

  /** To somebody who has an account. */
  async tell(
    manager: EntityManager,
    kind: MailKind & ('accountExists' | 'signUpWaits' | 'signUpApproved' | 'signUpRefused'),
    { sub: userId, email, username, claims }: User,
  ): Promise<void> {
    if (email === undefined) return;
    const page = kind === 'accountExists' || kind === 'signUpApproved' ? '/account' : undefined;
    await this.mails.send(manager, {
      ...{ kind, to: { name: claims.name, address: email, locale: claims.locale } },
      // Who is refused is nobody any more.
      ...(kind === 'signUpRefused' ? {} : { userId }),
      ...(kind === 'accountExists' ? { otherPage: '/recover' } : {}),
      ...{ page, values: { username }, lifetime: DAY },
    });
  }
}
