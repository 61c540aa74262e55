import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { Consents } from '#people/consent';
import type { Browser } from '#platform/http';
import type { LiveSession } from '#people/sessions';
import {
  ANYBODY,
  type Assessment,
  type Interaction,
  SignIn,
  type SignInRequirement,
} from '#people/sign-in';
import { signInRequirementOf } from './sign-in-requirement.js';
import { asksForPower, permitted, UserRepository } from '#people/users';
import type { AuthorizationRequest } from './authorization-request.js';
import type { Situation } from './policies/index.js';

/** Finds out everything that the policies decide by. */
@Injectable()
export class Situations {
  constructor(
    private readonly config: Config,
    private readonly signIn: SignIn,
    private readonly users: UserRepository,
    private readonly consents: Consents,
  ) {}

  async assess(
    request: AuthorizationRequest,
    browser: Browser,
    interaction: Interaction | undefined,
  ): Promise<Situation> {
    // Kept with the interaction: what was asked for at first is what counts.
    const requirement = interaction?.requirement ?? signInRequirementOf(request);
    const assessment = await this.signIn.assess(requirement, browser, interaction);
    return this.known(request, requirement, assessment, interaction);
  }

  /** The same for a session that there may not be; it changes nothing. */
  async assume(
    request: AuthorizationRequest,
    session: LiveSession | undefined,
  ): Promise<Situation> {
    const requirement = signInRequirementOf(request);
    const assessment = await this.signIn.judge(requirement, session);
    return this.known(request, requirement, assessment, undefined);
  }

  private async known(
    request: AuthorizationRequest,
    requirement: SignInRequirement,
    assessment: Assessment,
    interaction: Interaction | undefined,
  ): Promise<Situation> {
    const { client, redirectUri } = request;
    const session = assessment.kind === 'met' ? assessment.session : undefined;
    // Consent to a client that nobody has checked is not remembered (attack A37).
    const verified = client.metadata.unverified !== true;
    const clientAssured = verified && (!client.isPublic || this.isReceivedByWebServer(redirectUri));
    const known = { request, interaction, requirement, assessment, session, clientAssured };
    if (session === undefined) return { ...known, granted: request.asked, consent: undefined };
    const [user, consent] = await Promise.all([
      asksForPower(request.asked) ? this.users.find(session.userId) : undefined,
      // Nobody is asked for consent to a client of the enterprise itself, and no token rests on one.
      client.metadata.first_party ? undefined : this.consents.find(session.userId, client.id),
    ]);
    const granted = permitted(request.asked, user);
    return { ...known, granted, roleVersion: user?.roleVersion, consent };
  }

  async isSignedIn(browser: Browser): Promise<boolean> {
    return (await this.signIn.assess(ANYBODY, browser)).kind === 'met';
  }

  /** Whether only the right web server, and no program on the device, gets what is sent there. */
  private isReceivedByWebServer(redirectUri: string): boolean {
    return redirectUri.startsWith('https:') || redirectUri.startsWith(`${this.config.issuer}/`);
  }
}
