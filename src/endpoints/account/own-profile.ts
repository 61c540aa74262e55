import { Injectable } from '@nestjs/common';
import { Mails } from '#platform/mail';
import { LinkedAccounts } from '#people/sign-in';
import { PasswordRules, type User, UserRepository } from '#people/users';

export interface Profile {
  readonly user: User;
  /** What a new password has to be like. */
  readonly passwordRule: string;
  /** Absent where nobody can be mailed, and where there is nothing to verify. */
  readonly verifyEmailAction?: string;
  readonly changeEmailUrl?: string;
  /** Absent where nobody signs in elsewhere. */
  readonly linkedUrl?: string;
}

/** Who somebody is, and what they can do about it. */
@Injectable()
export class OwnProfile {
  constructor(
    private readonly users: UserRepository,
    private readonly mails: Mails,
    private readonly linked: LinkedAccounts,
    private readonly rules: PasswordRules,
  ) {}

  async find(userId: string): Promise<Profile | undefined> {
    const user = await this.users.find(userId);
    if (user === undefined) return undefined;
    const linked = (await this.linked.areOffered()) ? { linkedUrl: '/account/linked' } : {};
    const passwordRule = await this.rules.inWords(user);
    if (!this.mails.on) return { user, passwordRule, ...linked };
    const unverified = user.email !== undefined && !user.emailVerified;
    return {
      ...{ user, passwordRule, ...linked },
      changeEmailUrl: '/account/email',
      ...(unverified ? { verifyEmailAction: '/account/email/verify' } : {}),
    };
  }
}
