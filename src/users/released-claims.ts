import { isWanted, type RequestedClaims, SCOPE_CLAIMS } from '../protocol/index.js';
import { standardClaims } from './standard-claims.js';
import type { User } from './user.js';

/**
 * The claims that a scope opens (OIDC Core §5.4) and those asked for by name (§5.5), as far as they
 * are known of the user and have a value that was asked for.
 */
export function releasedClaims(
  user: User,
  scope: Iterable<string>,
  requested?: RequestedClaims,
): Record<string, unknown> {
  const known = standardClaims(user);
  const claims: Record<string, unknown> = {};
  for (const name of scope) {
    for (const claim of SCOPE_CLAIMS.get(name) ?? []) {
      if (known[claim] !== undefined) claims[claim] = known[claim];
    }
  }
  for (const [claim, request] of requested ?? []) {
    // Never `sub`: who the user is for a client, that client's tokens say (OIDC Core §8.1).
    if (claim === 'sub' || known[claim] === undefined) continue;
    if (isWanted(request, known[claim])) claims[claim] = known[claim];
  }
  return claims;
}
