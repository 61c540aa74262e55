import { expect, it } from '@jest/globals';
import { authTimeOf, formatFactors, methodsOf, parseFactors } from './factors.js';

it('each proof is kept with its own time', () => {
  const text = 'pwd@1795878767 otp@1795878790';
  const factors = parseFactors(text);
  expect(factors).toEqual([
    { method: 'pwd', at: 1_795_878_767 },
    { method: 'otp', at: 1_795_878_790 },
  ]);
  expect(formatFactors(factors)).toBe(text);
  expect(methodsOf(factors)).toEqual(['pwd', 'otp']);
});

it('nothing is proven by nothing', () => {
  expect(parseFactors('')).toEqual([]);
  expect(formatFactors([])).toBe('');
});

it('auth_time is that of the latest sign-in (OIDC Core §2)', () => {
  expect(authTimeOf(parseFactors('pwd@5 pwd@9'))).toBe(9);
});
