import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PasswordHash } from '#platform/crypto';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { compared, LoginForm, masked, signedIn } from './login-form.js';
import { inParallel } from './requests.js';
import { ReverseProxy } from './reverse-proxy.js';

describe('guessing passwords', () => {
  let world: OwnWorld;
  let proxy: ReverseProxy;
  let client: RegisteredClient;
  let addresses = 0;

  beforeAll(async () => {
    world = await startOwnWorld({
      ISSUER: 'https://sso.example.com',
      TRUSTED_PROXIES: '127.0.0.1',
    });
    proxy = new ReverseProxy([world.application]);
    client = await world.registerClient({ first_party: true });
  });

  beforeEach(() => {
    proxy.from(`198.51.100.${++addresses}`);
  });

  const verifications = () => jest.spyOn(world.application.nest.get(PasswordHash), 'matches');
  const open = () => LoginForm.open(world, client);

  it('I07 each failure after the fifth doubles the wait; the right password after it signs in', async () => {
    const user = await world.createUser();
    const form = await open();
    clock.advance(0);
    for (let guess = 0; guess < 5; guess++) {
      expect((await form.try(user.username, 'a wrong guess')).status).toBe(400);
    }
    for (const wait of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      clock.advance(wait - 1);
      // A login page stays good for half an hour only.
      const next = await open();
      const early = await next.try(user.username, user.password);
      expect([wait, early.status]).toEqual([wait, 429]);
      clock.advance(1);
      expect([wait, (await next.try(user.username, 'a wrong guess')).status]).toEqual([wait, 400]);
    }
    clock.advance(900);
    expect(signedIn(await (await open()).try(user.username, user.password))).toBe(true);
  });

  it('I07 the answer while one has to wait has the body of a failure', async () => {
    const user = await world.createUser();
    const form = await open();
    clock.advance(0);
    const pages = [];
    for (let guess = 0; guess < 8; guess++) pages.push(await form.try(user.username, 'a guess'));
    expect(pages.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 429, 429, 429]);
    expect(new Set(pages.map((page) => masked(page, user.username))).size).toBe(1);
    expect(pages[7]?.headers.get('retry-after')).toBe('1');
  });

  it('I07 one address fails at most 30 times a minute, however many accounts it tries', async () => {
    const verify = verifications();
    const form = await open();
    clock.advance(60 - (clock.now() % 60));
    const statuses = [];
    for (let guess = 0; guess < 40; guess++) {
      statuses.push((await form.try(`victim-${guess}`, 'password123')).status);
    }
    expect(verify).toHaveBeenCalledTimes(30);
    expect(statuses.slice(0, 30)).toEqual(Array(30).fill(400));
    expect(statuses.slice(30)).toEqual(Array(10).fill(429));
    clock.advance(60);
    expect((await form.try('victim-41', 'password123')).status).toBe(400);
  });

  it('I07 signing in does not wash away what the same address guessed wrong', async () => {
    const user = await world.createUser();
    clock.advance(60 - (clock.now() % 60));
    const form = await open();
    for (let guess = 0; guess < 29; guess++) await form.try(`other-${guess}`, 'password123');
    expect(signedIn(await (await open()).try(user.username, user.password))).toBe(true);
    expect((await form.try('other-30', 'password123')).status).toBe(400);
    expect((await form.try('other-31', 'password123')).status).toBe(429);
  });

  it('I08 of a hundred guesses at once from one address five are checked', async () => {
    const user = await world.createUser();
    const form = await open();
    clock.advance(60 - (clock.now() % 60));
    const verify = verifications();
    const answers = await inParallel(100, (i) => form.try(user.username, `guess number ${i}`));
    expect(verify).toHaveBeenCalledTimes(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(95);
  });

  it('I08 S05 of a hundred at once from everywhere eighty are checked against the password', async () => {
    const user = await world.createUser();
    const form = await open();
    clock.advance(60 - (clock.now() % 60));
    const verify = verifications();
    const answers = await inParallel(100, (i) => {
      proxy.from(`192.0.2.${i}`);
      return form.try(user.username, `guess number ${i}`);
    });
    expect(await compared(verify)).toBeLessThanOrEqual(80);
    // A busy node turns some away unchecked: those may come again, and no more than those.
    for (let i = 100; i < 160; i++) {
      proxy.from(`192.0.2.${i}`);
      await form.try(user.username, `guess number ${i}`);
    }
    expect(await compared(verify)).toBe(80);
    // Those that are not look like those that are.
    for (const { status } of answers) expect([400, 503]).toContain(status);
  });

  it('I08 a right guess among a hundred at once gets no more tries either', async () => {
    const user = await world.createUser();
    const form = await open();
    clock.advance(60 - (clock.now() % 60));
    const verify = verifications();
    const answers = await inParallel(100, (i) =>
      form.try(user.username, i === 99 ? user.password : `guess number ${i}`),
    );
    expect(verify.mock.calls.length).toBeLessThanOrEqual(5);
    expect(answers.filter(signedIn).length).toBeLessThanOrEqual(1);
  });

  it('I09 all spellings of a name share its tries, and all names of an account its total', async () => {
    const bob = await world.createUser({ username: 'Bob', email: 'bob@people.example' });
    const names = [
      ['Bob', 'bob', 'BOB', ' bob', 'bob ', 'ＢＯＢ'],
      ['bob@people.example', 'BOB@PEOPLE.EXAMPLE', ' Bob@People.Example ', 'bob＠people.example'],
    ];
    clock.advance(60 - (clock.now() % 60));
    const verify = verifications();
    for (const spellings of names) {
      const form = await open();
      for (let n = 0; n < 7; n++) await form.try(spellings[n % spellings.length]!, 'a wrong guess');
      for (const spelling of spellings) {
        expect((await form.try(spelling, bob.password)).status).toBe(429);
      }
    }
    expect(verify).toHaveBeenCalledTimes(10);
    for (let n = 0; n < 72; n++) {
      if (n % 5 === 0) proxy.from(`192.0.2.${100 + n}`);
      const form = await open();
      await form.try(names[n % 2]![n % 4]!, 'a wrong guess');
    }
    expect(verify.mock.calls.filter(([hash]) => hash !== undefined)).toHaveLength(80);
  });

  it('I09 and so do all spellings of a name that nobody has', async () => {
    const form = await open();
    clock.advance(0);
    const verify = verifications();
    for (const spelling of ['mallory', 'MALLORY', 'Mallory ', 'ｍallory', 'mAlLoRy', ' mallory']) {
      await form.try(spelling, 'a wrong guess');
    }
    expect(verify).toHaveBeenCalledTimes(5);
  });
});
