import { type Caller, Problem } from '#platform/http';
import { parseScope } from '#protocol';
import { ADMIN_SCOPES } from '#registry/resources';

/**
 * Nobody can give a client power over Gatehouse that they do not hold themselves (attack M11).
 * @throws Problem 403
 */
export function checkGrantedScope(caller: Caller, scope: string | null | undefined): void {
  const excess = (scope ? (parseScope(scope) ?? []) : []).filter(
    (name) => ADMIN_SCOPES.has(name) && !caller.scope.has(name),
  );
  if (excess.length > 0) {
    const detail = `Your own token does not have: ${excess.join(' ')}.`;
    throw new Problem('insufficient-scope', detail);
  }
}
