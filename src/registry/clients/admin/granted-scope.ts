import { type MemberProblem, problem } from '#platform/changes';
import type { Caller } from '#platform/http';
import { parseScope } from '#protocol';
import { ADMIN_SCOPES } from '#registry/resources';

/** Nobody can give a client power over Gatehouse that they do not hold themselves (attack M11). */
export function grantedScopeProblems(
  pointer: string,
  { scope: held }: Pick<Caller, 'scope'>,
  scope: string | null | undefined,
): MemberProblem[] {
  const excess = (scope ? (parseScope(scope) ?? []) : []).filter(
    (name) => ADMIN_SCOPES.has(name) && !held.has(name),
  );
  if (excess.length === 0) return [];
  const detail = `Your own token does not have: ${excess.join(' ')}.`;
  return problem(pointer, detail, { kind: 'forbidden' });
}
