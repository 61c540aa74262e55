import { afterAll, beforeAll, it } from '@jest/globals';
import { startApplication } from '../support/application.js';
import { describeEachArena, type Arena } from '../support/race/arena.js';
import { contests } from '../support/race/contests/index.js';
import { PARALLEL, race, TIMEOUT } from '../support/race/race.js';
import { Report } from '../support/race/report.js';

const title = 'P01 A28 B03 C08 D02 D03 G04 H01 H09 I08 K01 K04 K14: what may be used once';

describeEachArena(title, startApplication, (open) => {
  const report = new Report();
  let arena: Arena;

  beforeAll(async () => {
    arena = await open();
  }, 60_000);

  afterAll(() => {
    report.print();
  });

  const each = contests.map((contest) => [contest.title, contest] as const);

  it.each(each)(
    `P01 %s: of ${PARALLEL} attempts at once exactly as many succeed as may`,
    (_title, contest) => race(contest, arena, report),
    TIMEOUT,
  );
});
