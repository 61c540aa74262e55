import { describe, expect, it } from '@jest/globals';
import { worded } from '#platform/texts';
import type { User } from '#people/users';
import { profileInWords } from './profile-in-words.js';

const alice: User = {
  sub: 'alice',
  username: 'alice',
  email: undefined,
  emailVerified: false,
  externalId: undefined,
  lastSignInAt: undefined,
  attributes: {},
  claims: {},
  roles: [],
  disabled: false,
  awaitsApproval: false,
  requireNewPassword: false,
  secondFactor: false,
  secondFactorAskedAt: undefined,
  credentialVersion: 0,
  sessionVersion: 0,
  accessVersion: 0,
  roleVersion: 0,
  groups: new Map(),
  groupVersion: 0,
  roleIds: [],
  adminRoles: new Map(),
  version: 1,
  createdAt: 0,
  updatedAt: 0,
};

const words = (changes: Partial<User>) =>
  Object.fromEntries(
    profileInWords({ ...alice, ...changes }).map(({ label, value }) => [
      worded(label),
      worded(value),
    ]),
  );

describe('a profile in words', () => {
  it('leaves out what is not known', () => {
    expect(profileInWords(alice)).toEqual([]);
  });

  it('says of an e-mail address and a phone number whether they were verified', () => {
    expect(words({ email: 'a@b.example', claims: { phone_number: '+14255550123' } })).toEqual({
      'E-mail': 'a@b.example (not verified)',
      Phone: '+14255550123 (not verified)',
    });
    const claims = { phone_number: '+14255550123', phone_number_verified: true };
    expect(words({ email: 'a@b.example', emailVerified: true, claims })).toEqual({
      'E-mail': 'a@b.example',
      Phone: '+14255550123',
    });
  });

  it('puts an address on one line, from its whole or from its parts', () => {
    const parts = { street_address: '1 High Street', locality: 'Springfield', country: 'USA' };
    expect(words({ claims: { address: parts } })['Address']).toBe(
      '1 High Street, Springfield, USA',
    );
    const formatted = '1 High Street\r\n\nSpringfield';
    expect(words({ claims: { address: { ...parts, formatted } } })['Address']).toBe(
      '1 High Street, Springfield',
    );
  });

  it('names the roles', () => {
    expect(words({ roles: ['admin', 'printer'] })).toEqual({ Roles: 'admin, printer' });
  });
});
