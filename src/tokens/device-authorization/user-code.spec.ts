import { describe, expect, it } from '@jest/globals';
import { randomUserCode, readUserCode, showUserCode } from './user-code.js';

describe('K01 user codes', () => {
  it('are eight letters of twenty, all of them used', () => {
    const codes = Array.from({ length: 2000 }, randomUserCode);
    for (const code of codes) expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
    expect(new Set(codes).size).toBe(2000);
    expect(new Set(codes.join('')).size).toBe(20);
  });

  it('are shown in two halves and read back', () => {
    const code = randomUserCode();
    expect(showUserCode(code)).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    expect(readUserCode(showUserCode(code))).toBe(code);
  });
});

describe('"case-insensitive", and "ignore any characters like punctuation" (RFC 8628 §6.1)', () => {
  it.each([
    'WDJB-MJHT',
    'wdjb-mjht',
    'wdjbmjht',
    ' WDJB MJHT ',
    'WDJB–MJHT',
    'W.D.J.B.M.J.H.T',
    'wdjb -\tmjht',
  ])('%p is WDJBMJHT', (typed) => {
    expect(readUserCode(typed)).toBe('WDJBMJHT');
  });

  it.each([
    ['too short', 'WDJB-MJH'],
    ['too long', 'WDJB-MJHTT'],
    ['a vowel', 'WDJB-MJHA'],
    ['a digit', 'WDJB-MJH1'],
    ['a letter that only becomes one in capitals', 'WDJB-MJHſ'],
    ['a sharp s', 'WDJBMJß'],
    ['full-width letters', 'ＷＤＪＢＭＪＨＴ'],
    ['nothing but dashes', '--------'],
    ['empty', ''],
    ['thousands of dashes', `WDJB${'-'.repeat(5000)}MJHT`],
  ])('%s is no code', (_what, typed) => {
    expect(readUserCode(typed)).toBeUndefined();
  });
});
