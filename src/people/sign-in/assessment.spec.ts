import { describe, expect, it } from '@jest/globals';
import { ONE_FACTOR, parseFactors, SEVERAL_FACTORS } from '#protocol';
import { meetsOwn, missingStep } from './assessment.js';
import type { SignInRequirement } from './requirement.js';

const NOW = 1_000_000;
const ago = (seconds: number) => String(NOW - seconds);

type Enrolled = 'enrolled' | 'obtainable' | 'none';
const facts = (earlier: string, own: string, enrolled: Enrolled = 'none') => ({
  earlier: parseFactors(earlier),
  own: parseFactors(own),
  secondFactor: () => Promise.resolve(enrolled),
});

const essential = { acr: { values: [SEVERAL_FACTORS], essential: true } };
const wished = { acr: { values: [SEVERAL_FACTORS], essential: false } };

/** Every proof that somebody can bring, and what each requirement makes of it. */
const PROOFS = {
  nothing: ['', ''],
  'an old password': [`pwd@${ago(7200)}`, ''],
  'a password a minute ago': [`pwd@${ago(60)}`, ''],
  'an old password and an old code': [`pwd@${ago(7200)} 2:otp@${ago(7200)}`, ''],
  'an old password and a code a minute ago': [`pwd@${ago(7200)} 2:otp@${ago(60)}`, ''],
  'a password for this request': [`pwd@${ago(7200)}`, `pwd@${ago(0)}`],
  'both for this request': ['', `pwd@${ago(5)} 2:otp@${ago(0)}`],
  'a password of yesterday': [`pwd@${ago(13 * 3600)}`, ''],
} as const;

const [yes, login, second] = [undefined, 'login', 'second_factor'] as const;
const REQUIREMENTS: readonly (readonly [string, SignInRequirement, ...(string | undefined)[]])[] = [
  ['anybody', {}, login, yes, yes, yes, yes, yes, yes, login],
  ['max_age=300', { freshness: { every: 300 } }, login, login, yes, login, login, yes, yes, login],
  ['max_age=0', { freshness: { every: 0 } }, login, login, login, login, login, yes, yes, login],
  [
    'prompt=login',
    { freshness: { anew: true } },
    login,
    login,
    login,
    login,
    login,
    yes,
    yes,
    login,
  ],
  [
    're-authentication',
    { freshness: { primary: 300 } },
    login,
    login,
    yes,
    login,
    login,
    yes,
    yes,
    login,
  ],
];

describe('the first step that is missing', () => {
  for (const [name, requirement, ...expected] of REQUIREMENTS) {
    it.each(Object.keys(PROOFS).map((proof, place) => [proof, expected[place]] as const))(
      `${name}, with %s: %s`,
      async (proof, step) => {
        const [earlier, own] = PROOFS[proof as keyof typeof PROOFS];
        expect(await missingStep(requirement, facts(earlier, own), NOW)).toBe(step);
      },
    );
  }

  it('a code that is fresh is no fresh primary proof, and moves no max_age', async () => {
    const fresh = facts(`pwd@${ago(301)}`, `2:otp@${ago(0)}`, 'enrolled');
    expect(await missingStep({ freshness: { every: 300 } }, fresh, NOW)).toBe(login);
    expect(await missingStep({ freshness: { primary: 300 } }, fresh, NOW)).toBe(login);
  });

  it('what the session rests on is wanted again, and not the password alone', async () => {
    const again = facts(`pwd@${ago(600)} 2:otp@${ago(600)}`, `pwd@${ago(0)}`, 'enrolled');
    expect(await missingStep({ freshness: { every: 300 } }, again, NOW)).toBe(second);
    expect(await missingStep({ freshness: { anew: true } }, again, NOW)).toBe(second);
    // Re-authentication: the level of the account, the primary proof anew.
    expect(await missingStep({ freshness: { primary: 300 } }, again, NOW)).toBe(yes);
  });

  it.each([
    ['enrolled', essential, second],
    ['enrolled', wished, second],
    ['obtainable', wished, yes],
    ['none', wished, yes],
    ['none', essential, 'unmeetable'],
  ] as const)('a second factor is %s and %j: %s', async (enrolled, requirement, step) => {
    const person = facts(`pwd@${ago(60)}`, '', enrolled);
    expect(await missingStep(requirement, person, NOW)).toBe(step);
  });

  it('I16 nobody gets a second factor who has not proven the first for this request', async () => {
    const before = facts(`pwd@${ago(60)}`, '', 'obtainable');
    expect(await missingStep(essential, before, NOW)).toBe(login);
    const now = facts(`pwd@${ago(60)}`, `pwd@${ago(0)}`, 'obtainable');
    expect(await missingStep(essential, now, NOW)).toBe('enrolment');
  });

  it('a context that nobody here can reach is unmeetable only where it is essential', async () => {
    const values = ['urn:nobody'];
    const person = facts(`pwd@${ago(60)}`, '', 'enrolled');
    expect(await missingStep({ acr: { values, essential: true } }, person, NOW)).toBe('unmeetable');
    expect(await missingStep({ acr: { values, essential: false } }, person, NOW)).toBe(yes);
    expect(await missingStep({ acr: { values: [ONE_FACTOR], essential: true } }, person, NOW)).toBe(
      yes,
    );
  });
});

it('who has a second factor is not signed in by the first alone', async () => {
  const met = (earlier: string, own: string, enrolled: Enrolled = 'enrolled') =>
    meetsOwn(facts(earlier, own, enrolled), NOW);
  const password = `pwd@${ago(0)}`;
  expect(await met('', password, 'none')).toBe(true);
  expect(await met('', password, 'obtainable')).toBe(true);
  expect(await met('', password)).toBe(false);
  expect(await met('', `${password} 2:otp@${ago(0)}`)).toBe(true);
  expect(await met(`pwd@${ago(600)} 2:otp@${ago(600)}`, password)).toBe(true);
  // Twelve hours later the code counts no more: the password alone renews no session.
  expect(await met(`pwd@${ago(600)} 2:otp@${ago(13 * 3600)}`, password)).toBe(false);
  // Two factors in one.
  expect(await met('', `user+hwk+mfa@${ago(0)}`)).toBe(true);
});
