import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type CallingAuthor, type MemberProblem, problem, RefusedChange } from '#platform/changes';
import { Transactions } from '#platform/database';
import { Problem } from '#platform/http';
import { Mails } from '#platform/mail';
import { PasswordMails } from '../credentials/password-mails.js';
import type { ChangedUser, User } from '../user.js';
import { UserRepository } from '../user.repository.js';
import { checkReach } from './admin-power.js';
import { UserAdministration } from './user-administration.js';
import type { CreateUserRequest } from './user.request.js';

/** Admins have people choose their first password themselves. */
@Injectable()
export class UserInvitations {
  constructor(
    private readonly administration: UserAdministration,
    private readonly users: UserRepository,
    private readonly links: PasswordMails,
    private readonly mails: Mails,
    private readonly transactions: Transactions,
  ) {}

  /** Creates somebody, and invites them in the same transaction if that is asked for. @throws RefusedChange */
  async create(body: CreateUserRequest, author: CallingAuthor): Promise<ChangedUser> {
    return this.administration.create(body, author, this.alongside(body, author));
  }

  /** What is stored with somebody who is invited. @throws RefusedChange */
  alongside(
    { invite, email, disabled }: CreateUserRequest,
    author: CallingAuthor,
  ): ((manager: EntityManager, user: User) => Promise<void>) | undefined {
    if (invite !== true) return undefined;
    this.check('/invite', { email: email ?? undefined, disabled: disabled === true });
    return (manager, user) => this.links.invite(manager, user, author);
  }

  /** A new invitation, which ends the one before. @throws RefusedChange, Problem 404 */
  async invite(sub: string, author: CallingAuthor): Promise<void> {
    const user = await this.users.find(sub);
    if (user === undefined) throw Problem.notFound('user');
    checkReach(author.caller, user);
    this.check('', user);
    await this.transactions.run((manager) => this.links.invite(manager, user, author));
  }

  private check(pointer: string, { email, disabled }: Pick<User, 'email' | 'disabled'>): void {
    const conflict = { kind: 'conflict' } as const;
    const [first]: MemberProblem[] = [
      ...problem(pointer, this.mails.on ? undefined : MAIL_IS_OFF, conflict),
      ...problem(pointer, email === undefined ? NO_ADDRESS : undefined, conflict),
      ...problem(pointer, disabled ? DISABLED : undefined, conflict),
    ];
    if (first !== undefined) throw new RefusedChange(first);
  }
}

const MAIL_IS_OFF = 'Mail is off: set SMTP_URL and MAIL_FROM, or give them a password.';
const NO_ADDRESS = 'An invitation is mailed: give them an e-mail address.';
const DISABLED = 'A disabled user can do nothing with an invitation: enable them first.';
