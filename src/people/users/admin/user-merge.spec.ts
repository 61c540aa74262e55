import { describe, expect, it } from '@jest/globals';
import type { UserValue } from '../user.js';
import { mergeUser, newUser } from './user-merge.js';

const none = new Map<string, never>();

const alice: UserValue = {
  username: 'alice',
  email: 'alice@example.com',
  emailVerified: true,
  externalId: undefined,
  claims: {
    name: 'Alice',
    phone_number: '+14255550123',
    phone_number_verified: true,
    address: { locality: 'Berlin', country: 'DE' },
  },
  attributes: {},
  roles: ['editor'],
  groups: new Map(),
  groupVersion: 0,
  roleIds: [],
  adminRoles: new Map(),
  disabled: false,
  awaitsApproval: false,
  requireNewPassword: false,
};

describe('merging a request into a user (RFC 7396)', () => {
  it('what is absent stays', () => {
    expect(mergeUser(alice, {}, none)).toEqual(alice);
  });

  it('null takes a member away, and everything that is about it', () => {
    const merged = mergeUser(
      alice,
      { email: null, name: null, phone_number: null, address: null },
      none,
    );
    expect(merged).toEqual({ ...alice, email: undefined, emailVerified: false, claims: {} });
  });

  it('an address is merged member by member', () => {
    const { claims } = mergeUser(alice, { address: { locality: null, region: 'Hesse' } }, none);
    expect(claims.address).toEqual({ region: 'Hesse', country: 'DE' });
    const emptied = mergeUser(alice, { address: { locality: null, country: null } }, none);
    expect(emptied.claims).not.toHaveProperty('address');
  });

  it('I21 a new e-mail address or phone number is not verified unless the admin says so', () => {
    const merged = mergeUser(
      alice,
      { email: 'new@example.com', phone_number: '+4930123456' },
      none,
    );
    expect(merged).toMatchObject({
      emailVerified: false,
      claims: { phone_number_verified: false },
    });
    expect(mergeUser(alice, { email: 'alice@example.com' }, none).emailVerified).toBe(true);
    expect(
      mergeUser(alice, { email: 'b@example.com', email_verified: true }, none).emailVerified,
    ).toBe(true);
  });

  it('nobody has a verified e-mail address or number without having one', () => {
    const merged = newUser(
      { username: 'bob', email_verified: true, phone_number_verified: true },
      none,
    );
    expect(merged.emailVerified).toBe(false);
    expect(merged.claims).toEqual({});
  });

  it('I24 compatibility characters are replaced before anything is stored', () => {
    const merged = newUser({ username: ' ｂob ', email: 'bob＠example.com' }, none);
    expect(merged).toMatchObject({ username: 'bob', email: 'bob@example.com' });
  });

  it('L07 members that are no claims are never stored', () => {
    const request = { username: 'bob', sub: 'x', iss: 'y', address: { constructor: 'z' } };
    expect(newUser(request as never, none).claims).toEqual({});
  });
});

describe('attributes', () => {
  const attribute = { several: true, told: true, own: false };
  const declared = new Map([
    ['badge', { ...attribute, key: 'badge@1' }],
    ['team', { ...attribute, key: 'team@3' }],
  ]);
  const stored = { 'badge@1': ['7'], 'team@2': ['old'] };
  const merge = (change: Parameters<typeof mergeUser>[1]) =>
    mergeUser({ ...alice, attributes: stored }, change, declared).attributes;

  it('are merged by their names, and those of an earlier declaration go', () => {
    expect(merge({})).toEqual(stored);
    expect(merge({ attributes: { team: 'a' } })).toEqual({ 'badge@1': ['7'], 'team@3': ['a'] });
    expect(merge({ attributes: { badge: null } })).toEqual({});
    expect(merge({ attributes: null })).toEqual({});
  });
});
