import { Injectable } from '@nestjs/common';
import { type CallingAuthor, Changes } from '#platform/changes';
import { randomId } from '#platform/crypto';
import { Problem } from '#platform/http';
import { Settings } from '#platform/settings';
import { PASSWORDS } from '../credentials/passwords.section.js';
import { UserAggregate } from '../user.aggregate.js';
import type { User } from '../user.js';
import { UserRepository } from '../user.repository.js';
import { planNewUser, planUserChange, planUserEnd } from './plan-user.js';
import type { CreateUserRequest, UpdateUserRequest } from './user.request.js';

/** What admins do with users. */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly users: UserRepository,
    private readonly aggregate: UserAggregate,
    private readonly changes: Changes,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem 404 */
  async find(sub: string): Promise<User> {
    const user = await this.users.find(sub);
    if (user === undefined) throw Problem.notFound('user');
    return user;
  }

  /** @throws RefusedChange */
  async create(body: CreateUserRequest, author: CallingAuthor): Promise<User> {
    const sub = randomId();
    const { min_length: minLength } = await this.settings.of(PASSWORDS);
    const plan = planNewUser(sub, body, author.caller, minLength);
    return (await this.changes.create(this.aggregate, sub, plan, author)).stored;
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async change(sub: string, body: UpdateUserRequest, author: CallingAuthor): Promise<User> {
    const { min_length: minLength } = await this.settings.of(PASSWORDS);
    const planOf = (before: User) => planUserChange(before, body, author.caller, minLength);
    const { stored } = await this.changes.change(this.aggregate, sub, planOf, author);
    return stored;
  }

  /** @throws RefusedChange, Problem 404, 412 */
  async delete(sub: string, author: CallingAuthor): Promise<void> {
    const planOf = (before: User) => planUserEnd(before, author.caller);
    await this.changes.delete(this.aggregate, sub, planOf, author);
  }
}
