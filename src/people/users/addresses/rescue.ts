import { Injectable } from '@nestjs/common';
import { type Author, Changes } from '#platform/changes';
import { Problem } from '#platform/http';
import { type Link, type LinkKind, Links } from '#platform/links';
import { PasswordMails } from '../credentials/password-mails.js';
import { UserAggregate } from '../user.aggregate.js';
import type { User } from '../user.js';
import { planRescue } from './plan-address.js';

const WEEK = 7 * 24 * 3600;

/** Something was done in their name, and it was not they. */
export const NOT_ME = {
  ...{ purpose: 'not-me', path: '/not-me', lifetime: WEEK },
} as const satisfies LinkKind;

/** The same for a new address: that of before, which the link was sent to, comes back. */
export const OLD_ADDRESS = {
  ...{ purpose: 'old-address', path: '/email/undo', lifetime: WEEK },
} as const satisfies LinkKind;

export interface HeldRescue {
  readonly link: Link;
  readonly user: User;
}

/**
 * People take back an account that somebody else got into: everybody is signed out, the password is gone, and a
 * link to a new one is mailed. A new password does not end these links: the other one may have set it.
 */
@Injectable()
export class Rescue {
  constructor(
    private readonly aggregate: UserAggregate,
    private readonly changes: Changes,
    private readonly links: Links,
    private readonly mails: PasswordMails,
  ) {}

  /** Undefined for a link that is over. */
  async find(kind: LinkKind, text: string): Promise<HeldRescue | undefined> {
    const link = await this.links.find(kind, text);
    const user = await this.aggregate.find(link?.userId ?? '');
    if (link?.email === undefined || user === undefined || user.disabled) return undefined;
    // Another address is not theirs whom the link was sent to; the one of before is to come back.
    const theirs = kind.purpose === OLD_ADDRESS.purpose || user.email === link.email;
    return theirs ? { link, user } : undefined;
  }

  /** @returns false when the link was used meanwhile, or somebody else has the address by now */
  async use({ link, user }: HeldRescue, author: Author): Promise<boolean> {
    const email = link.purpose === OLD_ADDRESS.purpose ? link.email : undefined;
    const planOf = (before: User) => planRescue(before, email);
    try {
      await this.changes.change(this.aggregate, user.sub, planOf, author, async (manager, now) => {
        if (!(await this.links.use(manager, link))) throw new Problem('conflict', 'It is over.');
        await this.mails.recover(manager, now, author);
      });
      return true;
    } catch (error) {
      if (error instanceof Problem && error.status === 409) return false;
      throw error;
    }
  }
}
