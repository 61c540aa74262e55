import { expect, it } from '@jest/globals';
import { acrOf, ONE_FACTOR, reaches, SEVERAL_FACTORS } from './authentication-context.js';

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
