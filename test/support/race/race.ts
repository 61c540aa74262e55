import { expect } from '@jest/globals';
import { inParallel } from '../../attacks/requests.js';
import type { Answer } from '../answer.js';
import type { Arena } from './arena.js';
import type { Outcome, Report } from './report.js';

// `npm run race` sets it.
export const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 2);
export const PARALLEL = 20;
/** Of one race, however long. */
export const TIMEOUT = 60_000 + ROUNDS * 20_000;

/** Tries to use what there is one of, as request number `n` of a round. */
export type Attempt = (n: number) => Promise<Answer>;

/** Something that may be used once, or so many times, and that many try to use at once. */
export interface Contest {
  /** The rows of the attack table, and what it is. */
  readonly title: string;
  /** How many attempts of a round may succeed: one unless told otherwise. */
  readonly winners?: number;
  /** How many attempts get what one that succeeded was given: none unless told otherwise. */
  readonly copies?: number;
  /** What every other attempt is told, status and error; undefined when all of them get copies. */
  readonly refusal: string | undefined;
  /** Of an answer: what was won, if anything was. Two answers with the same are one. */
  readonly won: (answer: Answer) => string | undefined;
  /** Whether it counts attempts in windows of time, so that the date has to stand still. */
  readonly byTheClock?: boolean;
  /** Registers what it takes; gives back what makes a new one for each round. */
  prepare(arena: Arena): Promise<(round: number) => Promise<Attempt>>;
}

/** Status and error of a refusal, from JSON or from an error page. */
export function refusalOf({ status, text, headers }: Answer): string {
  const json = headers.get('content-type')?.includes('json') === true;
  const code = json
    ? (JSON.parse(text) as { error?: string }).error
    : /<code>([a-z_]+)<\/code>/.exec(text)?.[1];
  return code === undefined ? String(status) : `${status} ${code}`;
}

export function outcomeOf(answers: readonly Answer[], won: Contest['won']): Outcome {
  const prizes = answers.map(won).filter((prize) => prize !== undefined);
  const winners = new Set(prizes).size;
  const losers: Record<string, number> = {};
  for (const answer of answers) {
    if (won(answer) !== undefined) continue;
    const refusal = refusalOf(answer);
    losers[refusal] = (losers[refusal] ?? 0) + 1;
  }
  return { winners, copies: prizes.length - winners, losers };
}

/** Lets `PARALLEL` attempts at one thing loose, round after round, on all nodes in turn. */
export async function race(contest: Contest, arena: Arena, report: Report): Promise<void> {
  const { winners = 1, refusal, won } = contest;
  const copies = refusal === undefined ? PARALLEL - winners : (contest.copies ?? 0);
  const next = await contest.prepare(arena);
  for (let round = 0; round < ROUNDS; round++) {
    const attempt = await arena.at(round, () => next(round));
    const answers = await inParallel(PARALLEL, (n) => arena.at(round + n, () => attempt(n)));
    const outcome = outcomeOf(answers, won);
    report.add(contest.title, arena.name, outcome);
    expect({ round, ...outcome }).toEqual({
      ...{ round, winners, copies },
      losers: refusal === undefined ? {} : { [refusal]: PARALLEL - winners - copies },
    });
  }
}
