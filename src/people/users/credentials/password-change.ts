import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { PasswordHash } from '#platform/crypto';
import type { RequestOrigin } from '#platform/http';
import type { User } from '../user.js';
import { UserRepository } from '../user.repository.js';
import { passwordError } from './password-policy.js';

export type PasswordChangeOutcome =
  /** `user` as they are now: what is to outlive the change takes their credentialVersion. */
  | { readonly kind: 'changed'; readonly user: User }
  | { readonly kind: 'refused'; readonly reason: string }
  /** Somebody else changed it at the same time. */
  | { readonly kind: 'outdated' };

/** People change their own password. The caller has made sure that it is they. */
@Injectable()
export class PasswordChange {
  constructor(
    private readonly users: UserRepository,
    private readonly hash: PasswordHash,
    private readonly events: Events,
  ) {}

  async change(
    user: User,
    password: string,
    origin: RequestOrigin,
  ): Promise<PasswordChangeOutcome> {
    const reason = passwordError(password, user);
    if (reason !== undefined) return { kind: 'refused', reason };
    const hash = await this.hash.create(password);
    if (!(await this.users.setPassword(user.sub, hash, user.credentialVersion))) {
      return { kind: 'outdated' };
    }
    const actor = { kind: 'user', id: user.sub } as const;
    this.events.note({ type: 'password.changed', actor, userId: user.sub, origin });
    return { kind: 'changed', user: { ...user, credentialVersion: user.credentialVersion + 1 } };
  }
}
