import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Author, Changes, type Plan, problem, RefusedChange } from '#platform/changes';
import { PasswordHash } from '#platform/crypto';
import { Problem } from '#platform/http';
import type { Text } from '#platform/texts';
import { type PlannedUser, UserAggregate } from '../user.aggregate.js';
import type { User } from '../user.js';
import { UserRepository } from '../user.repository.js';
import { consequencesOf } from '../user-consequences.js';
import { passwordError, passwordFault, type PasswordTerms } from './password-policy.js';
import { PasswordRules } from './password-rules.js';

export type PasswordChangeOutcome =
  /** `user` as they are now: what is to outlive the change takes their credentialVersion. */
  | { readonly kind: 'changed'; readonly user: User }
  | { readonly kind: 'refused'; readonly reason: Text }
  /** Somebody else changed it at the same time. */
  | { readonly kind: 'outdated' };

/** What comes with a new password. */
export interface AlongsidePassword {
  /** Saves what is to outlive the change, in its transaction. */
  readonly alongside?: ((manager: EntityManager, user: User) => Promise<void>) | undefined;
  /** The address that they have proven to be theirs with the link. */
  readonly verifies?: string | undefined;
}

/** People change their own password. The caller has made sure that it is they. */
@Injectable()
export class PasswordChange {
  constructor(
    private readonly aggregate: UserAggregate,
    private readonly changes: Changes,
    private readonly rules: PasswordRules,
    private readonly users: UserRepository,
    private readonly hash: PasswordHash,
  ) {}

  /** @param user as they were when they showed the password that they have, or a link in place of it */
  async change(
    user: User,
    password: string,
    author: Author,
    { alongside, verifies }: AlongsidePassword = {},
  ): Promise<PasswordChangeOutcome> {
    const terms = await this.rules.termsFor(user, password);
    const planOf = (before: User) =>
      planPassword(before, password, user.credentialVersion, terms, verifies);
    try {
      const { sub } = user;
      const { stored } = await this.changes.change(this.aggregate, sub, planOf, author, alongside);
      return { kind: 'changed', user: stored };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { status, detail: reason } = error;
      if (error instanceof RefusedChange && status === 400)
        return { kind: 'refused', reason: passwordFault(password, user, terms) ?? reason };
      // Another password by now, or nobody who has one.
      if (status === 409 || status === 404) return { kind: 'outdated' };
      throw error;
    }
  }

  /**
   * The same for somebody who has to have another one than they have.
   * @throws OAuthError 503 when too many passwords are being checked already
   */
  async renew(user: User, password: string, author: Author): Promise<PasswordChangeOutcome> {
    const credential = await this.users.credentialOf(user.sub);
    if (await this.hash.matches(credential?.passwordHash, password)) {
      return { kind: 'refused', reason: (t) => t.newPassword.same };
    }
    return this.change(user, password, author);
  }
}

/**
 * @param credentialVersion counts the password that the person has shown
 * @param verifies the address that is theirs, if it still is
 */
export function planPassword(
  before: User,
  password: string,
  credentialVersion: number,
  terms: PasswordTerms,
  verifies?: string,
): Plan<PlannedUser> {
  const emailVerified =
    before.emailVerified || (verifies !== undefined && verifies === before.email);
  const value = { ...before, password, emailVerified, requireNewPassword: false };
  const outdated = before.credentialVersion !== credentialVersion;
  return {
    value,
    problems: [
      ...problem('', outdated ? 'The password was changed meanwhile.' : undefined, {
        kind: 'conflict',
      }),
      ...problem('/new_password', passwordError(password, before, terms)),
    ],
    warnings: [],
    ...consequencesOf(before.sub, before, value),
  };
}
