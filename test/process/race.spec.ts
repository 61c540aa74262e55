import { freePort } from '../support/free-port.js';
import { describeTwoNodes } from '../support/race/arena.js';
import { contests } from '../support/race/contests/index.js';
import { testEachContest } from '../support/race/each-contest.js';
import { PARALLEL, race } from '../support/race/race.js';
import { startServer } from '../support/server-process.js';

const start = async (env: Readonly<Record<string, string>>) =>
  startServer({ env, port: await freePort() });

// Nobody can make the clocks of other processes stand still.
const timeless = contests.filter(({ byTheClock }) => byTheClock !== true);

describeTwoNodes('P01 what may be used once, on servers that run side by side', start, (open) => {
  const each = `P01 %s: of ${PARALLEL} attempts at once exactly as many succeed as may`;
  testEachContest(each, timeless, open, race);
});
