import { type MemberProblem, problem, problemsOf } from '#platform/changes';
import { nearestName } from '#platform/http';
import { displayTextError, isScopeToken, webUriError } from '#protocol';
import { type IdentityProviderValue, MAPPED_MEMBERS } from '../identity-provider.js';

/** Limit: names of groups elsewhere that one provider maps to ours. */
const MAX_GROUPS = 500;
/** Limit: characters of the name of a group elsewhere. */
const MAX_THEIR_NAME = 255;

const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

/** Microsoft signs in everybody's people there, with whatever address their administrators wrote. */
const ANY_TENANT = /^https:\/\/login\.microsoftonline\.com\/(?:common|organizations|consumers)\//;

/** What a provider is judged by. */
export interface ProviderCircumstances {
  /** Our own issuer. */
  readonly ours: string;
  /** The name of every group, by its id. */
  readonly groups: ReadonlyMap<string, string>;
}

/** What is wrong with a provider as a whole: a change is judged by what it results in (attack H10). */
export function identityProviderProblems(
  value: IdentityProviderValue,
  { ours, groups }: ProviderCircumstances,
): MemberProblem[] {
  return [
    ...originProblems(value, ours),
    ...problem('/client_id', displayTextError(value.clientId, 255)),
    ...problemsOf('/scopes', value.scopes, scopeError),
    ...problemsOf('/domains', value.domains, domainError),
    ...ownDomains(value),
    ...claimProblems(value),
    ...groupProblems(value, groups),
  ];
}

function originProblems({ origin, scopes }: IdentityProviderValue, ours: string): MemberProblem[] {
  const address = (uri: string) => webUriError(uri, { allowHttp: true });
  if (origin.kind === 'oauth2') {
    return Object.entries(origin.endpoints).flatMap(([name, uri]) =>
      problem(`/${name}`, address(uri as string)),
    );
  }
  const { issuer } = origin;
  const isOurs = issuer.replace(/\/$/, '') === ours;
  const openid = scopes.includes('openid') ? undefined : 'OpenID Connect needs the scope openid.';
  return [
    ...problem('/issuer', address(issuer)),
    ...problem('/issuer', isOurs ? 'Gatehouse cannot be its own provider.' : undefined, {
      kind: 'conflict',
    }),
    ...problem('/issuer', ANY_TENANT.test(issuer) ? 'Name one tenant: this is all.' : undefined),
    ...problem('/scopes', openid),
  ];
}

function scopeError(name: string): string | undefined {
  return isScopeToken(name) ? undefined : 'A scope is 1 to 100 printable characters.';
}

function domainError(domain: string): string | undefined {
  return DOMAIN.test(domain) ? undefined : 'A domain is written in lower case, as in DNS.';
}

function ownDomains({ ownsDomains, domains }: IdentityProviderValue): MemberProblem[] {
  const none = ownsDomains && domains.length === 0;
  return problem('/owns_domains', none ? 'It has no domains.' : undefined);
}

function claimProblems({ claims, origin }: IdentityProviderValue): MemberProblem[] {
  return Object.entries(claims).flatMap(([member, claim]) => {
    const pointer = `/claims/${member}`;
    const known = (MAPPED_MEMBERS as readonly string[]).includes(member);
    const verified = member === 'email_verified' && origin.kind === 'oauth2';
    return [
      ...problem(pointer, known ? undefined : 'This is not filled in by a provider.'),
      ...problem(pointer, verified ? 'Without ID tokens emails_endpoint says so.' : undefined),
      ...problem(pointer, displayTextError(claim, 128)),
    ];
  });
}

function groupProblems(
  { groups, groupsClaim }: IdentityProviderValue,
  known: ReadonlyMap<string, string>,
): MemberProblem[] {
  const entries = Object.entries(groups);
  if (entries.length > MAX_GROUPS) return problem('/groups', 'There are too many groups.');
  if (entries.length > 0 && groupsClaim === undefined) {
    return problem('/groups_claim', 'Name the claim that holds their groups.');
  }
  return entries.flatMap(([theirs, id]) => {
    const pointer = `/groups/${theirs.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (typeof id !== 'string') return problem(pointer, 'This is the id of a group.');
    return [
      ...problem(pointer, displayTextError(theirs, MAX_THEIR_NAME)),
      ...problem(pointer, known.has(id) ? undefined : unknownGroup(id, known)),
    ];
  });
}

function unknownGroup(id: string, known: ReadonlyMap<string, string>): string {
  const named = [...known].find(([, name]) => name === id);
  const nearest = named?.[0] ?? nearestName(id, [...known.keys()]);
  return `There is no group ${id}.${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`;
}
