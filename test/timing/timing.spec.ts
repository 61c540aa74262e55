import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { mannWhitney } from '../support/mann-whitney.js';
import { mailingTo, startMailSink } from '../support/mail-sink.js';
import { startServer } from '../support/server-process.js';
import { unique, type World, worldOf } from '../support/world.js';

const PAIRS = Number(process.env['TIMING_PAIRS'] ?? 300);
const RUNS = Number(process.env['TIMING_RUNS'] ?? 3);
/** As long as mailing what was asked for takes, so that it weighs on nobody's answer. */
const PAUSE = 150;
const PEOPLE = 20;

const median = (times: readonly number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/** `npm run timing`: whether the time of an answer tells that there is an account (attack I02). */
describe('the time of an answer', () => {
  let world: World;
  let known: string[];

  beforeAll(async () => {
    const sink = await startMailSink();
    world = worldOf(await startServer({ env: mailingTo(sink) }));
    await world.admin.patch('/settings/limits', {
      ...{ mails_of_address_per_hour: 10_000, mails_per_hour: 1_000_000 },
      ...{ mails_to_person_per_hour: 100, mails_to_person_per_day: 1000 },
    });
    await world.admin.patch('/settings/sign-up', { enabled: 'on' });
    const people = [];
    for (let n = 0; n < PEOPLE; n++) people.push(await world.createUser());
    known = people.map((user) => String(user['email']));
    await sleep(1500);
  });

  const cases = ['/recover', '/sign-up'].flatMap((path) =>
    Array.from({ length: RUNS }, (_, run) => [path, run + 1] as const),
  );

  it.each(cases)(
    `%s, run %i: of ${PAIRS} pairs of known and unknown addresses nobody can tell which is which`,
    async (path) => {
      const browser = world.browser();
      const page = await browser.get(path);
      const { fields } = page.formWith('email');
      const texts = new Set<string>();
      const times = { known: [] as number[], unknown: [] as number[] };
      const ask = async (kind: keyof typeof times, email: string) => {
        const started = performance.now();
        const answer = await browser.post(path, { ...fields, email });
        times[kind].push(performance.now() - started);
        texts.add(`${answer.status} ${answer.text}`);
        await sleep(PAUSE);
      };
      // What is compiled on the way is no difference between the two.
      for (let n = 0; n < 20; n++) await ask('unknown', `warm-${unique()}@people.example`);
      times.unknown.length = 0;
      for (let pair = 0; pair < PAIRS; pair++) {
        const two = [
          () => ask('known', known[pair % PEOPLE] ?? ''),
          () => ask('unknown', `user-${unique()}@people.example`),
        ];
        if (randomInt(2) === 1) two.reverse();
        for (const one of two) await one();
      }
      const p = mannWhitney(times.known, times.unknown);
      const [one, other] = [median(times.known), median(times.unknown)].map((ms) => ms.toFixed(3));
      process.stdout.write(`${path}: p ${p.toFixed(4)}, medians ${one} ms and ${other} ms\n`);
      expect(texts.size).toBe(1);
      expect(p).toBeGreaterThan(0.01);
    },
    3_600_000,
  );
});
