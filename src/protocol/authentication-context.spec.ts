import { expect, it } from '@jest/globals';
import {
  acrOf,
  ONE_FACTOR,
  PHISHING_RESISTANT,
  reaches,
  SEVERAL_FACTORS,
  strongestOf,
  weakestRank,
} from './authentication-context.js';

it('the strongest context that was reached is told, and no stronger one (OIDC Core §2)', () => {
  expect(acrOf([])).toBeUndefined();
  expect(acrOf(['fed'])).toBeUndefined();
  expect(acrOf(['pwd'])).toBe(ONE_FACTOR);
  expect(acrOf(['pwd', 'otp', 'mfa'])).toBe(SEVERAL_FACTORS);
});

it('a stronger context holds for a weaker one, never the other way round', () => {
  expect(reaches(['pwd', 'otp', 'mfa'], [ONE_FACTOR])).toBe(true);
  expect(reaches(['pwd'], [SEVERAL_FACTORS])).toBe(false);
  expect(reaches(['pwd'], [SEVERAL_FACTORS, ONE_FACTOR])).toBe(true);
  expect(reaches(['fed'], [ONE_FACTOR])).toBe(false);
  expect(reaches(['pwd'], ['urn:unknown'])).toBe(false);
});

it('a key that proves itself to us alone makes several factors phishing-resistant', () => {
  expect(acrOf(['pwd', 'swk', 'pop', 'mfa'])).toBe(PHISHING_RESISTANT);
  expect(acrOf(['swk', 'pop'])).toBeUndefined();
  expect(reaches(['user', 'hwk', 'pop', 'mfa'], [SEVERAL_FACTORS])).toBe(true);
});

it('of several that are named the weakest is enough, of several floors the strongest counts', () => {
  expect(weakestRank([PHISHING_RESISTANT, SEVERAL_FACTORS, 'urn:unknown'])).toBe(1);
  expect(weakestRank(['urn:unknown'])).toBe(-1);
  expect(strongestOf([ONE_FACTOR, undefined, PHISHING_RESISTANT])).toBe(PHISHING_RESISTANT);
  expect(strongestOf([undefined])).toBeUndefined();
});
