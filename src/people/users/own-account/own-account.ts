import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Author, Changes, type Plan, RefusedChange } from '#platform/changes';
import { Mails } from '#platform/mail';
import { Settings } from '#platform/settings';
import { UserAggregate } from '../user.aggregate.js';
import { UserRemains } from '../user-remains.js';
import type { User } from '../user.js';
import { OWN_ACCOUNT } from './own-account.section.js';

/** For how long the mail to somebody who has left is tried, in seconds. */
const FAREWELL_LIFETIME = 24 * 3600;

/** How people end their account themselves, as far as the settings let them. */
@Injectable()
export class OwnAccount {
  constructor(
    private readonly aggregate: UserAggregate,
    private readonly changes: Changes,
    private readonly settings: Settings,
    private readonly remains: UserRemains,
    private readonly mails: Mails,
  ) {}

  /** Whether anybody deletes their own account. */
  async deletable(): Promise<boolean> {
    return (await this.settings.of(OWN_ACCOUNT)).self_deletion === 'on';
  }

  /**
   * Deletes it, with everything that rests on it, and tells them by a mail in which nothing stands of them.
   * @returns false for the last admin. @throws Problem 404
   */
  async delete(sub: string, author: Author): Promise<boolean> {
    try {
      await this.changes.delete(
        ...([this.aggregate, sub, planOwnEnd, author] as const),
        (manager, before) => this.sayFarewell(manager, before),
      );
    } catch (error) {
      if (error instanceof RefusedChange) return false;
      throw error;
    }
    await this.remains.begin(sub);
    return true;
  }

  private async sayFarewell(manager: EntityManager, { email, claims }: User): Promise<void> {
    if (email === undefined) return;
    const lifetime = FAREWELL_LIFETIME;
    await this.mails.send(manager, {
      kind: 'accountDeleted',
      to: { address: email, locale: claims.locale },
      lifetime,
    });
  }
}

function planOwnEnd(before: User): Plan<User> {
  return {
    ...{ value: before, problems: [], warnings: [], effects: ['sessions_end'] },
    events: [{ type: 'user.deleted', userId: before.sub, facts: { by: 'themselves' } }],
  };
}
