import { expect, it } from '@jest/globals';
import { startApplication } from '../support/application.js';
import { tokensOf } from '../support/authorization.js';
import { describeEachArena, type StartNode } from '../support/race/arena.js';
import { contests } from '../support/race/contests/index.js';
import { testEachContest } from '../support/race/each-contest.js';
import { inEveryWay, interleave } from '../support/race/interleave.js';
import { StatementGate } from '../support/race/statement-gate.js';

const gate = new StatementGate();

const start: StartNode = async (environment) => {
  const node = await startApplication(environment);
  gate.add(node);
  return node;
};

/** Something is read and something is written, so that there are three ways at least. */
const FEWEST_WAYS = 3;
const scope = 'openid offline_access';

describeEachArena('P02 one between any two statements of another', start, (open) => {
  const arenaOf = testEachContest(
    'P02 %s: exactly one of two wins, wherever they meet',
    contests,
    open,
    async (contest, arena, report) => {
      expect(await interleave(contest, arena, gate, report)).toBeGreaterThanOrEqual(FEWEST_WAYS);
    },
  );

  it.each(['a refresh within a revocation', 'a revocation within a refresh'])(
    'P02 D02 %s: nothing is left that is good for anything',
    async (title) => {
      const arena = arenaOf();
      const { world } = arena;
      const client = await world.registerClient({ first_party: true, scope });
      const person = { client, scope, user: await world.createUser(), browser: world.browser() };
      const ways = await inEveryWay(gate, async () => {
        const before = await world.tokens(person);
        const { refresh_token = '' } = before;
        const revoke = () => world.revoke(client, refresh_token);
        const refresh = () => world.refresh(client, refresh_token);
        const [first, second] = title.startsWith('a refresh')
          ? [revoke, refresh]
          : [refresh, revoke];
        return {
          first: () => arena.at(0, first),
          second: () => arena.at(1, second),
          judge: async (answers) => {
            const issued = answers.filter(({ text }) => text.includes('access_token'));
            // The latest first: an old refresh token, used again, would end the others itself.
            for (const tokens of [...issued.map(tokensOf), before]) {
              expect((await world.userinfo(tokens.access_token)).status).toBe(401);
              const again = await world.refresh(client, tokens.refresh_token ?? '');
              expect(again.json.error).toBe('invalid_grant');
            }
          },
        };
      });
      // A revocation is a transaction after its read, and on SQLite nobody comes within that.
      const fewest = title.startsWith('a refresh') ? 2 : FEWEST_WAYS;
      expect(ways).toBeGreaterThanOrEqual(fewest);
    },
    60_000,
  );
});
