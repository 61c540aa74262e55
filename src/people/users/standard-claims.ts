import type { User } from './user.js';

/** The standard claims that are more than what somebody filled in; nothing filled in replaces them. */
const OF_THE_ACCOUNT: ReadonlyMap<string, (user: User) => unknown> = new Map<
  string,
  (user: User) => unknown
>([
  ['sub', ({ sub }) => sub],
  ['preferred_username', ({ username }) => username],
  ['email', ({ email }) => email],
  [
    'email_verified',
    ({ email, emailVerified }) => (email === undefined ? undefined : emailVerified),
  ],
  ['updated_at', ({ updatedAt }) => updatedAt],
]);

/**
 * One standard claim of a user (OIDC Core §5.1).
 * @returns undefined when it is not known: no claim is ever null or empty (OIDC Core §5.3.2)
 */
export function standardClaim(user: User, name: string): unknown {
  const ofTheAccount = OF_THE_ACCOUNT.get(name);
  if (ofTheAccount !== undefined) return ofTheAccount(user);
  return (user.claims as Readonly<Record<string, unknown>>)[name];
}

/** All standard claims of a user that are known. */
export function standardClaims(user: User): Record<string, unknown> {
  const claims: Record<string, unknown> = { ...user.claims };
  for (const name of OF_THE_ACCOUNT.keys()) {
    const value = standardClaim(user, name);
    if (value !== undefined) claims[name] = value;
  }
  return claims;
}
