import { afterAll, beforeAll, it } from '@jest/globals';
import type { Arena } from './arena.js';
import { type Contest, TIMEOUT } from './race.js';
import { Report } from './report.js';

/**
 * One test for each contest, in an arena that is opened before the first of them. What they found is
 * printed after the last.
 *
 * @param title of a test, with `%s` for what it is about
 * @returns the arena, once it is open
 */
export function testEachContest(
  title: string,
  contests: readonly Contest[],
  open: () => Promise<Arena>,
  test: (contest: Contest, arena: Arena, report: Report) => Promise<void>,
): () => Arena {
  const report = new Report();
  let arena: Arena;

  beforeAll(async () => {
    arena = await open();
  }, 60_000);

  afterAll(() => {
    report.print();
  });

  it.each(contests.map((contest) => [contest.title, contest] as const))(
    title,
    (_title, contest) => test(contest, arena, report),
    TIMEOUT,
  );

  return () => arena;
}
