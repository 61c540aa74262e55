import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startApplication } from '../support/application.js';
import { clock } from '../support/clock.js';
import { describeEachDatabase } from '../support/mariadb.js';
import { LocalWorld } from '../support/world.js';
import { commandsUpTo } from './commands/index.js';
import { outcomes } from './commands/step.js';
import { createLifeCycle, registerApis } from './scene.js';

// `npm run model` sets all three; here it is a short run that is the same every time. A failure prints
// the seed and the shortest way to it.
const RUNS = Number(process.env['MODEL_RUNS'] ?? 8);
const COMMANDS = Number(process.env['MODEL_COMMANDS'] ?? 25);
const SEED = Number(process.env['MODEL_SEED'] ?? 4);
/** Looking for the shortest way to a failure may take long, for which only the long run has time. */
const LIMIT = process.env['MODEL_RUNS'] === undefined ? { interruptAfterTimeLimit: 240_000 } : {};

describeEachDatabase('the life of tokens', (databaseUrl) => {
  let world: LocalWorld;
  let apis: Awaited<ReturnType<typeof registerApis>>;

  beforeAll(async () => {
    world = new LocalWorld(await startApplication({ DATABASE_URL: await databaseUrl() }));
    apis = await registerApis(world);
  });

  it(
    `is as the model says, after each of ${COMMANDS} events in ${RUNS} lives, seed ${SEED}`,
    async () => {
      clock.advance(0);
      const property = fc.asyncProperty(commandsUpTo(COMMANDS), async (commands) => {
        const model = await createLifeCycle(world, apis);
        await fc.asyncModelRun(() => ({ model, real: world }), commands);
      });
      await fc.assert(property, { seed: SEED, numRuns: RUNS, ...LIMIT });
      print();
      expect(outcomes.get('Redeem: tokens') ?? 0).toBeGreaterThan(0);
    },
    6 * 3_600_000,
  );
});

/** For whoever waits for the long run. */
function print(): void {
  if (process.env['MODEL_RUNS'] === undefined) return;
  for (const [outcome, times] of [...outcomes].sort())
    process.stdout.write(`${outcome} ${times}\n`);
}
