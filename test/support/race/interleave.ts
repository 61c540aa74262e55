import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Answer } from '../answer.js';
import type { Arena } from './arena.js';
import { outcomeOf, type Contest } from './race.js';
import type { Report } from './report.js';
import type { StatementGate } from './statement-gate.js';

/** How long one waits for another that waits for it, because it holds a row or the connection. */
export const A_WHILE = 250;

interface Met {
  readonly answers: readonly [Answer, Answer];
  /** Whether the first one had no statement left to hold: the other came after its last. */
  readonly after: boolean;
}

/** Sends `first`, and all of `second` once `passed` statements of `first` have passed the gate. */
async function meet(
  gate: StatementGate,
  passed: number,
  first: () => Promise<Answer>,
  second: () => Promise<Answer>,
): Promise<Met> {
  const held = gate.holdAfter(passed);
  const one = first();
  const release = await Promise.race([held, one.then(() => undefined)]);
  gate.open();
  const other = second();
  await Promise.race([other, sleep(A_WHILE)]);
  release?.();
  return { answers: [await one, await other], after: release === undefined };
}

/**
 * Lets two requests meet in every way: the second is made, from beginning to end, before the first
 * statement of the first, between its first and its second, and so on, and after its last.
 *
 * @param prepare what they need, anew each time
 * @returns how many ways there were
 */
export async function inEveryWay(
  gate: StatementGate,
  prepare: () => Promise<{
    first: () => Promise<Answer>;
    second: () => Promise<Answer>;
    judge: (answers: readonly [Answer, Answer]) => Promise<void> | void;
  }>,
): Promise<number> {
  for (let passed = 0; ; passed++) {
    const { first, second, judge } = await prepare();
    const { answers, after } = await meet(gate, passed, first, second);
    await judge(answers);
    if (after) return passed + 1;
  }
}

/** Two attempts at one thing, of which one may succeed. @param gate in the way of every node */
export async function interleave(
  { title, prepare, refusal, won, winners = 1, copies = 0 }: Contest,
  arena: Arena,
  gate: StatementGate,
  report: Report,
): Promise<number> {
  const next = await prepare(arena);
  let round = 0;
  return inEveryWay(gate, async () => {
    const attempt = await arena.at(0, () => next(round++));
    // The last two compete for what is left.
    for (let n = 0; n < winners - 1; n++) await arena.at(0, () => attempt(n));
    return {
      first: () => arena.at(0, () => attempt(winners - 1)),
      second: () => arena.at(1, () => attempt(winners)),
      judge: (answers) => {
        const outcome = outcomeOf(answers, won);
        report.add(title, `${arena.name}, in every way`, outcome);
        const losers = refusal === undefined || copies > 0 ? {} : { [refusal]: 1 };
        expect({ winners: outcome.winners, losers: outcome.losers }).toEqual({
          winners: 1,
          losers,
        });
      },
    };
  });
}
