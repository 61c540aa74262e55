import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type CallingAuthor, Changes, type Plan, problem } from '#platform/changes';
import { type Event, On } from '#platform/events';
import { checkReach } from '../admin/admin-power.js';
import { type PlannedUser, UserAggregate } from '../user.aggregate.js';
import { consequencesOf } from '../user-consequences.js';
import type { User } from '../user.js';
import { UserRemains } from '../user-remains.js';
import { SignUpMails } from './sign-up-mails.js';

/** Admins let those in who have signed up, or refuse them. */
@Injectable()
export class Approvals {
  constructor(
    private readonly aggregate: UserAggregate,
    private readonly changes: Changes,
    private readonly mails: SignUpMails,
    private readonly remains: UserRemains,
  ) {}

  /** @throws RefusedChange 409 for somebody who does not wait; Problem 404 */
  async approve(sub: string, author: CallingAuthor): Promise<User> {
    const planOf = (before: User): Plan<PlannedUser> => {
      checkReach(author.caller, before);
      const value = { ...before, disabled: false, awaitsApproval: false };
      const problems = notWaiting(before);
      return { value, problems, warnings: [], ...consequencesOf(sub, before, value) };
    };
    return (await this.changes.change(this.aggregate, sub, planOf, author)).stored;
  }

  /** The account goes, as if it had never been. @throws as {@link approve} does */
  async refuse(sub: string, author: CallingAuthor): Promise<void> {
    const planOf = (before: User): Plan<User> => {
      checkReach(author.caller, before);
      return {
        ...{ value: before, problems: notWaiting(before), warnings: [], effects: [] },
        events: [
          { type: 'user.refused', userId: sub },
          { type: 'user.deleted', userId: sub },
        ],
      };
    };
    await this.changes.delete(
      ...([this.aggregate, sub, planOf, author] as const),
      (manager, before) => this.mails.tell(manager, 'signUpRefused', before),
    );
    await this.remains.begin(sub);
  }

  /** However an admin has let them in. */
  @On(['user.approved'])
  async onApproved({ userId }: Event, manager: EntityManager): Promise<void> {
    const user = await this.aggregate.find(userId ?? '', manager);
    if (user !== undefined) await this.mails.tell(manager, 'signUpApproved', user);
  }
}

const notWaiting = ({ awaitsApproval }: User) =>
  problem('', awaitsApproval ? undefined : 'This user does not wait for approval.', {
    kind: 'conflict',
  });
