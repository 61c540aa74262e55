import { Injectable } from '@nestjs/common';
import { Mails } from '#platform/mail';
import { type User, UserRepository } from '#people/users';

export interface Profile {
  readonly user: User;
  /** Absent where nobody can be mailed, and where there is nothing to verify. */
  readonly verifyEmailAction?: string;
  readonly changeEmailUrl?: string;
}

/** Who somebody is, and what they can do about it. */
@Injectable()
export class OwnProfile {
  constructor(
    private readonly users: UserRepository,
    private readonly mails: Mails,
  ) {}

  async find(userId: string): Promise<Profile | undefined> {
    const user = await this.users.find(userId);
    if (user === undefined || !this.mails.on) return user && { user };
    const unverified = user.email !== undefined && !user.emailVerified;
    return {
      user,
      changeEmailUrl: '/account/email',
      ...(unverified ? { verifyEmailAction: '/account/email/verify' } : {}),
    };
  }
}
