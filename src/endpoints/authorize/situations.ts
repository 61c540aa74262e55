import { Injectable } from '@nestjs/common';
import { Subjects } from '#registry/clients';
import { Config } from '#platform/config';
import { Consents } from '#people/consent';
import type { Browser } from '#platform/http';
import type { Interaction } from '#people/sign-in';
import { Sessions } from '#people/sessions';
import { asksForPower, permitted, UserRepository } from '#people/users';
import type { AuthorizationRequest } from './authorization-request.js';
import type { Situation } from './policies/index.js';

/** Finds out everything that the policies decide by. */
@Injectable()
export class Situations {
  constructor(
    private readonly config: Config,
    private readonly sessions: Sessions,
    private readonly users: UserRepository,
    private readonly consents: Consents,
    private readonly subjects: Subjects,
  ) {}

  async assess(
    request: AuthorizationRequest,
    browser: Browser,
    interaction: Interaction | undefined,
  ): Promise<Situation> {
    const { client, redirectUri } = request;
    const session = await this.sessions.current(browser);
    // Consent to a client that nobody has checked is not remembered (attack A37).
    const verified = client.metadata.unverified !== true;
    const clientAssured = verified && (!client.isPublic || this.isReceivedByWebServer(redirectUri));
    const subject = session && this.subjects.of(client, session.userId);
    const known = { request, interaction, session, subject, clientAssured };
    if (session === undefined) return { ...known, granted: request.asked, consent: undefined };
    const [user, consent] = await Promise.all([
      asksForPower(request.asked) ? this.users.find(session.userId) : undefined,
      // Nobody is asked for consent to a client of the enterprise itself, and no token rests on one.
      client.metadata.first_party ? undefined : this.consents.find(session.userId, client.id),
    ]);
    const granted = permitted(request.asked, { roles: user?.roles ?? [] });
    return { ...known, granted, roleVersion: user?.roleVersion, consent };
  }

  async isSignedIn(browser: Browser): Promise<boolean> {
    return (await this.sessions.current(browser)) !== undefined;
  }

  /** Whether only the right web server, and no program on the device, gets what is sent there. */
  private isReceivedByWebServer(redirectUri: string): boolean {
    return redirectUri.startsWith('https:') || redirectUri.startsWith(`${this.config.issuer}/`);
  }
}
