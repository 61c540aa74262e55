import { Injectable } from '@nestjs/common';
import { type Author, Changes } from '#platform/changes';
import { Transactions } from '#platform/database';
import { Problem } from '#platform/http';
import { type Link, type LinkKind, Links } from '#platform/links';
import { type MailKind, Mails } from '#platform/mail';
import { UserAggregate } from '../user.aggregate.js';
import type { User } from '../user.js';
import { planAddress } from './plan-address.js';

const DAY = 24 * 3600;

/** It is theirs. */
export const VERIFICATION = {
  ...{ purpose: 'verification', path: '/email/verify', lifetime: DAY },
} as const satisfies LinkKind;

/** It is theirs, and becomes that of their account. */
export const NEW_ADDRESS = {
  ...{ purpose: 'new-address', path: '/email/confirm', lifetime: DAY },
} as const satisfies LinkKind;

/** A link that is not over, and who is meant. */
export interface HeldAddress {
  readonly link: Link & { readonly email: string };
  readonly user: User;
}

/** `taken`: somebody else has it. `over`: the link was used meanwhile, or they have another address by now. */
export type AddressOutcome = 'done' | 'taken' | 'over';

/** People prove that an address is theirs. Until they have, the one before stays that of the account. */
@Injectable()
export class Addresses {
  constructor(
    private readonly aggregate: UserAggregate,
    private readonly changes: Changes,
    private readonly links: Links,
    private readonly mails: Mails,
    private readonly transactions: Transactions,
  ) {}

  /** Mails a link to the address that somebody has. */
  async verify(user: User): Promise<void> {
    if (user.email !== undefined) await this.send('verification', VERIFICATION, user, user.email);
  }

  /** Mails a link to the address that somebody wants to have. */
  async change(user: User, email: string): Promise<void> {
    await this.send('newAddress', NEW_ADDRESS, user, email);
  }

  private async send(kind: MailKind, link: LinkKind, user: User, email: string): Promise<void> {
    const { sub: userId, credentialVersion, username, claims, email: former } = user;
    await this.transactions.run(async (manager) => {
      const id = await this.links.make(manager, {
        ...{ kind: link, about: userId, userId, email, credentialVersion },
        data: { former },
      });
      await this.mails.send(manager, {
        ...{ kind, userId, to: { name: claims.name, address: email, locale: claims.locale } },
        ...{ link: { ...link, id }, values: { username }, lifetime: link.lifetime },
      });
    });
  }

  /** Undefined for a link that is over: also when a new password or another address came since. */
  async find(kind: LinkKind, text: string): Promise<HeldAddress | undefined> {
    const link = await this.links.find(kind, text);
    const user = await this.aggregate.find(link?.userId ?? '');
    if (link?.email === undefined || user === undefined || user.disabled) return undefined;
    const { former } = link.data as { former?: string };
    const stands = link.credentialVersion === user.credentialVersion && former === user.email;
    return stands ? { link: { ...link, email: link.email }, user } : undefined;
  }

  /** Uses the link up, and makes its address that of the account. */
  async use({ link, user }: HeldAddress, author: Author): Promise<AddressOutcome> {
    const planOf = (before: User) => planAddress(before, link.email, user.email);
    try {
      await this.changes.change(this.aggregate, user.sub, planOf, author, async (manager) => {
        if (!(await this.links.use(manager, link))) throw new Problem('conflict', 'It is over.');
      });
      return 'done';
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      const now = await this.aggregate.find(user.sub);
      const stands = (await this.links.stands(link.id)) && now?.email === user.email;
      return stands ? 'taken' : 'over';
    }
  }
}
