import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Config } from '#platform/config';
import type { User } from '../user.js';
import { KnownDevices } from './known-devices.js';

const devices = new KnownDevices({
  deriveKeys: () => [createSecretKey(Buffer.alloc(32, 7))],
} as unknown as Config);
const user = (sub: string, credentialVersion = 0) => ({ sub, credentialVersion }) as User;
const alice = user('alice');

describe('browsers that are known', () => {
  it('I11 a browser is known to the person who signed in there, and to nobody else', () => {
    const cookie = devices.remember(undefined, alice);
    expect(devices.recognise(cookie, alice)).toBe(cookie.split('.')[0]);
    expect(devices.recognise(cookie, user('bob'))).toBeUndefined();
    expect(devices.recognise(undefined, alice)).toBeUndefined();
  });

  it('I11 a new password makes every browser unknown', () => {
    const cookie = devices.remember(undefined, alice);
    expect(devices.recognise(cookie, user('alice', 1))).toBeUndefined();
  });

  it('I11 signing in again keeps the id, so that it buys no new budget', () => {
    const cookie = devices.remember(undefined, alice);
    expect(devices.remember(cookie, alice)).toBe(cookie);
  });

  it('several people share a browser; the sixth makes it forget the first', () => {
    const people = ['a', 'b', 'c', 'd', 'e', 'f'].map((sub) => user(sub));
    let cookie: string | undefined;
    for (const person of people) cookie = devices.remember(cookie, person);
    const known = people.map((person) => devices.recognise(cookie, person) !== undefined);
    expect(known).toEqual([false, true, true, true, true, true]);
    // What a cookie of ours may hold (http/cookies.ts).
    expect(cookie).toMatch(/^[\w.~-]{1,512}$/);
  });

  it.each(['', '.', 'x', 'a.b.c', 'A'.repeat(22), `${'A'.repeat(22)}.${'B'.repeat(43)}`])(
    'I11 the made-up cookie %j is nobody’s',
    (cookie) => {
      expect(devices.recognise(cookie, alice)).toBeUndefined();
    },
  );

  it('I11 the mark of one browser does not make another one known', () => {
    const [, mac = ''] = devices.remember(undefined, alice).split('.');
    const [other = ''] = devices.remember(undefined, user('mallory')).split('.');
    expect(devices.recognise(`${other}.${mac}`, alice)).toBeUndefined();
  });
});
