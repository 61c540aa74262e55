import { type MemberProblem, problem, RefusedChange } from '#platform/changes';
import type { Caller } from '#platform/http';
import { ADMIN_SCOPES } from '#registry/resources';
import { isAdmin, type User } from '../user.js';

/** What a caller may do, and who they are. */
export type Powers = Pick<Caller, 'userId' | 'scope'>;

/**
 * Nobody makes an admin, or takes over the account of one, who does not hold all of an admin's scopes
 * already (attack M11).
 */
export function powerProblems(
  { scope: held }: Powers,
  ...users: readonly Pick<User, 'roles'>[]
): MemberProblem[] {
  const missing = [...ADMIN_SCOPES].filter((scope) => !held.has(scope));
  if (missing.length === 0 || !users.some(isAdmin)) return [];
  const detail = `This concerns an admin, and your own token does not have: ${missing.join(' ')}.`;
  return problem('', detail, { kind: 'forbidden' });
}

/** @throws RefusedChange when the person is beyond the reach of the caller */
export function checkReach(powers: Powers, user: Pick<User, 'roles'>): void {
  const [first] = powerProblems(powers, user);
  if (first !== undefined) throw new RefusedChange(first);
}
