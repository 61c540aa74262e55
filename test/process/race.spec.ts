import { afterAll, beforeAll, it } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { describeTwoNodes, type Arena } from '../support/race/arena.js';
import { contests } from '../support/race/contests/index.js';
import { PARALLEL, race, TIMEOUT } from '../support/race/race.js';
import { Report } from '../support/race/report.js';
import { startServer } from '../support/server-process.js';

const start = async (env: Readonly<Record<string, string>>) =>
  startServer({ env, port: await freePort() });

describeTwoNodes('P01 what may be used once, on servers that run side by side', start, (open) => {
  const report = new Report();
  let arena: Arena;

  beforeAll(async () => {
    arena = await open();
  }, 60_000);

  afterAll(() => {
    report.print();
  });

  // Nobody can make the clocks of other processes stand still.
  const each = contests.filter(({ byTheClock }) => byTheClock !== true);

  it.each(each.map((contest) => [contest.title, contest] as const))(
    `P01 %s: of ${PARALLEL} attempts at once exactly as many succeed as may`,
    (_title, contest) => race(contest, arena, report),
    TIMEOUT,
  );
});
