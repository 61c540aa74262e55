import {
  acrOf,
  AUTHENTICATION_CONTEXTS,
  type Factor,
  type Factors,
  methodsOf,
  rankOf,
  weakestRank,
} from '#protocol';
import type { LiveSession } from '#people/sessions';
import type { Freshness } from './requirement.js';

/** What a person is asked for: to prove who they are, to prove it by a second factor, to get one, another password. */
export type SignInStep = 'login' | 'second_factor' | 'enrolment' | 'new_password';

/** The first step that is missing. */
export interface MissingStep {
  readonly step: SignInStep;
  /** The authentication context that it has to reach; absent: any second factor will do. */
  readonly acr?: string | undefined;
}

/** Whether a requirement is met, and if not, what would meet it. */
export type Assessment =
  | { readonly kind: 'met'; readonly session: LiveSession }
  /** `error`: what the application is told when nobody may be asked (OIDC Core §3.1.2.6). */
  | ({
      readonly kind: 'ask';
      readonly error: 'login_required' | 'interaction_required';
    } & MissingStep)
  | {
      readonly kind: 'unmeetable';
      readonly error: 'login_required' | 'unmet_authentication_requirements';
    };

/** The strongest authentication contexts that somebody can reach; undefined: none that takes more than one factor. */
export interface Reach {
  /** With what they have set up. */
  readonly enrolled: string | undefined;
  /** With what they could set up. */
  readonly obtainable: string | undefined;
}

/** What is known of whoever is here. */
export interface Facts {
  /** What their session rests on. */
  readonly earlier: Factors;
  /** What they proved for this request. */
  readonly own: Factors;
  /** The context that they have to reach themselves, whatever they are on the way to. */
  readonly floor: string | undefined;
  /** Whether they choose another password before they are signed in. */
  readonly newPassword: boolean;
  /** How long what the session rests on counts, in seconds. */
  readonly primaryLifetime: number;
  /** The same of a second factor. */
  readonly lifetime: number;
  /** Whether the session rests on a trusted browser instead of a second factor. */
  readonly leansOnTrust: boolean;
  /** Whether a trusted browser may stand in for the person's own second factor. Asked only where it matters. */
  readonly trusted: () => Promise<boolean>;
  /** Asked only where it matters. */
  readonly reach: () => Promise<Reach>;
}

/** What is asked of whoever signs in, whoever it is. */
export interface Demands {
  readonly freshness?: Freshness | undefined;
  /** The weakest context that will do. */
  readonly floor?: string | undefined;
  /** The contexts that the request names; where they are essential, nothing less will do. */
  readonly acr?: { readonly values: readonly string[]; readonly essential: boolean } | undefined;
}

/**
 * The first step that is missing; undefined when the proofs meet what is demanded. It writes nothing and
 * asks the database for nothing but a person's second factors, and that only where one is wanted.
 */
export async function missingStep(
  demands: Demands,
  facts: Facts,
  now: number,
): Promise<MissingStep | 'unmeetable' | undefined> {
  const { own } = facts;
  const counting = countingAmong(facts, demands.freshness, now);
  if (!counting.some(({ second }) => !second)) return { step: 'login' };
  const aims = aimsOf(demands, facts);
  if (aims === undefined) return 'unmeetable';
  const hasTwo = hasSecond(counting);
  // What stood in for a lost factor signs nobody in: they set up another first.
  if (own.some(({ recovered }) => recovered) && !hasTwo) return enrolmentTo(aims.needed);
  const reached = rankReached(counting);
  // Whatever the person signed in with is wanted again, unless it is gone: a stolen password alone must not do.
  const again = !hasTwo && (await wantsSecond(facts));
  if (!again && reached >= aims.wished) return actionOf(facts, hasTwo);
  const { enrolled, obtainable } = await facts.reach();
  const has = rankOf(enrolled);
  const within = [aims.wished, aims.needed].find((rank) => rank > reached && has >= rank);
  if (within !== undefined) return { step: 'second_factor', acr: AUTHENTICATION_CONTEXTS[within] };
  // Nobody gets another factor who has not given the one that they have.
  const first = again || reached < aims.needed;
  if (first && has >= 0 && !hasTwo) return { step: 'second_factor' };
  if (reached >= aims.needed) return actionOf(facts, hasTwo);
  return rankOf(obtainable) < aims.needed ? 'unmeetable' : stepToEnrol(own, aims.needed);
}

/** Whether the second factor that they gave, or that a trusted browser stood in for, counts no more. */
async function wantsSecond({
  leansOnTrust: leant,
  earlier,
  own,
  trusted,
}: Facts): Promise<boolean> {
  return (leant || hasSecond([...earlier, ...own])) && !(await trusted());
}

/**
 * What has to be reached, and what is wished for: a wish raises what is asked for where the person can reach it, and
 * lowers nothing (attack I15).
 * @returns undefined when nobody can reach what is essential
 */
function aimsOf({ floor, acr }: Demands, facts: Facts) {
  const named = weakestRank(acr?.values ?? []);
  const essential = acr?.essential === true;
  if (essential && named < 0) return undefined;
  const needed = Math.max(rankOf(floor), rankOf(facts.floor), essential ? named : -1);
  return { needed, wished: Math.max(needed, named) };
}

/** What is left to do for somebody who has given all that they have: not with the browser of somebody alone (attack I28). */
async function actionOf(
  { newPassword, own, reach }: Facts,
  hasTwo: boolean,
): Promise<MissingStep | undefined> {
  if (!newPassword) return undefined;
  if (!own.some(({ second }) => !second)) return { step: 'login' };
  const missesSecond = !hasTwo && (await reach()).enrolled !== undefined;
  return { step: missesSecond ? 'second_factor' : 'new_password' };
}

/** Whoever has only the browser of somebody must not get a factor of their own (attack I16). */
const stepToEnrol = (own: Factors, rank: number): MissingStep =>
  own.some(({ second }) => !second) ? enrolmentTo(rank) : { step: 'login' };

const enrolmentTo = (rank: number): MissingStep => ({
  step: 'enrolment',
  acr: AUTHENTICATION_CONTEXTS[rank],
});

/**
 * What a person who signs in has to prove for themselves, whatever the application wants: who has a second
 * factor is asked for it, who has to reach more reaches it, who needs another password chooses one, and nobody is signed in before.
 */
export async function meetsOwn(facts: Facts, now: number): Promise<boolean> {
  // A code of yesterday signs nobody in beside the password of today.
  const proofs = countingAmong(facts, undefined, now);
  if (facts.newPassword || rankReached(proofs) < rankOf(facts.floor)) return false;
  return !(await lacksSecond(facts, proofs)) || (await facts.trusted());
}

/** Whether whoever meets that is signed in by a trusted browser instead of a second factor. */
export async function leansOnTrust(facts: Facts, now: number): Promise<boolean> {
  return lacksSecond(facts, countingAmong(facts, undefined, now));
}

async function lacksSecond({ reach }: Facts, proofs: Factors): Promise<boolean> {
  return !hasSecond(proofs) && (await reach()).enrolled !== undefined;
}

const lasting = (factors: Factors): Factors => factors.filter(({ recovered }) => !recovered);

const hasSecond = (factors: Factors): boolean => methodsOf(lasting(factors)).includes('mfa');

const rankReached = (factors: Factors): number => rankOf(acrOf(methodsOf(lasting(factors))));

function countingAmong(facts: Facts, freshness: Freshness | undefined, now: number): Factors {
  const { earlier, own } = facts;
  return [...earlier.filter((factor) => isFresh(factor, freshness, facts, now)), ...own];
}

function isFresh(
  factor: Factor,
  freshness: Freshness = {},
  { primaryLifetime, lifetime }: Facts,
  now: number,
): boolean {
  const age = now - factor.at;
  const { every, primary, anew } = freshness;
  const several = factor.second === true || methodsOf([factor]).includes('mfa');
  if (anew === true || age > (several ? lifetime : primaryLifetime)) return false;
  // 0 is another way to say prompt=login, also within the same second (OIDC Core §3.1.2.1).
  if (every !== undefined && (every === 0 || age > every)) return false;
  return primary === undefined || factor.second === true || age <= primary;
}
