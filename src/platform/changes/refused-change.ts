import { Problem } from '#platform/http';
import type { MemberProblem } from './plan.js';

const KINDS = {
  invalid: { status: 400, title: 'Bad Request', error: 'invalid_request' },
  forbidden: { status: 403, title: 'Forbidden', error: 'insufficient_scope' },
  conflict: { status: 409, title: 'Conflict', error: 'conflict' },
} as const;

/**
 * A change that cannot be made, for all of these reasons. The first of them decides the status, and those
 * of its kind are told; the one place where pointers become what the management APIs answer.
 */
export class RefusedChange extends Problem {
  readonly problems: readonly MemberProblem[];

  constructor(first: MemberProblem, ...more: readonly MemberProblem[]) {
    const { kind = 'invalid', detail } = first;
    const { status, title, error } = KINDS[kind];
    const problems = [first, ...more.filter((other) => other.kind === first.kind)];
    super(status, title, detail, first.error ?? error, byMember(problems));
    this.problems = problems;
  }
}

function byMember(problems: readonly MemberProblem[]): Record<string, string> | undefined {
  const named = problems.filter(({ pointer }) => pointer !== '');
  if (named.length === 0) return undefined;
  const entries = named.map(({ pointer, detail }) => [nameOf(pointer), detail] as const);
  // Of several about one member the first is told.
  return Object.fromEntries(entries.reverse());
}

/** `/policy/scope` -> `policy.scope` */
function nameOf(pointer: string): string {
  const parts = pointer.slice(1).split('/');
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
}
