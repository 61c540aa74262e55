import type { ClientMetadataInput } from '../metadata/client-metadata.js';
import { withoutEmpty } from '../metadata/complete-metadata.js';
import type { RegistrableValues } from '../metadata/registrable-values.js';
import { type MemberProblem, problem, problemsOf } from '#platform/changes';
import {
  canonicalResponseType,
  formatScope,
  OIDC_SCOPES,
  parseScope,
  privateSchemeError,
  registrationError,
} from '#protocol';
import { powerOf } from '#registry/resources';
import type { ClientCircumstances } from '../plan-client.js';

export const PRIVATE_SCHEMES = ['reverse-domain', 'any'] as const;
export type PrivateSchemes = (typeof PRIVATE_SCHEMES)[number];

/** On which terms a client registers itself: what it may ask for, and what is decided for it. */
export interface ClientPolicy {
  /** The grant types it may register. */
  readonly grant_types: readonly string[];
  /** The scopes that it may register besides those of OpenID Connect, separated by spaces. */
  readonly scope: string;
  /** Which private-use schemes its redirect URIs may have (RFC 8252 §7.1). */
  readonly private_schemes: PrivateSchemes;
  /** The rest is registered as it stands here; see the members of the same name of a client. */
  readonly require_pkce: boolean;
  readonly legacy_assertion_audience: boolean;
  readonly unverified: boolean;
}

declare module '#platform/http' {
  interface Reach {
    /** What the clients of an owner may be. */
    readonly terms?: ClientPolicy | undefined;
  }
}

/** The terms for strangers, and what an admin's policy says unless it says otherwise. */
export const SAFE_POLICY: ClientPolicy = {
  grant_types: ['authorization_code', 'refresh_token'],
  scope: '',
  private_schemes: 'reverse-domain',
  require_pkce: true,
  legacy_assertion_audience: false,
  unverified: true,
};

/** The scopes that the policy gives. */
export function scopesOf({ scope }: Pick<ClientPolicy, 'scope'>): readonly string[] {
  return scope === '' ? [] : (parseScope(scope) ?? []);
}

/**
 * What is registered when a client asks for `wanted`: as much of it as the policy gives, which the answer
 * says (RFC 7591 §3.2.1). All that a client may not decide for itself comes from the policy, so that a
 * change can keep nothing and take nothing.
 * @returns with what is wrong when nothing is left of what it asks for (attack H02)
 */
export function underPolicy(
  wanted: ClientMetadataInput,
  policy: ClientPolicy,
  { offered, openScopes }: Pick<ClientCircumstances, 'offered' | 'openScopes'>,
): { input: ClientMetadataInput; problems: MemberProblem[] } {
  const given = withoutEmpty(wanted);
  const grants = narrowed(given.grant_types, grantsUnder(policy, offered), usualGrants(policy));
  const scopes = [...OIDC_SCOPES, ...harmlessScopes(policy)];
  const scope = narrowed(scopeIn(given, openScopes), scopes, scopes);
  const input = {
    ...given,
    grant_types: grants,
    ...responseTypes(given, grants, offered),
    scope: formatScope(scope),
    client_name: given.client_name ?? nameFromRedirect(given),
    // Nothing but PKCE tells whose code it is where there is no secret (RFC 9700 §2.1.1).
    require_pkce: policy.require_pkce || given.token_endpoint_auth_method === 'none',
    id_token_claims: given.id_token_claims ?? 'minimal',
    groups_claim: { filter: 'assigned' as const },
    legacy_assertion_audience: policy.legacy_assertion_audience,
    unverified: policy.unverified,
  };
  const offers = { grant_types: grantsUnder(policy, offered), scope: scopes };
  return {
    input,
    problems: [
      ...nothingLeft('grant_types', grants, offers.grant_types),
      ...nothingLeft('scope', scope, offers.scope),
      ...schemeProblems(given, policy),
    ],
  };
}

/** What is left of a list; where there is none, the usual one. */
function narrowed(
  wanted: readonly string[] | undefined,
  allowed: readonly string[],
  usual: readonly string[],
): readonly string[] {
  return wanted === undefined ? usual : wanted.filter((one) => allowed.includes(one));
}

function grantsUnder(policy: ClientPolicy, { grantTypes }: RegistrableValues): string[] {
  return policy.grant_types.filter((grant) => grantTypes.has(grant));
}

/** Who does not say gets the usual ones, as far as they may have them (RFC 7591 §2). */
function usualGrants({ grant_types: allowed }: ClientPolicy): readonly string[] {
  const usual = SAFE_POLICY.grant_types.filter((grant) => allowed.includes(grant));
  return usual.length === 0 ? allowed : usual;
}

/** Whatever a policy says that was stored before somebody looked at it (attack S06). */
function harmlessScopes(policy: ClientPolicy): readonly string[] {
  return scopesOf(policy).filter((name) => powerOf(name) === undefined);
}

/** A malformed one is left to be refused with the rest of the metadata. What is open is nobody's to have. */
function scopeIn(
  { scope }: ClientMetadataInput,
  open: ReadonlySet<string> = new Set(),
): readonly string[] | undefined {
  if (scope === undefined || scope === '') return undefined;
  const names = parseScope(scope.trim());
  const asked = names?.filter((name) => !open.has(name));
  return names?.length !== 0 && asked?.length === 0 ? undefined : asked;
}

/**
 * Those that the grants left are enough for, unless that is none. OIDC Registration §2 has `implicit` among
 * the grant types of `code id_token`, which does without it here.
 */
function responseTypes(
  { response_types: wanted = [] }: ClientMetadataInput,
  grants: readonly string[],
  { responseTypes: offered }: RegistrableValues,
): Pick<ClientMetadataInput, 'response_types'> {
  const left = wanted.filter((type) =>
    offered.get(canonicalResponseType(type))?.every((grant) => grants.includes(grant)),
  );
  return left.length === 0 ? {} : { response_types: left };
}

function nothingLeft(
  member: string,
  left: readonly string[],
  allowed: readonly string[],
): MemberProblem[] {
  const detail = `${member} may contain: ${allowed.join(' ')}.`;
  return refusals(problem(`/${member}`, left.length === 0 ? detail : undefined));
}

/** Anybody could register the scheme of another's application (RFC 8252 §8.4; attack A17). */
function schemeProblems(given: ClientMetadataInput, policy: ClientPolicy): MemberProblem[] {
  if (policy.private_schemes === 'any') return [];
  const found = (['redirect_uris', 'post_logout_redirect_uris'] as const).flatMap((member) =>
    problemsOf(`/${member}`, given[member] ?? [], (uri) =>
      registrationError(uri, 'native') === undefined ? privateSchemeError(uri) : undefined,
    ),
  );
  return found.map((one) => ({ ...one, error: 'invalid_redirect_uri' }));
}

/** RFC 7591 §2 lets a client have no name. People are then shown where it lives. */
function nameFromRedirect({ redirect_uris: uris }: ClientMetadataInput): string | undefined {
  const [first = ''] = uris ?? [];
  const url = URL.parse(first);
  return url?.host === '' ? url.protocol.slice(0, -1) : url?.host;
}

function refusals(problems: readonly MemberProblem[]): MemberProblem[] {
  return problems.map((found) => ({ ...found, error: 'invalid_client_metadata' }));
}
