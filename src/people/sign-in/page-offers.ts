import { Injectable } from '@nestjs/common';
import { Mails } from '#platform/mail';
import { SessionLimits } from '#people/sessions';
import { SignUpTerms, type User } from '#people/users';
import type { SignInStep } from './assessment.js';
import { IdentifierFirst } from './identifier-first.js';
import type { Interaction } from './interaction.js';

/** A step of the sign-in; and what follows on one: to set up what they will need, to keep what helps then. */
export type PageStep = SignInStep | 'grace' | 'recovery';

/** What a page offers beside the ways to prove who one is. */
export interface Offers {
  /** Whether whoever signs in may ask to stay signed in. */
  readonly keep: boolean;
  /** For how many days a browser may be trusted, if whoever gives a second factor here asks for it. */
  readonly trustDays: number;
  /** Where somebody goes who has forgotten their password. */
  readonly forgotUrl: string | undefined;
  /** Where somebody makes an account who has none. */
  readonly signUpUrl: string | undefined;
}

/** What is offered at a step, as the settings say. */
@Injectable()
export class PageOffers {
  constructor(
    private readonly mails: Mails,
    private readonly limits: SessionLimits,
    private readonly signUp: SignUpTerms,
    private readonly first: IdentifierFirst,
  ) {}

  /**
   * Whether those who sign in are asked who they are before they prove it; `done`, where they were.
   * @param person who is known to be here
   */
  async identifierFirst(
    interaction: Interaction,
    person: User | undefined,
  ): Promise<'asked' | 'done' | undefined> {
    if (await this.first.asks(interaction, person)) return 'asked';
    const known = person !== undefined || interaction.upstream?.linksTo !== undefined;
    return !known && (await this.first.matters(interaction)) ? 'done' : undefined;
  }

  /** @param recovers whether what is asked for stands in for a factor that is lost */
  async at(
    step: PageStep,
    { recovers, interaction }: { readonly recovers: boolean; readonly interaction: Interaction },
  ): Promise<Offers> {
    const login = step === 'login';
    return {
      keep: login && (await this.limits.mayKeep()),
      trustDays: step === 'second_factor' && !recovers ? await this.limits.trustDays() : 0,
      forgotUrl: login && this.mails.on ? '/recover' : undefined,
      signUpUrl:
        login && isForAnybody(interaction) && (await this.signUp.offered())
          ? `/sign-up?from=${interaction.uid}`
          : undefined,
    };
  }
}

/** Nobody new will do where it is known who it has to be. */
function isForAnybody({ requirement, upstream }: Interaction): boolean {
  const { expectedUser, expectedSubjects } = requirement;
  return (
    expectedUser === undefined && expectedSubjects === undefined && upstream?.linksTo === undefined
  );
}
