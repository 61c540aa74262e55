import { type Factor, type Factors, methodsOf, reaches, SEVERAL_FACTORS } from '#protocol';
import type { LiveSession } from '#people/sessions';
import type { SignInRequirement } from './requirement.js';

/** What a person is asked for: to prove who they are, to prove it by a second factor, to get one. */
export type SignInStep = 'login' | 'second_factor' | 'enrolment';

/** Whether a requirement is met, and if not, what would meet it. */
export type Assessment =
  | { readonly kind: 'met'; readonly session: LiveSession }
  /** `error`: what the application is told when nobody may be asked (OIDC Core §3.1.2.6). */
  | {
      readonly kind: 'ask';
      readonly step: SignInStep;
      readonly error: 'login_required' | 'interaction_required';
    }
  | {
      readonly kind: 'unmeetable';
      readonly error: 'login_required' | 'unmet_authentication_requirements';
    };

/** What is known of whoever is here. */
export interface Facts {
  /** What their session rests on. */
  readonly earlier: Factors;
  /** What they proved for this request. */
  readonly own: Factors;
  /** Whether they have a second factor, and whether they could get one; asked only where it matters. */
  readonly secondFactor: () => Promise<'enrolled' | 'obtainable' | 'none'>;
}

/** A factor counts for so long, in seconds: as long as a session lasts. */
const FACTOR_LIFETIME = 12 * 3600;

/**
 * The first step that is missing; undefined when the proofs meet the requirement. It writes nothing and
 * asks the database for nothing but a person's second factors, and that only where one is wanted.
 */
export async function missingStep(
  requirement: SignInRequirement,
  { earlier, own, secondFactor }: Facts,
  now: number,
): Promise<SignInStep | 'unmeetable' | undefined> {
  const counting = [...earlier.filter((factor) => isFresh(factor, requirement, now)), ...own];
  if (!counting.some(({ second }) => !second)) return 'login';
  // What stood in for a lost factor signs nobody in: they set up another first.
  if (own.some(({ recovered }) => recovered) && !needsSecond(counting)) return 'enrolment';
  // Whatever the person signed in with is wanted again, unless it is gone: a stolen password alone must not do.
  const restsOnTwo = needsSecond([...earlier, ...own]);
  const { acr } = requirement;
  const amr = methodsOf(counting.filter(({ recovered }) => !recovered));
  const missed = acr !== undefined && !reaches(amr, acr.values);
  if (restsOnTwo && !needsSecond(counting) && (await secondFactor()) === 'enrolled') {
    return 'second_factor';
  }
  if (!missed) return undefined;
  const reachable = acr.values.includes(SEVERAL_FACTORS) ? await secondFactor() : 'none';
  if (reachable === 'enrolled') return 'second_factor';
  if (!acr.essential) return undefined;
  if (reachable === 'none') return 'unmeetable';
  // Whoever has only the browser of somebody must not get a factor of their own (attack I16).
  return own.some(({ second }) => !second) ? 'enrolment' : 'login';
}

const needsSecond = (factors: Factors): boolean =>
  methodsOf(factors.filter(({ recovered }) => !recovered)).includes('mfa');

/**
 * What a person who signs in has to prove for themselves, whatever the application wants: who has a second
 * factor is asked for it, and nobody is signed in before.
 */
export async function meetsOwn({ earlier, own, secondFactor }: Facts, now: number) {
  // A code of yesterday signs nobody in beside the password of today.
  const proofs = [...earlier.filter((factor) => isFresh(factor, {}, now)), ...own];
  return needsSecond(proofs) || (await secondFactor()) !== 'enrolled';
}

function isFresh(factor: Factor, { freshness = {} }: SignInRequirement, now: number): boolean {
  const age = now - factor.at;
  const { every, primary, anew } = freshness;
  if (anew === true || age > FACTOR_LIFETIME) return false;
  // 0 is another way to say prompt=login, also within the same second (OIDC Core §3.1.2.1).
  if (every !== undefined && (every === 0 || age > every)) return false;
  return primary === undefined || factor.second === true || age <= primary;
}
