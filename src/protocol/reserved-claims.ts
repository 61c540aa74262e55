import { CLAIMS_OF_SCOPES, SCOPE_CLAIMS } from './registered-values.js';

/** What means something in a token or an answer of ours, and is said by nobody else (RFC 7519 §4.1). */
const RESERVED: ReadonlySet<string> = new Set([
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'auth_time', 'nonce', 'acr', 'amr', 'azp'],
  ...['at_hash', 'c_hash', 's_hash', 'sid', 'session_state', 'sub_jwk', 'events', 'txn', 'cnf'],
  ...['client_id', 'scope', 'act', 'may_act', 'entitlements', 'authorization_details'],
  ...['authorization_id', 'resource_ids', 'rests_on', 'actor_authorization_id', 'group_version'],
  ...['active', 'username', 'token_type', 'groups_overage', 'roles_overage'],
  ...['_claim_names', '_claim_sources', 'constructor', 'prototype', '__proto__'],
]);

export function isReservedClaim(name: string): boolean {
  return RESERVED.has(name);
}

/** The scope that opens a claim about a person (OIDC Core §5.4). */
export function scopeOfClaim(name: string): string | undefined {
  return [...SCOPE_CLAIMS].find(([, claims]) => claims.includes(name))?.[0];
}

const LISTS = ['groups', 'roles'];

/** What a claim under another name can come from. */
export const CLAIM_SOURCES: readonly string[] = [
  ...CLAIMS_OF_SCOPES.filter((name) => !LISTS.includes(name)).map((name) => `user.${name}`),
  ...LISTS,
];
