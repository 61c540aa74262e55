import type { ClientMetadataInput } from '../metadata/client-metadata.js';
import { withoutEmpty } from '../metadata/complete-metadata.js';
import { type MemberProblem, problem, problemsOf } from '#platform/changes';
import { isOidcScope, OIDC_SCOPES, parseScope } from '#protocol';
import { powerOf } from '#registry/resources';

/** On which terms a client registers itself: what it may ask for, and what is decided for it. */
export interface ClientPolicy {
  /** The grant types it may register. */
  readonly grant_types: readonly string[];
  /** The scopes that it may register besides those of OpenID Connect, separated by spaces. */
  readonly scope: string;
  /** The rest is registered as it stands here; see the members of the same name of a client. */
  readonly require_pkce: boolean;
  readonly legacy_assertion_audience: boolean;
  readonly unverified: boolean;
}

/** The terms for strangers, and what an admin's policy says unless it says otherwise. */
export const SAFE_POLICY: ClientPolicy = {
  grant_types: ['authorization_code', 'refresh_token'],
  scope: '',
  require_pkce: true,
  legacy_assertion_audience: false,
  unverified: true,
};

/** The scopes that the policy gives. */
export function scopesOf({ scope }: Pick<ClientPolicy, 'scope'>): readonly string[] {
  return scope === '' ? [] : (parseScope(scope) ?? []);
}

/**
 * What is registered when a client asks for `wanted`. All that a client may not decide for itself comes
 * from the policy, so that a change can keep nothing and take nothing.
 * @returns with what is wrong when it asks for more than it may (attack H02)
 */
export function underPolicy(
  wanted: ClientMetadataInput,
  policy: ClientPolicy,
): { input: ClientMetadataInput; problems: MemberProblem[] } {
  const given = withoutEmpty(wanted);
  // Who does not say gets the usual ones, as far as they may have them (RFC 7591 §2).
  const usual = SAFE_POLICY.grant_types.filter((grant) => policy.grant_types.includes(grant));
  const { grant_types: grants = usual, token_endpoint_auth_method: method } = given;
  const input = {
    ...given,
    grant_types: grants,
    client_name: given.client_name ?? nameFromRedirect(given),
    // Nothing but PKCE tells whose code it is where there is no secret (RFC 9700 §2.1.1).
    require_pkce: policy.require_pkce || method === 'none',
    legacy_assertion_audience: policy.legacy_assertion_audience,
    unverified: policy.unverified,
  };
  return { input, problems: [...grantProblems(grants, policy), ...scopeProblems(given, policy)] };
}

function grantProblems(grants: readonly string[], policy: ClientPolicy): MemberProblem[] {
  return refusals(
    problemsOf('/grant_types', grants, (grant) =>
      policy.grant_types.includes(grant)
        ? undefined
        : `grant_types may contain: ${policy.grant_types.join(' ')}.`,
    ),
  );
}

function scopeProblems({ scope = '' }: ClientMetadataInput, policy: ClientPolicy): MemberProblem[] {
  // Whatever a policy says that was stored before somebody looked at it (attack S06).
  const scopes = new Set(scopesOf(policy).filter((name) => powerOf(name) === undefined));
  const excess = scope ? parseScope(scope)?.find((name) => !allows(scopes, name)) : undefined;
  if (excess === undefined) return [];
  return refusals(
    problem('/scope', `scope may contain: ${[...OIDC_SCOPES, ...scopes].join(' ')}.`),
  );
}

function allows(scopes: ReadonlySet<string>, name: string): boolean {
  return isOidcScope(name) || scopes.has(name);
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
