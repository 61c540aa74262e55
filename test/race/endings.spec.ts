import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as endings from '../attacks/endings.js';
import { startApplication } from '../support/application.js';
import { describeEachArena, type Arena } from '../support/race/arena.js';
import { endInTheFray, type FrayResult, revokeInTheFray } from '../support/race/fray.js';
import { ROUNDS, TIMEOUT } from '../support/race/race.js';
import { Report } from '../support/race/report.js';

const { ENDINGS } = endings;

/** Each takes a person, a client and several sign-ins of its own. */
const FEW_ROUNDS = Math.ceil(ROUNDS / 10);

/** A token that lives, or an answer that is nobody's fault but ours. */
const flaws = ({ living, answers }: FrayResult) => [
  ...living,
  ...Object.keys(answers).filter((answer) => answer.startsWith('500')),
];

describeEachArena('D08 D10 what ends while tokens are issued', startApplication, (open) => {
  const results = new Map<string, Promise<FrayResult[]>>();
  const report = new Report();
  let arena: Arena;

  afterAll(() => {
    report.print();
  });

  beforeAll(async () => {
    arena = await open();
    // Opaque tokens are rows, which have to be written in the race.
    await endings.registerApi(arena.world, 'opaque');
    for (const name of Object.keys(ENDINGS)) results.set(name, end(name));
    await Promise.allSettled(results.values());
  }, TIMEOUT);

  const note = (name: string, { living, answers }: FrayResult) => {
    report.add(`while ${name}`, arena.name, { winners: living.length, losers: answers });
  };

  async function end(name: string): Promise<FrayResult[]> {
    const { world } = arena;
    const ending = ENDINGS[name]!;
    const all: FrayResult[] = [];
    for (let round = 0; round < FEW_ROUNDS; round++) {
      const subject = await endings.subjectOf(world, ending);
      await world.authorizationCode(subject);
      const result = await endInTheFray(arena, subject, () => ending.end(world, subject), round);
      note(name, result);
      all.push(result);
    }
    return all;
  }

  it.each(Object.keys(ENDINGS))(
    'P01 D08 nothing issued while %s is good for anything',
    async (name) => {
      expect((await results.get(name)!).flatMap(flaws)).toEqual([]);
    },
  );

  it(
    'D10 P01 nothing of a family is, once it was revoked in the middle of all its requests',
    async () => {
      const { world } = arena;
      const subject = await endings.subjectOf(world, {});
      for (let round = 0; round < ROUNDS; round++) {
        const result = await revokeInTheFray(arena, subject, round);
        note('the family was revoked', result);
        expect({ round, flaws: flaws(result) }).toEqual({ round, flaws: [] });
      }
    },
    TIMEOUT,
  );
});
