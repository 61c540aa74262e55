import { Injectable } from '@nestjs/common';
import type { SubjectMapping } from '#registry/assertion-issuers';
import { type User, UserRepository } from '#people/users';

/** Finds whom an assertion is about among our users. */
@Injectable()
export class AssertedUsers {
  constructor(private readonly users: UserRepository) {}

  /** Disabled users are found too. */
  async find(subject: string, mapping: SubjectMapping): Promise<User | undefined> {
    if (mapping === 'sub') return this.users.find(subject);
    // The look-up takes either, in whatever spelling, as a person would type it. A machine means what
    // it says: near misses are somebody else.
    const user = await this.users.findByLogin(subject);
    if (mapping === 'username') return user?.username === subject ? user : undefined;
    // An address that nobody has verified may be anybody's.
    return user?.email === subject && user.emailVerified ? user : undefined;
  }
}
