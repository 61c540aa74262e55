import { type MemberProblem, problem, RefusedChange } from '#platform/changes';
import { type Caller, Problem } from '#platform/http';
import { ADMIN_SCOPES } from '#registry/resources';
import { hasPower, type PowerHolder } from '../admin-roles.js';
import { isReached } from '../reached-people.js';
import type { User } from '../user.js';

/** What a caller may do, and who they are. */
export type Powers = Pick<Caller, 'userId' | 'scope' | 'reach'>;

/**
 * Nobody makes an admin, or takes over the account of one, or of somebody who has a part of an admin's power,
 * who does not hold all of it already (attack M11).
 */
export function powerProblems(
  { scope: held }: Powers,
  ...users: readonly PowerHolder[]
): MemberProblem[] {
  const missing = [...ADMIN_SCOPES].filter((scope) => !held.has(scope));
  if (missing.length === 0 || !users.some(hasPower)) return [];
  const detail = `This concerns an admin, and your own token does not have: ${missing.join(' ')}.`;
  return problem('', detail, { kind: 'forbidden' });
}

/**
 * Whoever is out of reach is not there, nor is what is theirs (attack M10).
 * @param noun what was asked for
 * @throws Problem 404
 */
export function checkSight(
  { reach }: Pick<Powers, 'reach'>,
  user: Pick<User, 'groups'>,
  noun = 'user',
): void {
  if (!isReached(user, reach)) throw Problem.notFound(noun);
}

/** @throws Problem 404; RefusedChange when the person has more power than the caller */
export function checkReach(
  powers: Powers,
  user: PowerHolder & Pick<User, 'groups'>,
  noun = 'user',
): void {
  checkSight(powers, user, noun);
  const [first] = powerProblems(powers, user);
  if (first !== undefined) throw new RefusedChange(first);
}
