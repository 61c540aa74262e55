/** One scope-token of RFC 6749 §3.3: %x21 / %x23-5B / %x5D-7E. */
export const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/;

/** Limit: scopes of one request (attack A35). */
const MAX_SCOPES = 100;

/** The scopes of OIDC Core §5.4 and §11, and two of ours, which belong to the person and not to an API. */
export const OIDC_SCOPES = [
  'openid',
  'profile',
  'email',
  'address',
  'phone',
  'groups',
  'roles',
  'offline_access',
] as const;

const oidcScopes: ReadonlySet<string> = new Set(OIDC_SCOPES);

export function isOidcScope(scope: string): boolean {
  return oidcScopes.has(scope);
}

export function isScopeToken(value: string): boolean {
  return SCOPE_TOKEN.test(value);
}

/**
 * Parses a `scope` value: tokens separated by single spaces, order kept, repeats dropped.
 * Returns undefined when the value breaks the grammar of RFC 6749 §3.3.
 */
export function parseScope(value: string): readonly string[] | undefined {
  if (value.length > 8192) return undefined;
  const tokens = value.split(' ', MAX_SCOPES + 1);
  if (tokens.length > MAX_SCOPES || !tokens.every(isScopeToken)) return undefined;
  return tokens.length === 1 ? tokens : [...new Set(tokens)];
}

export function formatScope(scope: readonly string[]): string {
  return scope.join(' ');
}

/** Whether every scope of `narrow` is in `wide`. */
export function coversScope(wide: Iterable<string>, narrow: Iterable<string>): boolean {
  const allowed = new Set(wide);
  for (const scope of narrow) if (!allowed.has(scope)) return false;
  return true;
}
