import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Author, Changes, type Plan } from '#platform/changes';
import { type PlannedUser, UserAggregate } from '../user.aggregate.js';
import type { User } from '../user.js';

/** Ends what rests on the authenticators that a person had. */
@Injectable()
export class AuthenticatorReset {
  constructor(
    private readonly aggregate: UserAggregate,
    private readonly changes: Changes,
  ) {}

  /** @param alongside removes them, in the same transaction. @throws Problem 404 */
  async reset(
    sub: string,
    author: Author,
    alongside: (manager: EntityManager) => Promise<void>,
  ): Promise<User> {
    const changes = this.changes;
    const { stored } = await changes.change(this.aggregate, sub, planReset, author, alongside);
    return stored;
  }
}

function planReset(before: User): Plan<PlannedUser> {
  return {
    ...{ value: before, problems: [], warnings: [], effects: ['sessions_end'] },
    events: [{ type: 'authenticators.reset', userId: before.sub }],
  };
}
