import { describe, expect, it } from '@jest/globals';
import { standardClaims } from './standard-claims.js';
import type { User } from './user.js';

const bare: User = {
  sub: 'x1',
  username: 'alice',
  email: undefined,
  emailVerified: false,
  externalId: undefined,
  lastSignInAt: undefined,
  attributes: {},
  claims: {},
  roles: ['admin'],
  disabled: false,
  awaitsApproval: false,
  requireNewPassword: false,
  secondFactor: false,
  secondFactorAskedAt: undefined,
  credentialVersion: 3,
  sessionVersion: 0,
  accessVersion: 0,
  roleVersion: 0,
  groups: new Map(),
  groupVersion: 0,
  roleIds: [],
  adminRoles: new Map(),
  version: 1,
  createdAt: 1,
  updatedAt: 2,
};

describe('standard claims (OIDC Core §5.1)', () => {
  it('leaves out what is not known, rather than null (§5.3.2), and whatever is no claim', () => {
    expect(standardClaims(bare)).toEqual({ sub: 'x1', preferred_username: 'alice', updated_at: 2 });
  });

  it('tells e-mail addresses with whether they are verified, and the address as an object', () => {
    const address = { locality: 'Berlin', country: 'DE' };
    const user = { ...bare, email: 'a@example.com', claims: { name: 'Alice', address } };
    expect(standardClaims(user)).toMatchObject({
      email: 'a@example.com',
      email_verified: false,
      name: 'Alice',
      address,
    });
  });

  it('stored claims cannot replace the identity', () => {
    const claims = { sub: 'other', updated_at: 99, preferred_username: 'root' } as object;
    const user: User = { ...bare, claims };
    expect(standardClaims(user)).toMatchObject({ sub: 'x1', preferred_username: 'alice' });
  });
});
