import { type MemberProblem, problem } from '#platform/changes';
import type { Caller } from '#platform/http';
import { ADMIN_SCOPES } from './built-in-resource-servers.js';

/** What a caller may do. */
export type Powers = Pick<Caller, 'scope'>;

/** The scope of whoever may give every person but an admin another password. */
export const POWER_OVER_PEOPLE = 'users:write';

const OVER_ACCOUNTS: ReadonlyMap<string, string> = new Map([
  ['account:read', 'users:read'],
  ['account:write', POWER_OVER_PEOPLE],
]);

/** The scope of the admin API that lets somebody do what this one of Gatehouse's own would let them do. */
export function powerOf(scope: string): string | undefined {
  return ADMIN_SCOPES.has(scope) ? scope : OVER_ACCOUNTS.get(scope);
}

/** Nobody hands on power over Gatehouse, or over people, that they do not hold (attacks M11, S07). */
export function powerProblems(
  pointer: string,
  { scope: held }: Powers,
  needed: Iterable<string>,
): MemberProblem[] {
  const missing = [...new Set(needed)].filter((scope) => !held.has(scope));
  if (missing.length === 0) return [];
  const detail = `Your own token does not have: ${missing.join(' ')}.`;
  return problem(pointer, detail, { kind: 'forbidden' });
}
