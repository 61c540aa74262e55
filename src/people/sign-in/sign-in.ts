import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import { epochSeconds, type Factors } from '#protocol';
import { type LiveSession, type Session, Sessions } from '#people/sessions';
import { ADMIN_API_ID } from '#registry/resources';
import { type Dutiful, type User, UserRepository } from '#people/users';
import {
  type Assessment,
  type Facts,
  meetsOwn,
  missingStep,
  type SignInStep,
} from './assessment.js';
import { ExpectedPeople } from './expected-people.js';
import { Floors } from './floors.js';
import { asOf, type Interaction, isSame, type Then } from './interaction.js';
import { SignInMethods } from './methods/sign-in-methods.js';
import type { SignInRequirement } from './requirement.js';

/** Answers whoever needs a person: whether one is here who will do, and what they have to prove otherwise. */
@Injectable()
export class SignIn {
  constructor(
    private readonly sessions: Sessions,
    private readonly methods: SignInMethods,
    private readonly users: UserRepository,
    private readonly expected: ExpectedPeople,
    private readonly floors: Floors,
  ) {}

  /** Whether the person in this browser meets the requirement. It changes nothing. */
  async assess(
    requirement: SignInRequirement,
    browser: Browser,
    interaction?: Interaction,
  ): Promise<Assessment> {
    return this.judge(requirement, await this.sessions.current(browser), interaction);
  }

  /** The same, where it is known who is signed in. */
  async judge(
    requirement: SignInRequirement,
    session: LiveSession | undefined,
    interaction?: Interaction,
  ): Promise<Assessment> {
    const { person, own } = presentIn(interaction, session);
    if (person === undefined) return ask('login');
    if (!(await this.expected.includes(person.userId, requirement))) {
      // Whoever has just signed in for this request, and is the wrong one, is not asked for ever.
      return own.length === 0 ? ask('login') : { kind: 'unmeetable', error: 'login_required' };
    }
    const theirs = session !== undefined && isSame(session, person) ? session : undefined;
    const find = onceOnly(() => this.users.find(person.userId));
    const trust = trustFor(requirement, () => theirs?.isTrustedHere() ?? Promise.resolve(false));
    // Half signed in, and ended meanwhile: they begin again.
    if (theirs === undefined && !stands(person, await find())) return ask('login');
    const facts = await this.factsOf(theirs ?? (await find()), find, theirs, own, trust);
    const demands = await this.floors.demandsOf(requirement);
    const missing = await missingStep(demands, facts, epochSeconds());
    if (missing === 'unmeetable') {
      return { kind: 'unmeetable', error: 'unmet_authentication_requirements' };
    }
    if (missing !== undefined) return ask(missing.step, missing.acr);
    if (theirs !== undefined && !isHalf(own, interaction)) return { kind: 'met', session: theirs };
    // Proven, and not signed in: a second factor is missing, or the session is over again.
    return ask((await meetsOwn(facts, epochSeconds())) ? 'login' : 'second_factor');
  }

  /** Who is asked for a second factor or gets one; undefined before a primary proof that counts. */
  async personOf(
    interaction: Interaction,
    session: Session | undefined,
  ): Promise<User | undefined> {
    const { person: known } = presentIn(interaction, session);
    const user = known === undefined ? undefined : await this.users.find(known.userId);
    return stands(known, user) ? user : undefined;
  }

  /**
   * What {@link missingStep} decides by.
   * @param who they are by what is at hand; undefined when they are gone
   * @param session that of this browser, if it is theirs
   */
  async factsOf(
    who: (Dutiful & Pick<User, 'requireNewPassword'>) | undefined,
    find: () => Promise<User | undefined>,
    session: LiveSession | undefined,
    own: Factors,
    { requirement, trusted }: Trust,
  ): Promise<Facts> {
    return {
      earlier: session?.factors ?? [],
      own,
      primaryLifetime: session === undefined ? 0 : await this.sessions.lifetimeOf(session),
      leansOnTrust: session?.trusted === true,
      trusted,
      floor:
        who === undefined ? undefined : await this.floors.ofPersonFor(who, requirement, trusted),
      newPassword: who?.requireNewPassword === true,
      lifetime: await this.floors.lifetime(),
      reach: async () => this.methods.reachOf(await find()),
    };
  }
}

/**
 * A trusted browser stands in for what people ask of themselves, and for nothing else: not where the proofs have to be
 * young, and not for the admin API.
 */
export function trustFor(requirement: SignInRequirement, isTrusted: () => Promise<boolean>): Trust {
  const { freshness, resources = [] } = requirement;
  const counts = freshness === undefined && !resources.includes(ADMIN_API_ID);
  return {
    requirement,
    trusted: onceOnly(() => (counts ? isTrusted() : Promise.resolve(false))),
  };
}

/** On the way to what, and whether a trusted browser may stand in there. */
export interface Trust {
  readonly requirement: SignInRequirement;
  readonly trusted: Facts['trusted'];
}

/** Whether they proved something for this request, and were not signed in by it. */
function isHalf(own: Factors, interaction: Interaction | undefined): boolean {
  return own.length > 0 && interaction?.sessionId === undefined;
}

/** Whether somebody may still go on as they are known: what they proved counts, and they are not disabled. */
const stands = (known: Then | undefined, user: User | undefined): boolean =>
  known !== undefined && user?.disabled === false && isSame(known, asOf(user));

/** Who is here, and what they proved for this request. */
function presentIn(
  interaction: Interaction | undefined,
  session: Session | undefined,
): { person: Then | undefined; own: Factors } {
  const proven = interaction?.proven;
  // Half signed in: no session was born yet, and whoever was signed in before does not count.
  if (proven !== undefined && interaction?.sessionId === undefined) {
    return { person: proven, own: proven.factors };
  }
  const here = session !== undefined && session.id === interaction?.sessionId;
  const own = here && proven !== undefined && isSame(proven, session) ? proven.factors : [];
  return { person: session, own };
}

function ask(step: SignInStep, acr?: string): Assessment {
  const error = step === 'login' ? 'login_required' : 'interaction_required';
  return { kind: 'ask', step, error, ...(acr === undefined ? {} : { acr }) };
}

/** Reads it when it is asked for first. */
function onceOnly<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => (reading ??= read());
}
