import { isWanted, type RequestedClaims, SCOPE_CLAIMS } from '#protocol';
import { standardClaim } from './standard-claims.js';
import type { User } from './user.js';

/**
 * The claims that a scope opens and those asked for by name, as far as they are known of the user and have
 * a value that was asked for (OIDC Core §5.4).
 */
export function releasedClaims(
  user: User,
  scope: Iterable<string>,
  requested?: RequestedClaims,
): Record<string, unknown> {
  const claims: Record<string, unknown> = {};
  for (const name of scope) {
    for (const claim of SCOPE_CLAIMS.get(name) ?? []) {
      const value = standardClaim(user, claim);
      if (value !== undefined) claims[claim] = value;
    }
  }
  for (const [claim, request] of requested ?? []) {
    // Never `sub`: who the user is for a client, that client's tokens say (OIDC Core §8.1).
    const value = claim === 'sub' ? undefined : standardClaim(user, claim);
    if (value !== undefined && isWanted(request, value)) claims[claim] = value;
  }
  return claims;
}
