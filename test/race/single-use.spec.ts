import { startApplication } from '../support/application.js';
import { describeEachArena } from '../support/race/arena.js';
import { contests } from '../support/race/contests/index.js';
import { testEachContest } from '../support/race/each-contest.js';
import { PARALLEL, race } from '../support/race/race.js';

const title = 'P01 A28 B03 C08 D02 D03 G04 H01 H09 I08 K01 K04 K14: what may be used once';

describeEachArena(title, startApplication, (open) => {
  const each = `P01 %s: of ${PARALLEL} attempts at once exactly as many succeed as may`;
  testEachContest(each, contests, open, race);
});
