import { describe, expect, it } from '@jest/globals';
import {
  type Factors,
  mergeFactors,
  ONE_FACTOR,
  parseFactors,
  PHISHING_RESISTANT,
  SEVERAL_FACTORS,
} from '#protocol';
import { type Demands, type Facts, meetsOwn, missingStep, type Reach } from './assessment.js';

const NOW = 1_000_000;
const LIFETIME = 12 * 3600;
const ago = (seconds: number) => String(NOW - seconds);

/** Whoever has nothing, an authenticator app, a passkey; and where nothing can be set up. */
const REACH = {
  nothing: { enrolled: undefined, obtainable: PHISHING_RESISTANT },
  totp: { enrolled: SEVERAL_FACTORS, obtainable: PHISHING_RESISTANT },
  passkey: { enrolled: PHISHING_RESISTANT, obtainable: PHISHING_RESISTANT },
  'nothing to be had': { enrolled: undefined, obtainable: undefined },
} as const satisfies Record<string, Reach>;

type Enrolled = keyof typeof REACH;

const facts = (earlier: string, own: string, enrolled: Enrolled = 'nothing', more = {}): Facts => ({
  earlier: parseFactors(earlier),
  own: parseFactors(own),
  floor: undefined,
  newPassword: false,
  primaryLifetime: LIFETIME,
  leansOnTrust: false,
  trusted: () => Promise.resolve(false),
  lifetime: LIFETIME,
  reach: () => Promise.resolve(REACH[enrolled]),
  ...more,
});

/** The step alone, or that there is none. */
async function stepOf(demands: Demands, known: Facts): Promise<string | undefined> {
  const missing = await missingStep(demands, known, NOW);
  return typeof missing === 'object' ? missing.step : missing;
}

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
const REQUIREMENTS: readonly (readonly [string, Demands, ...(string | undefined)[]])[] = [
  ['anybody', {}, login, yes, yes, yes, yes, yes, yes, login],
  ['max_age=300', { freshness: { every: 300 } }, login, login, yes, login, login, yes, yes, login],
  ['max_age=0', { freshness: { every: 0 } }, login, login, login, login, login, yes, yes, login],
  [
    'prompt=login',
    { freshness: { anew: true } },
    ...[login, login, login, login, login, yes, yes, login],
  ],
  [
    're-authentication',
    { freshness: { primary: 300 } },
    ...[login, login, yes, login, login, yes, yes, login],
  ],
];

describe('the first step that is missing', () => {
  for (const [name, requirement, ...expected] of REQUIREMENTS) {
    it.each(Object.keys(PROOFS).map((proof, place) => [proof, expected[place]] as const))(
      `${name}, with %s: %s`,
      async (proof, step) => {
        const [earlier, own] = PROOFS[proof as keyof typeof PROOFS];
        expect(await stepOf(requirement, facts(earlier, own))).toBe(step);
      },
    );
  }

  it('a code that is fresh is no fresh primary proof, and moves no max_age', async () => {
    const fresh = facts(`pwd@${ago(301)}`, `2:otp@${ago(0)}`, 'totp');
    expect(await stepOf({ freshness: { every: 300 } }, fresh)).toBe(login);
    expect(await stepOf({ freshness: { primary: 300 } }, fresh)).toBe(login);
  });

  it('what the session rests on is wanted again, and not the password alone', async () => {
    const again = facts(`pwd@${ago(600)} 2:otp@${ago(600)}`, `pwd@${ago(0)}`, 'totp');
    expect(await stepOf({ freshness: { every: 300 } }, again)).toBe(second);
    expect(await stepOf({ freshness: { anew: true } }, again)).toBe(second);
    // Re-authentication: the level of the account, the primary proof anew.
    expect(await stepOf({ freshness: { primary: 300 } }, again)).toBe(yes);
  });

  it.each([
    ['totp', essential, second],
    ['totp', wished, second],
    ['nothing', wished, yes],
    ['nothing to be had', wished, yes],
    ['nothing to be had', essential, 'unmeetable'],
    ['nothing to be had', { floor: SEVERAL_FACTORS }, 'unmeetable'],
  ] as const)('with %s and %j: %s', async (enrolled, requirement, step) => {
    const person = facts(`pwd@${ago(60)}`, '', enrolled);
    expect(await stepOf(requirement, person)).toBe(step);
  });

  it('I16 nobody gets a second factor who has not proven the first for this request', async () => {
    for (const demands of [essential, { floor: SEVERAL_FACTORS }]) {
      const before = facts(`pwd@${ago(60)}`, '');
      expect(await stepOf(demands, before)).toBe(login);
      const now = facts(`pwd@${ago(60)}`, `pwd@${ago(0)}`);
      expect(await stepOf(demands, now)).toBe('enrolment');
    }
  });

  it('I16 nobody gets another factor who has not given the one that they have', async () => {
    const demands = { floor: PHISHING_RESISTANT };
    const half = facts('', `pwd@${ago(0)}`, 'totp');
    expect(await missingStep(demands, half, NOW)).toEqual({ step: second });
    const whole = facts('', `pwd@${ago(5)} 2:otp@${ago(0)}`, 'totp');
    const enrolment = { step: 'enrolment', acr: PHISHING_RESISTANT };
    expect(await missingStep(demands, whole, NOW)).toEqual(enrolment);
  });

  it('a context that nobody here can reach is unmeetable only where it is essential', async () => {
    const values = ['urn:nobody'];
    const person = facts(`pwd@${ago(60)}`, '', 'totp');
    expect(await stepOf({ acr: { values, essential: true } }, person)).toBe('unmeetable');
    expect(await stepOf({ acr: { values, essential: false } }, person)).toBe(yes);
    expect(await stepOf({ acr: { values: [ONE_FACTOR], essential: true } }, person)).toBe(yes);
  });

  it('I15 what a request names lowers no floor', async () => {
    const person = facts(`pwd@${ago(60)}`, '', 'totp');
    for (const isEssential of [true, false]) {
      const acr = { values: [ONE_FACTOR], essential: isEssential };
      const missing = { step: second, acr: SEVERAL_FACTORS };
      expect(await missingStep({ floor: SEVERAL_FACTORS, acr }, person, NOW)).toEqual(missing);
      const own = facts(`pwd@${ago(60)}`, '', 'totp', { floor: SEVERAL_FACTORS });
      expect(await missingStep({ acr }, own, NOW)).toEqual(missing);
    }
  });

  it('a second factor counts for its lifetime, and a passkey as well', async () => {
    const lifetime = 600;
    const floor = SEVERAL_FACTORS;
    const person = (earlier: string, enrolled: Enrolled) =>
      stepOf({ floor }, facts(earlier, '', enrolled, { lifetime }));
    expect(await person(`pwd@${ago(700)} 2:otp@${ago(500)}`, 'totp')).toBe(yes);
    expect(await person(`pwd@${ago(700)} 2:otp@${ago(601)}`, 'totp')).toBe(second);
    expect(await person(`user+swk+pop+mfa@${ago(500)}`, 'passkey')).toBe(yes);
    expect(await person(`user+swk+pop+mfa@${ago(601)}`, 'passkey')).toBe(login);
  });
});

/** What somebody proves who is asked. A code in place of a lost app is none that lasts. */
const GIVES = {
  nothing: { login: 'pwd', second_factor: '', enrolment: '2:otp' },
  totp: { login: 'pwd', second_factor: '2:otp', enrolment: 'user+swk+pop+mfa' },
  passkey: { login: 'user+swk+pop+mfa', second_factor: '2:swk+pop', enrolment: '' },
  'codes only': { login: 'pwd', second_factor: '2r:otp', enrolment: 'user+swk+pop+mfa' },
} as const;

/** What sessions rest on that are ten minutes old. */
const SESSIONS = {
  nothing: `pwd@${ago(600)}`,
  totp: `pwd@${ago(600)} 2:otp@${ago(600)}`,
  passkey: `user+swk+pop+mfa@${ago(600)}`,
  // They have lost the app since.
  'codes only': `pwd@${ago(600)} 2:otp@${ago(600)}`,
} as const;

type Person = keyof typeof GIVES;

/** The steps that somebody is asked for, until there is none, and how it ends. */
async function walk(demands: Demands, person: Person, session: string): Promise<string> {
  const earlier = parseFactors(session);
  let own: Factors = [];
  const steps: string[] = [];
  for (let count = 0; count < 6; count++) {
    const reach = REACH[person === 'codes only' ? 'totp' : person];
    const known = { ...facts('', ''), earlier, own, reach: () => Promise.resolve(reach) };
    const missing = await missingStep(demands, known, NOW);
    if (missing === undefined) return steps.join(' ') || 'code';
    if (missing === 'unmeetable') return 'error';
    // Whoever has only an app cannot set one up where a passkey is wanted.
    const strong = missing.step === 'enrolment' && missing.acr === PHISHING_RESISTANT;
    if (missing.step === 'new_password') return 'new password';
    const proof = strong ? 'user+swk+pop+mfa' : GIVES[person][missing.step];
    if (proof === '') return `stuck at ${missing.step}`;
    steps.push(missing.step);
    own = mergeFactors(own, parseFactors(`${proof}@${String(NOW)}`));
  }
  return `${steps.join(' ')} for ever`;
}

const ASKED = {
  'no prompt': {},
  'max_age=300': { freshness: { every: 300 } },
  'max_age=0': { freshness: { every: 0 } },
  'prompt=login': { freshness: { anew: true } },
} as const satisfies Record<string, Demands>;

describe('I15 whoever is asked comes to an end: with a session, and without one', () => {
  const P = 'login';
  const PS = 'login second_factor';
  const PE = 'login enrolment';
  const PSE = 'login second_factor enrolment';
  const WALKS: readonly (readonly [string | undefined, Person, string, string, string])[] = [
    // floor, who, with a session, with a session that has to be fresh, without one
    [undefined, 'nothing', 'code', P, P],
    [undefined, 'totp', 'code', PS, P],
    [undefined, 'passkey', 'code', P, P],
    [undefined, 'codes only', 'code', PSE, P],
    [SEVERAL_FACTORS, 'nothing', PE, PE, PE],
    [SEVERAL_FACTORS, 'totp', 'code', PS, PS],
    [SEVERAL_FACTORS, 'passkey', 'code', P, P],
    [SEVERAL_FACTORS, 'codes only', 'code', PSE, PSE],
    [PHISHING_RESISTANT, 'nothing', PE, PE, PE],
    [PHISHING_RESISTANT, 'totp', PE, PSE, PSE],
    [PHISHING_RESISTANT, 'passkey', 'code', P, P],
    [PHISHING_RESISTANT, 'codes only', PE, PSE, PSE],
  ];
  it.each(WALKS)('floor %s, %s', async (floor, person, live, fresh, none) => {
    for (const [name, demands] of Object.entries(ASKED)) {
      const wanted = name === 'no prompt' ? live : fresh;
      expect([name, await walk({ ...demands, floor }, person, SESSIONS[person])]).toEqual([
        name,
        wanted,
      ]);
      expect([name, await walk({ ...demands, floor }, person, '')]).toEqual([name, none]);
    }
  });
});

describe('who has to choose another password', () => {
  const known = (earlier: string, own: string, enrolled: Enrolled = 'nothing') =>
    facts(earlier, own, enrolled, { newPassword: true });

  it('does so after everything else, and never with a session alone', async () => {
    const password = `pwd@${ago(0)}`;
    expect(await stepOf({}, known(`pwd@${ago(60)}`, ''))).toBe(login);
    expect(await stepOf({}, known('', password))).toBe('new_password');
    expect(await stepOf({}, known('', password, 'totp'))).toBe(second);
    const floor = SEVERAL_FACTORS;
    expect(await stepOf({ floor }, known('', password))).toBe('enrolment');
    expect(await stepOf({ floor }, known('', password, 'totp'))).toBe(second);
    const both = `${password} 2:otp@${ago(0)}`;
    expect(await stepOf({ floor }, known('', both, 'totp'))).toBe('new_password');
    expect(await meetsOwn(known('', both, 'totp'), NOW)).toBe(false);
  });
});

describe('who has a second factor is not signed in by the first alone', () => {
  const met = (earlier: string, own: string, enrolled: Enrolled = 'totp', floor?: string) =>
    meetsOwn(facts(earlier, own, enrolled, { floor }), NOW);
  const password = `pwd@${ago(0)}`;

  it('and who has none is, unless they have to have one', async () => {
    expect(await met('', password, 'nothing to be had')).toBe(true);
    expect(await met('', password, 'nothing')).toBe(true);
    expect(await met('', password, 'nothing', SEVERAL_FACTORS)).toBe(false);
    expect(await met('', `${password} 2:otp@${ago(0)}`, 'totp', SEVERAL_FACTORS)).toBe(true);
    expect(await met('', `${password} 2:otp@${ago(0)}`, 'totp', PHISHING_RESISTANT)).toBe(false);
  });

  it('by what counts', async () => {
    expect(await met('', password)).toBe(false);
    expect(await met('', `${password} 2:otp@${ago(0)}`)).toBe(true);
    expect(await met(`pwd@${ago(600)} 2:otp@${ago(600)}`, password)).toBe(true);
    // Twelve hours later the code counts no more: the password alone renews no session.
    expect(await met(`pwd@${ago(600)} 2:otp@${ago(13 * 3600)}`, password)).toBe(false);
    // Two factors in one.
    expect(await met('', `user+hwk+pop+mfa@${ago(0)}`)).toBe(true);
  });
});
