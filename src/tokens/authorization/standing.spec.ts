import { describe, expect, it } from '@jest/globals';
import type { Client } from '#registry/clients';
import { Granted } from '#protocol';
import { type Foundations, type Grounds, standing, standingOfClient } from './standing.js';

const NOW = 1000;
const registered = {
  disabled: false,
  endedVersion: 2,
  endedAt: 900,
  grantTypes: new Set(['authorization_code']),
  metadata: {},
};
const client = registered as unknown as Client;
const disabled = { ...registered, disabled: true } as unknown as Client;
const grounds: Grounds = {
  revokedAt: null,
  credentialVersion: 3,
  accessVersion: 4,
  roleVersion: 1,
  groupVersion: 2,
  clientEndedVersion: 2,
  consentId: 'c',
  assertionIssuerEndedVersion: null,
  online: 1,
  granted: Granted.parse('{"":["openid"]}'),
  grantType: 'authorization_code',
};
const foundations: Foundations = {
  userDisabled: 0,
  userCredentialVersion: 3,
  userSessionVersion: 5,
  userAccessVersion: 4,
  userRoleVersion: 1,
  userGroups: '{"g1":1,"g2":3}',
  sessionEndedAt: null,
  sessionExpiresAt: NOW + 1,
  sessionVersion: 5,
  consentFound: 'c',
  issuerEndedVersion: null,
};
const powerful = { granted: Granted.parse('{"gatehouse-admin":["users:read"]}') };

describe('standing', () => {
  const of = (own: Partial<Grounds>, found: Partial<Foundations> = {}, by = client) =>
    standing({ ...grounds, ...own }, { ...foundations, ...found }, by, NOW);

  it('is given while the person is in a group that the client lets in, since before', () => {
    const closed = (...allowed_groups: string[]) =>
      ({ ...registered, metadata: { allowed_groups } }) as unknown as Client;
    for (const good of [closed('g1'), closed('g2', 'g1')]) expect(of({}, {}, good)).toBeUndefined();
    // Joined later than it was given; in none of them; in none at all.
    expect(of({}, {}, closed('g2'))).toMatch('in none of the groups');
    expect(of({}, {}, closed('g3'))).toMatch('in none of the groups');
    expect(of({}, { userGroups: null }, closed('g1'))).toMatch('in none of the groups');
    expect(of({ groupVersion: 3 }, {}, closed('g2'))).toBeUndefined();
  });

  it('is given while nothing has ended', () => {
    expect(of({})).toBeUndefined();
    expect(of({ online: 0 }, { sessionEndedAt: 1 })).toBeUndefined();
    expect(of({ online: 0 }, { userSessionVersion: 6 })).toBeUndefined();
    expect(of({ consentId: null }, { consentFound: null })).toBeUndefined();
    expect(of(powerful)).toBeUndefined();
    // A role has no part in what needs none.
    expect(of({}, { userRoleVersion: 2 })).toBeUndefined();
    // Another node knew of an ending first.
    expect(of({ clientEndedVersion: 3 })).toBeUndefined();
  });

  it.each<[string, Partial<Grounds>, Partial<Foundations>]>([
    ['revoked', { revokedAt: 1 }, {}],
    ['the client', { clientEndedVersion: 1 }, {}],
    ['the client', { grantType: 'implicit' }, {}],
    ['disabled', {}, { userDisabled: 1 }],
    ['password', {}, { userCredentialVersion: 4 }],
    ['all access', {}, { userAccessVersion: 5 }],
    ['session', {}, { userSessionVersion: 6 }],
    ['role', powerful, { userRoleVersion: 2 }],
    ['consent', {}, { consentFound: null }],
    ['issuer', { assertionIssuerEndedVersion: 0 }, { issuerEndedVersion: 1 }],
    ['issuer', { assertionIssuerEndedVersion: 0 }, { issuerEndedVersion: null }],
    ['session', {}, { sessionEndedAt: 1 }],
    ['session', {}, { sessionExpiresAt: NOW }],
    ['session', {}, { sessionExpiresAt: null }],
  ])('ends with: %s', (why, own, found) => {
    expect(of(own, found)).toContain(why);
  });
});

describe('standing of a client', () => {
  it('a token of the second of its ending has ended, one of the next has not', () => {
    expect(standingOfClient(client, { issuedAt: 900 })).toBeDefined();
    expect(standingOfClient(client, { issuedAt: 901 })).toBeUndefined();
    expect(standingOfClient(undefined, { issuedAt: 901 })).toBeDefined();
    expect(standingOfClient(disabled, { issuedAt: 901 })).toBeDefined();
  });
});
