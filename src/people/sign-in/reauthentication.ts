import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import type { LiveSession, Session } from '#people/sessions';
import { Interactions } from './interactions.js';
import type { SignInRequirement } from './requirement.js';
import { SignIn } from './sign-in.js';

/** A page may be open for so long before its form is sent, in seconds. */
const FILLING_IN = 10 * 60;

/**
 * Whoever is here, and nobody else, proves once more who they are.
 * @param within seconds
 */
export function reauthentication(
  session: Session | undefined,
  within: number,
  { form }: { readonly form: boolean },
): SignInRequirement {
  const freshness = { primary: within + (form ? FILLING_IN : 0) };
  return session === undefined ? { freshness } : { freshness, expectedUser: session.userId };
}

/** For forms that ask for it only at times. */
@Injectable()
export class Reauthentication {
  constructor(
    private readonly signIn: SignIn,
    private readonly interactions: Interactions,
  ) {}

  /**
   * @param page to which they come back otherwise
   * @param sent whether it was a form, which takes time to be filled in
   * @returns false when they are sent to prove it
   */
  async isProven(
    session: LiveSession,
    within: number,
    page: string,
    browser: Browser,
    sent = { form: true },
  ): Promise<boolean> {
    const requirement = reauthentication(session, within, sent);
    const { kind } = await this.signIn.judge(requirement, session);
    if (kind !== 'met') await this.interactions.askToSignIn(page, browser, requirement);
    return kind === 'met';
  }

  /** Sends somebody who is not signed in to sign in. */
  async ask(page: string, browser: Browser): Promise<void> {
    await this.interactions.askToSignIn(page, browser);
  }
}
