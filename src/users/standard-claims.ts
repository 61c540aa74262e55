import type { User } from './user.js';

/**
 * A user's standard claims (OIDC Core §5.1), all of them, for the caller to pick from by scope.
 * What is not known is absent: no claim is ever null or empty (OIDC Core §5.3.2).
 */
export function standardClaims(user: User): Record<string, unknown> {
  return {
    ...user.claims,
    sub: user.sub,
    preferred_username: user.username,
    ...(user.email === undefined ? {} : { email: user.email, email_verified: user.emailVerified }),
    updated_at: user.updatedAt,
  };
}
