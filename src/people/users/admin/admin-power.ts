import { type Caller, Problem } from '#platform/http';
import { ADMIN_SCOPES } from '#registry/resources';
import { isAdmin, type User } from '../user.js';

/**
 * Nobody makes an admin, or takes over the account of one, who does not hold all of an admin's scopes
 * already (attack M11).
 * @throws Problem 403
 */
export function checkPowerOver(caller: Caller, ...users: readonly Pick<User, 'roles'>[]): void {
  const missing = [...ADMIN_SCOPES].filter((scope) => !caller.scope.has(scope));
  if (missing.length === 0 || !users.some(isAdmin)) return;
  const detail = `This concerns an admin, and your own token does not have: ${missing.join(' ')}.`;
  throw new Problem('insufficient-scope', detail);
}
