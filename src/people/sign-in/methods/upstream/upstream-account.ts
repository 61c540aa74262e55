import type { IdentityProvider, MappedMember } from '#registry/identity-providers';

/** What a provider says of a person, under our names. */
export interface UpstreamProfile {
  readonly members: Readonly<Partial<Record<Exclude<MappedMember, 'email_verified'>, string>>>;
  /** Only if the provider says that it is theirs. */
  readonly verifiedEmail: string | undefined;
  /** Their groups there; undefined where it does not tell. */
  readonly groups: readonly string[] | undefined;
}

/** Somebody, as a provider has just said. */
export interface UpstreamAccount extends UpstreamProfile {
  readonly provider: IdentityProvider;
  readonly subject: string;
  /** When and how they signed in there, if it says so. */
  readonly authTime: number | undefined;
  readonly amr: readonly string[];
  /** What it takes for a sign-out there. */
  readonly sid: string | undefined;
  readonly idToken: string | undefined;
}

/** How it is said that an address is verified. */
const SAID: readonly unknown[] = [true, 'true', 1, '1'];

type Claims = Readonly<Record<string, unknown>>;

/** Limit: groups elsewhere of one person that are looked at. */
const MAX_GROUPS = 1000;

/** What of the claims is meant for us, as the admin mapped them. */
export function profileIn(provider: IdentityProvider, claims: Claims): UpstreamProfile {
  const { claims: mapped, groupsClaim } = provider;
  const { email_verified: verifiedBy, ...others } = mapped;
  const members = Object.entries(others).flatMap(([member, claim]) => {
    const value = valueAt(claims, claim);
    return typeof value === 'string' && value !== '' ? [[member, value] as const] : [];
  });
  const named = Object.fromEntries(members) as UpstreamProfile['members'];
  const said = verifiedBy === undefined ? undefined : valueAt(claims, verifiedBy);
  // Microsoft says it as "1" or 1.
  const verified = said === undefined ? isOwn(provider, named.email) : SAID.includes(said);
  return {
    members: named,
    verifiedEmail: verified ? named.email : undefined,
    groups: groupsClaim === undefined ? undefined : groupsIn(valueAt(claims, groupsClaim)),
  };
}

/** Absent counts as false, but for the enterprise's own provider, which gives out the addresses of its domains. */
function isOwn({ ownsDomains, domains }: IdentityProvider, email = ''): boolean {
  return ownsDomains && domains.includes(email.split('@').at(-1)?.toLowerCase() ?? '');
}

/** Ours, for those there. */
export function ourGroups({ groups }: IdentityProvider, theirs: readonly string[]): string[] {
  return [...new Set(theirs.flatMap((name) => (Object.hasOwn(groups, name) ? groups[name] : [])))]
    .filter((id) => id !== undefined)
    .sort();
}

/** By the name of the claim as a whole, or else by its path. */
function valueAt(claims: Claims, claim: string): unknown {
  if (Object.hasOwn(claims, claim)) return claims[claim];
  let value: unknown = claims;
  for (const name of claim.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Claims)[name];
  }
  return value;
}

function groupsIn(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all
    .slice(0, MAX_GROUPS)
    .flatMap((one) => (typeof one === 'string' ? one.replace(/^\//, '') : []));
}
