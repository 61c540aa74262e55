import { type MemberProblem, problem } from '#platform/changes';
import { nearestName } from '#platform/http';
import { isOidcScope } from '#protocol';

/** What an admin has against a name that no API has: it would be granted to whoever takes it later. */
export function unknownScopeProblems(
  pointer: string,
  names: readonly string[],
  known: ReadonlySet<string>,
): MemberProblem[] {
  return names
    .filter((name) => !isOidcScope(name) && !known.has(name))
    .flatMap((name) => problem(pointer, unknown(name, known)));
}

function unknown(name: string, known: ReadonlySet<string>): string {
  const nearest = nearestName(name, [...known]);
  const meant = nearest === undefined ? 'Register the API first.' : `Did you mean ${nearest}?`;
  return `There is no scope ${name}. ${meant}`;
}
