import { Problem } from '#platform/http';
import type { MemberProblem } from './plan.js';

const KINDS = {
  invalid: 'invalid-request',
  forbidden: 'insufficient-scope',
  conflict: 'conflict',
} as const;

/**
 * A change that cannot be made, for all of these reasons. The first of them decides the status; all are
 * told, so that whoever sent it corrects it once.
 */
export class RefusedChange extends Problem {
  readonly problems: readonly MemberProblem[];

  constructor(first: MemberProblem, ...more: readonly MemberProblem[]) {
    const { kind = 'invalid', detail } = first;
    const problems = [first, ...more];
    const errors = problems
      .filter(({ pointer }) => pointer !== '')
      .map(({ pointer, detail: about }) => ({ pointer, detail: about }));
    const refused = kind === 'invalid' && first.error !== undefined;
    super(refused ? 'registration-refused' : KINDS[kind], detail, {
      ...(first.error === undefined ? {} : { error: first.error }),
      ...(errors.length === 0 ? {} : { errors }),
    });
    this.problems = problems;
  }
}
