import { type Plan, type MemberProblem, problem } from '#platform/changes';
import { displayTextError } from '#protocol';
import { localeError, webPageError, zoneinfoError } from '../admin/claim-rules.js';
import { consequencesOf } from '../user-consequences.js';
import type { PlannedUser } from '../user.aggregate.js';
import type { ProfileClaims, User } from '../user.js';

const text = (value: string) => displayTextError(value, 100);

const LANGUAGE = { locale: localeError, zoneinfo: zoneinfoError };
const EVERYTHING = {
  ...{ name: (value: string) => displayTextError(value, 200), given_name: text },
  ...{ family_name: text, nickname: text, picture: webPageError, website: webPageError },
  ...LANGUAGE,
};

/** What somebody may change of their profile by themselves (OIDC Core §5.1). */
export type OwnClaim = keyof typeof EVERYTHING;

/** By what the settings say. */
export const OWN_CLAIMS: Readonly<
  Record<'nothing' | 'language' | 'everything', readonly OwnClaim[]>
> = {
  nothing: [],
  language: ['locale', 'zoneinfo'],
  everything: Object.keys(EVERYTHING) as OwnClaim[],
};

/**
 * What becomes of somebody's profile by what they say themselves.
 * @param given what is empty is taken away, what is absent stays
 */
export function planOwnProfile(
  before: User,
  given: Readonly<Partial<Record<OwnClaim, string>>>,
  allowed: readonly OwnClaim[],
): Plan<PlannedUser> {
  const claims: { -readonly [Name in keyof ProfileClaims]: ProfileClaims[Name] } = {
    ...before.claims,
  };
  const problems: MemberProblem[] = [];
  for (const name of allowed) {
    const value = given[name]?.trim();
    if (value === undefined) continue;
    if (value === '') Reflect.deleteProperty(claims, name);
    else {
      problems.push(...problem(`/${name}`, EVERYTHING[name](value)));
      claims[name] = value;
    }
  }
  const value = { ...before, claims };
  return { value, problems, warnings: [], ...consequencesOf(before.sub, before, value) };
}
