import { describe, expect, it } from '@jest/globals';
import { ADMIN_SCOPES } from '#registry/resources';
import { planPassword } from '../credentials/password-change.js';
import { nobody, type User } from '../user.js';
import { planNewUser, planUserChange, planUserEnd } from './plan-user.js';

const alice: User = {
  ...nobody('alice'),
  sub: 'a1',
  email: 'alice@example.com',
  emailVerified: true,
  claims: { name: 'Alice' },
  roleVersion: 0,
  requireNewPassword: false,
  secondFactor: false,
  secondFactorAskedAt: undefined,
  lastSignInAt: undefined,
  credentialVersion: 3,
  sessionVersion: 0,
  accessVersion: 0,
  version: 7,
  createdAt: 1,
  updatedAt: 1,
};
const admin: User = { ...alice, sub: 'a2', username: 'root', roles: ['admin'] };

const powers = { userId: 'me', scope: ADMIN_SCOPES };
const few = { userId: 'me', scope: new Set(['users:write']) };

const terms = { password: { minLength: 15, breached: false }, attributes: new Map() };

describe('the plan of a user', () => {
  it('A13 without a change there is no event and no effect', () => {
    const same = { name: 'Alice', email: 'alice@example.com', roles: [], disabled: false };
    for (const request of [{}, same]) {
      const { events, effects, problems } = planUserChange(alice, request, powers, terms);
      expect({ events, effects, problems }).toEqual({ events: [], effects: [], problems: [] });
    }
  });

  it('A04 tells each member that differs, from what to what, and of a password that it did', () => {
    const request = { nickname: 'Ali', email: 'a@example.com', password: 'an entirely new phrase' };
    const { events, effects } = planUserChange(alice, request, powers, terms);
    expect(events).toEqual([
      {
        type: 'user.changed',
        userId: 'a1',
        facts: {
          members: {
            email: { from: 'alice@example.com', to: 'a@example.com' },
            email_verified: { from: true, to: false },
            nickname: { to: 'Ali' },
            password: 'changed',
          },
        },
      },
      { type: 'password.changed', userId: 'a1' },
    ]);
    expect(JSON.stringify(events)).not.toContain('phrase');
    expect(effects).toEqual(['sessions_end']);
  });

  it('a user who is disabled loses their sessions, and gets none back when enabled', () => {
    const disabled = planUserChange(alice, { disabled: true }, powers, terms);
    expect(disabled.effects).toEqual(['sessions_end']);
    expect(disabled.events.map(({ type }) => type)).toEqual(['user.changed', 'user.disabled']);
    const enabled = planUserChange(
      { ...alice, disabled: true },
      { disabled: false },
      powers,
      terms,
    );
    expect(enabled.effects).toEqual([]);
    const plain = planUserChange({ ...alice, roles: ['admin'] }, { roles: [] }, powers, terms);
    expect(plain.effects).toEqual(['power_ends']);
    expect(enabled.events.map(({ type }) => type)).toEqual(['user.changed', 'user.enabled']);
  });

  it('A10 names all that is wrong, each with its member', () => {
    const { problems } = planUserChange(
      alice,
      { username: 'x@example.com', password: 'x' },
      powers,
      terms,
    );
    expect(problems.map(({ pointer }) => pointer)).toEqual(['/username', '/password']);
    const created = planNewUser('b', { username: 'x@example.com', password: 'x' }, powers, terms);
    expect(created.problems).toEqual(problems);
  });

  it('M11 who has less power than an admin makes none and touches none', () => {
    const kinds = [
      planNewUser('b', { username: 'b', roles: ['admin'] }, few, terms),
      planUserChange(alice, { roles: ['admin'] }, few, terms),
      planUserChange(admin, { name: 'Mine' }, few, terms),
      planUserEnd(admin, few),
    ].map(({ problems }) => problems.map(({ kind }) => kind));
    expect(kinds).toEqual([['forbidden'], ['forbidden'], ['forbidden'], ['forbidden']]);
    expect(planUserChange(alice, { name: 'Al' }, few, terms).problems).toEqual([]);
  });

  it('nobody disables or deletes themselves', () => {
    const self = { ...powers, userId: 'a1' };
    for (const plan of [
      planUserChange(alice, { disabled: true }, self, terms),
      planUserEnd(alice, self),
    ]) {
      expect(plan.problems).toMatchObject([{ kind: 'conflict' }]);
    }
  });

  it('the own password takes the place of the one that was shown, and of no later one', () => {
    const plan = planPassword(alice, 'an entirely new phrase', 3, terms.password);
    expect(plan).toMatchObject({ problems: [], effects: ['sessions_end'] });
    expect(plan.events.map(({ type }) => type)).toEqual(['password.changed']);
    expect(planPassword(alice, 'password', 2, terms.password).problems).toMatchObject([
      { pointer: '', kind: 'conflict' },
      { pointer: '/new_password' },
    ]);
  });
});
