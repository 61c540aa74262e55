import { expect, it } from '@jest/globals';
import { authTimeOf, formatFactors, mergeFactors, methodsOf, parseFactors } from './factors.js';

it('each proof is kept with its own time', () => {
  const text = 'pwd@1795878767 2:otp@1795878790';
  const factors = parseFactors(text);
  expect(factors).toEqual([
    { method: 'pwd', at: 1_795_878_767 },
    { method: 'otp', at: 1_795_878_790, second: true },
  ]);
  expect(formatFactors(factors)).toBe(text);
  expect(methodsOf(factors)).toEqual(['pwd', 'otp', 'mfa']);
});

it('nothing is proven by nothing', () => {
  expect(parseFactors('')).toEqual([]);
  expect(formatFactors([])).toBe('');
});

it('auth_time is that of the latest sign-in (OIDC Core §2)', () => {
  expect(authTimeOf(parseFactors('pwd@5 pwd@9'))).toBe(9);
});

it('auth_time is not moved by a second factor', () => {
  expect(authTimeOf(parseFactors('pwd@5 2:otp@9'))).toBe(5);
});

it('amr has every word of a method, and mfa only where one proof stands beside another (RFC 8176 §2)', () => {
  expect(methodsOf(parseFactors('user+hwk@5'))).toEqual(['user', 'hwk']);
  expect(methodsOf(parseFactors('2:otp@5'))).toEqual(['otp']);
});

it('the later of two proofs by one method counts', () => {
  const merged = mergeFactors(parseFactors('pwd@5 2:otp@6'), parseFactors('pwd@9 2:otp@2'));
  expect(formatFactors(merged)).toBe('pwd@9 2:otp@6');
});
