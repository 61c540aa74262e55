import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type CallingAuthor, Changes, type Plan, type Put, type Remark } from '#platform/changes';
import { randomName } from '#platform/crypto';
import { type Caller, Problem } from '#platform/http';
import { type PlannedUser, UserAggregate } from '../user.aggregate.js';
import type { ChangedUser, User } from '../user.js';
import { UserRemains } from '../user-remains.js';
import { checkSight } from './admin-power.js';
import { planNewUser, planUserChange, planUserEnd, planUserReplacement } from './plan-user.js';
import { UserRules } from './user-rules.js';
import type { CreateUserRequest, NewUserRequest, UpdateUserRequest } from './user.request.js';

/** What admins do with users. */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly aggregate: UserAggregate,
    private readonly remains: UserRemains,
    private readonly changes: Changes,
    private readonly rules: UserRules,
  ) {}

  /** @throws Problem 404 */
  async find(sub: string, caller: Pick<Caller, 'reach'>): Promise<User> {
    const user = await this.aggregate.find(sub);
    if (user === undefined) throw Problem.notFound('user');
    checkSight(caller, user);
    return user;
  }

  /**
   * @param alongside what is stored in the same transaction
   * @throws RefusedChange
   */
  async create(
    body: CreateUserRequest,
    author: CallingAuthor,
    alongside?: (manager: EntityManager, user: User) => Promise<void>,
  ): Promise<ChangedUser> {
    const sub = randomName();
    return this.begin(sub, await this.plan(sub, body, author), author, alongside);
  }

  /** What would come of creating somebody. */
  async plan(
    sub: string,
    body: CreateUserRequest,
    { caller }: CallingAuthor,
  ): Promise<Plan<PlannedUser>> {
    const terms = await this.rules.forNewcomer(body);
    return planNewUser(sub, this.rules.vouchedFor(body), caller, terms);
  }

  /** @throws RefusedChange where somebody cannot be created like this */
  async preview(plan: Plan<PlannedUser>): Promise<void> {
    await this.changes.preview(this.aggregate, plan);
  }

  /**
   * @param alongside what is stored in the same transaction
   * @throws RefusedChange
   */
  async begin(
    sub: string,
    plan: Plan<PlannedUser>,
    author: CallingAuthor,
    alongside?: (manager: EntityManager, user: User) => Promise<void>,
  ): Promise<ChangedUser> {
    const { stored } = await this.changes.create(
      ...([this.aggregate, sub, plan, author] as const),
      async (manager) => {
        const user = await this.aggregate.find(sub, manager);
        if (user !== undefined) await alongside?.(manager, user);
      },
    );
    return { user: stored, warnings: plan.warnings };
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async change(sub: string, body: UpdateUserRequest, author: CallingAuthor): Promise<ChangedUser> {
    // Before a condition tells that somebody is there.
    if (author.caller.reach !== undefined) await this.find(sub, author.caller);
    const terms = await this.rules.forChange(sub, body);
    const told = this.rules.vouchedFor(body);
    const planned = (before: User) => planUserChange(before, told, author.caller, terms);
    return this.changeBy(sub, planned, author);
  }

  /**
   * @param create makes somebody new
   * @throws RefusedChange, Problem 409, 412
   */
  put(
    body: NewUserRequest & { readonly external_id: string },
    author: CallingAuthor,
    create: () => Promise<ChangedUser>,
  ): Promise<Put<ChangedUser>> {
    return this.changes.put(this.aggregate.noun, author, {
      find: () => this.aggregate.idOf(body.external_id),
      create,
      replace: async (sub) => {
        const { roles = [], ...told } = this.rules.vouchedFor(body);
        const terms = await this.rules.forChange(sub, { roles });
        const planned = (before: User) =>
          planUserReplacement(before, { ...told, roles }, author.caller, terms);
        return this.changeBy(sub, planned, author);
      },
    });
  }

  private async changeBy(
    sub: string,
    planned: (before: User) => Plan<PlannedUser>,
    author: CallingAuthor,
  ): Promise<ChangedUser> {
    let warnings: readonly Remark[] = [];
    const planOf = (before: User) => {
      checkSight(author.caller, before);
      const plan = planned(before);
      ({ warnings } = plan);
      return plan;
    };
    const { stored } = await this.changes.change(this.aggregate, sub, planOf, author);
    return { user: stored, warnings };
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async delete(sub: string, author: CallingAuthor): Promise<void> {
    if (author.caller.reach !== undefined) await this.find(sub, author.caller);
    const planOf = (before: User) => {
      checkSight(author.caller, before);
      return planUserEnd(before, author.caller);
    };
    await this.changes.delete(this.aggregate, sub, planOf, author);
    await this.remains.begin(sub);
  }
}
