import { type MemberProblem, problem } from '#platform/changes';
import { parseScope } from '#protocol';
import { powerOf } from '#registry/resources';
import { type ClientPolicy, scopesOf } from './client-policy.js';

/**
 * What is wrong with the terms on which clients register themselves, whoever sets them (attacks M11, S06).
 * @param pointer where the policy stands
 * @param offered grant types
 */
export function policyProblems(
  pointer: string,
  { grant_types: grants, scope }: ClientPolicy,
  offered: ReadonlySet<string>,
): MemberProblem[] {
  const excess = grants.some((grant) => !offered.has(grant));
  const offer = excess ? `It may contain: ${[...offered].sort().join(' ')}.` : undefined;
  return [
    ...problem(`${pointer}/grant_types`, offer),
    ...problem(`${pointer}/scope`, scopeError(scope)),
  ];
}

/** Power over Gatehouse and over accounts is given to clients one by one. */
function scopeError(scope: string): string | undefined {
  if (scope !== '' && parseScope(scope) === undefined) {
    return 'It must be scope names separated by single spaces.';
  }
  const powers = scopesOf({ scope }).filter((name) => powerOf(name) !== undefined);
  if (powers.length === 0) return undefined;
  return `Clients that register themselves cannot have: ${powers.join(' ')}.`;
}
