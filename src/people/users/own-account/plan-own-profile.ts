import { type Plan, type MemberProblem, problem } from '#platform/changes';
import { displayTextError } from '#protocol';
import { attributeProblems, type DeclaredAttributes, mergeAttributes } from '#registry/claims';
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

/** What somebody says of themselves. */
export interface OwnProfile {
  /** What is empty is taken away, what is absent stays. */
  readonly claims: Readonly<Partial<Record<OwnClaim, string>>>;
  /** By their names; none is taken away. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** What they may say. */
export interface Writable {
  readonly claims: readonly OwnClaim[];
  /** Names of those that are their own to write. */
  readonly attributes: readonly string[];
  readonly declared: DeclaredAttributes;
}

/** What becomes of somebody's profile by what they say themselves; what they may not say is left out. */
export function planOwnProfile(
  before: User,
  given: OwnProfile,
  allowed: Writable,
): Plan<PlannedUser> {
  const claims: { -readonly [Name in keyof ProfileClaims]: ProfileClaims[Name] } = {
    ...before.claims,
  };
  const problems: MemberProblem[] = [];
  for (const name of allowed.claims) {
    const value = given.claims[name]?.trim();
    if (value === undefined) continue;
    if (value === '') Reflect.deleteProperty(claims, name);
    else {
      problems.push(...problem(`/${name}`, EVERYTHING[name](value)));
      claims[name] = value;
    }
  }
  const own = Object.entries(given.attributes).filter(([name]) =>
    allowed.attributes.includes(name),
  );
  const change = Object.fromEntries(own);
  const attributes = mergeAttributes(before.attributes, change, allowed.declared);
  problems.push(...attributeProblems(change, attributes, allowed.declared));
  const value = { ...before, claims, attributes };
  return { value, problems, warnings: [], ...consequencesOf(before.sub, before, value) };
}
