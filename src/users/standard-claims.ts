import type { User } from './user.js';

/**
 * A user's standard claims (OIDC Core §5.1), all of them, for the caller to pick from by scope.
 * What is not known is absent: no claim is ever null or empty (OIDC Core §5.3.2).
 */
export function standardClaims(user: User): Record<string, unknown> {
  const { sub, email, emailVerified, username, updatedAt } = user;
  const claims: Record<string, unknown> = { ...user.claims, sub, preferred_username: username };
  if (email !== undefined) {
    claims['email'] = email;
    claims['email_verified'] = emailVerified;
  }
  claims['updated_at'] = updatedAt;
  return claims;
}
