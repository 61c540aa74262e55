import { Injectable } from '@nestjs/common';
import { Clients, Subjects } from '#registry/clients';
import type { SignInRequirement } from './requirement.js';

/** The only people who will do for an application, or for us. */
@Injectable()
export class ExpectedPeople {
  constructor(
    private readonly clients: Clients,
    private readonly subjects: Subjects,
  ) {}

  /** Whether this person is one of them. */
  async includes(
    userId: string,
    { application, expectedSubjects, expectedUser }: SignInRequirement,
  ): Promise<boolean> {
    if (expectedUser !== undefined && expectedUser !== userId) return false;
    if (expectedSubjects === undefined || application === undefined) return true;
    const client = await this.clients.find(application);
    return client !== undefined && expectedSubjects.includes(this.subjects.of(client, userId));
  }
}
