import { describe, expect, it } from '@jest/globals';
import { nearestName } from './nearest-name.js';

const KNOWN = ['username', 'password', 'disabled', 'email', 'email_verified', 'roles', 'q'];

describe('nearestName', () => {
  it.each([
    ['disable', 'disabled'],
    ['passwrd', 'password'],
    ['apssword', 'password'],
    ['userName', 'username'],
    ['emailVerified', 'email_verified'],
    ['e-mail', 'email'],
    ['Q', 'q'],
    ['qq', 'q'],
  ])('takes %s for %s', (given, meant) => {
    expect(nearestName(given, KNOWN)).toBe(meant);
  });

  it.each(['colour', '', 'pass', '__proto__', 'x'.repeat(100_000)])(
    'takes %.20s for nothing',
    (given) => {
      expect(nearestName(given, ['username', 'password', 'disabled'])).toBeUndefined();
    },
  );

  it('finds nothing where nothing is known', () => {
    expect(nearestName('disable', [])).toBeUndefined();
  });
});
