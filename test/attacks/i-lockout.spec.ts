import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PasswordHash } from '#platform/crypto';
import { Answer } from '../support/answer.js';
import type { Browser } from '../support/browser.js';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { walk } from '../support/sign-in.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import type { RegisteredUser } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';
import { LoginForm, masked, signedIn } from './login-form.js';
import { ReverseProxy } from './reverse-proxy.js';
import { eventually } from './subject.js';

const VICTIM = '203.0.113.7';

describe('limits on guessing that must hold elsewhere too, and not be turned against people', () => {
  let world: OwnWorld;
  let proxy: ReverseProxy;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startOwnWorld({
      ISSUER: 'https://sso.example.com',
      TRUSTED_PROXIES: '127.0.0.1',
    });
    proxy = new ReverseProxy([world.application]);
    client = await world.registerClient({ first_party: true, scope: 'openid account:write' });
  });

  let addresses = 0;
  let sources = 0;
  beforeEach(async () => {
    proxy.from(VICTIM);
    user = await world.createUser();
    proxy.from(`198.51.100.${++addresses}`);
  });

  async function lock(): Promise<void> {
    const form = await LoginForm.open(world, client);
    for (let guess = 0; guess < 12; guess++) await form.try(user.username, 'a wrong guess');
    expect((await form.try(user.username, user.password)).status).toBe(429);
  }

  async function signIn(browser = world.browser()): Promise<Answer> {
    return walk(browser, await browser.get('/authorize', authorizationRequest(client)), { user });
  }

  /** Each five guesses from an address of their own, all with time to be checked. */
  async function guessFromEverywhere(name: string, guesses: number): Promise<void> {
    const form = await LoginForm.open(world, client);
    for (let guess = 0; guess < guesses; guess++) {
      if (guess % 5 === 0) proxy.from(`192.0.2.${(sources = (sources + 1) % 250)}`);
      expect((await form.try(name, `guess number ${guess}`)).status).toBe(400);
    }
    proxy.from(VICTIM);
  }

  /** Whether the right password opens the account to a browser that nobody knows. */
  async function opens(): Promise<boolean> {
    const form = await LoginForm.open(world, client);
    return signedIn(await form.try(user.username, user.password));
  }

  async function changePassword(token: string, current_password: string): Promise<Answer> {
    const url = new URL('/account/api/password', world.issuer);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ current_password, new_password: 'a new long passphrase' });
    return Answer.read(url, await fetch(url, { method: 'POST', headers, body }));
  }

  it('S05 who is signed in changes the password whatever strangers guess', async () => {
    const { access_token } = await world.tokens({ client, user, scope: 'openid account:write' });
    clock.advance(0);
    await lock();
    expect((await changePassword(access_token, user.password)).status).toBe(204);
  });

  it('I10 guesses at the account API wait and count as those at the login page do', async () => {
    const { access_token } = await world.tokens({ client, user, scope: 'openid account:write' });
    clock.advance(0);
    const verify = jest.spyOn(world.application.nest.get(PasswordHash), 'matches');
    for (let guess = 0; guess < 5; guess++) {
      expect((await changePassword(access_token, `guess ${guess}`)).status).toBe(400);
    }
    expect((await changePassword(access_token, user.password)).status).toBe(429);
    expect(verify).toHaveBeenCalledTimes(5);
    await guessFromEverywhere(user.username, 76);
    expect(await opens()).toBe(false);
  });

  it('I10 a disabled person can do nothing anywhere', async () => {
    const browser = world.browser();
    const all = await world.tokens({ client, user, browser, scope: 'openid account:write' });
    const refresh_token = all.refresh_token ?? '';
    const { code, ...rest } = await world.authorizationCode({ client, user, browser });
    const page = await LoginForm.open(world, client);
    await world.admin.patch(`/users/${user.sub}`, { disabled: true });

    const at = (path: string) => world.get(path, { authorization: `Bearer ${all.access_token}` });
    expect((await at('/userinfo')).status).toBe(401);
    expect((await changePassword(all.access_token, user.password)).status).toBe(401);
    expect((await world.refresh(client, refresh_token)).json).toMatchObject({
      error: 'invalid_grant',
    });
    expect((await world.redeem(client, { code, ...rest })).json).toMatchObject({
      error: 'invalid_grant',
    });
    for (const token of [all.access_token, refresh_token]) {
      expect((await world.introspect(client, token)).json).toEqual({ active: false });
    }
    const silent = authorizationRequest(client, { prompt: 'none' });
    expect((await browser.get('/authorize', silent)).parameters['error']).toBe('login_required');
    expect((await browser.get('/account')).location?.pathname).toMatch(/^\/interaction\//);
    expect((await page.try(user.username, user.password)).status).toBe(400);
  });

  it('I11 S05 whom somebody guesses at signs in, in a new browser too', async () => {
    proxy.from(VICTIM);
    const known = world.browser();
    expect((await signIn(known)).parameters['code']).toBeDefined();
    known.cookies.delete('session');

    proxy.from('198.51.100.200');
    clock.advance(0);
    await lock();
    proxy.from(VICTIM);
    expect((await signIn()).parameters['code']).toBeDefined();
    expect((await signIn(known)).parameters['code']).toBeDefined();
  });

  it('I11 S05 a guesser who never stops keeps nobody out of a new browser', async () => {
    clock.advance(0);
    for (let quarter = 0; quarter < 70; quarter++) {
      proxy.from('198.51.100.201');
      const form = await LoginForm.open(world, client);
      expect((await form.try(user.username, 'a wrong guess')).status).toBe(400);
      clock.advance(901);
      if (quarter % 23 > 0) continue;
      proxy.from(VICTIM);
      expect((await signIn()).parameters['code']).toBeDefined();
    }
  });

  it('I11 the cookie of a known browser is worth nothing to anybody else', async () => {
    const known = world.browser();
    await signIn(known);
    const device = known.cookies.get('device') ?? '';
    const other = await world.createUser();
    clock.advance(0);
    const form = await LoginForm.open(world, client);
    for (let guess = 0; guess < 6; guess++) await form.try(other.username, 'a wrong guess');

    const browser = world.browser();
    browser.cookies.set('__Host-gatehouse_device', device);
    const stolen = await LoginForm.open(world, client, { browser });
    expect((await stolen.try(other.username, other.password)).status).toBe(429);
    const forged = device.replace(/\.[\w-]{43}/, `.${'A'.repeat(43)}`);
    browser.cookies.set('__Host-gatehouse_device', forged);
    expect((await stolen.try(other.username, other.password)).status).toBe(429);
  });

  it('I11 a known browser that a thief guesses on waits like any other', async () => {
    const known = world.browser();
    await signIn(known);
    known.cookies.delete('session');
    clock.advance(0);
    const form = await LoginForm.open(world, client, { browser: known });
    const statuses = [];
    for (let guess = 0; guess < 7; guess++) {
      statuses.push((await form.try(user.username, 'a wrong guess')).status);
    }
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429, 429]);
    expect(
      signedIn(await (await LoginForm.open(world, client)).try(user.username, user.password)),
    ).toBe(true);
  });

  it('S05 a neighbour who guesses at everybody keeps nobody out of a browser they have used', async () => {
    const known = world.browser();
    await signIn(known);
    known.cookies.delete('session');
    clock.advance(60 - (clock.now() % 60));
    const form = await LoginForm.open(world, client);
    for (let guess = 0; guess < 30; guess++) await form.try(`victim-${guess}`, 'password123');
    expect((await form.try('another', 'password123')).status).toBe(429);
    expect((await signIn(known)).parameters['code']).toBeDefined();
  });

  describe('S13 no answer depends on whether somebody has the name', () => {
    /** What guesses at a pair of names are answered, five and more at each, from one address. */
    async function answersTo(names: readonly string[]): Promise<unknown[]> {
      proxy.from(`198.51.100.${++addresses}`);
      const seen = [];
      for (let guess = 0; guess < 14; guess++) {
        const name = names[guess % names.length]!;
        const answer = await (await LoginForm.open(world, client)).try(name, `guess ${guess}`);
        seen.push([answer.status, answer.headers.get('retry-after'), masked(answer, name)]);
      }
      return seen;
    }

    it('S13 a username and an address of one account wait as two names that nobody has', async () => {
      const nobody = [`nobody-${user.username}`, `nobody-${user.username}@people.example`];
      clock.advance(60 - (clock.now() % 60));
      expect(await answersTo([user.username, String(user['email'])])).toEqual(
        await answersTo(nobody),
      );
    });

    it('S13 an account that takes no more answers as a name that nobody has, then and later', async () => {
      clock.advance(60 - (clock.now() % 60));
      await guessFromEverywhere(user.username, 85);
      await guessFromEverywhere(`nobody-${user.username}`, 85);
      for (const later of [0, 25 * 3600]) {
        clock.advance(later);
        expect(await answersTo([user.username])).toEqual(
          await answersTo([`nobody-${user.username}`]),
        );
      }
    });
  });

  describe('S05 after as many wrong passwords as an account takes', () => {
    const events = (type: string) =>
      eventually(async () => {
        const sql = 'SELECT * FROM events WHERE type = ? AND user_id = ?';
        const found = await world.query(sql, [type, user.sub]);
        return found.length > 0 ? (found as any[]) : undefined;
      });

    let known: Browser;
    beforeEach(async () => {
      known = world.browser();
      await signIn(known);
      known.cookies.delete('session');
      clock.advance(0);
      const verify = jest.spyOn(world.application.nest.get(PasswordHash), 'matches');
      await guessFromEverywhere(user.username, 95);
      const checked = verify.mock.calls.filter(([hash]) => hash !== undefined);
      expect(checked).toHaveLength(80);
      verify.mockRestore();
      expect(await opens()).toBe(false);
    });

    it('S05 the right password in a known browser opens it for all', async () => {
      expect((await signIn(known)).parameters['code']).toBeDefined();
      expect(await opens()).toBe(true);
    });

    it('S05 an admin opens it, which is an event; doing so again is none', async () => {
      const locked = async () => (await world.admin.get(`/users/${user.sub}`)).json.locked;
      expect(await locked()).toBe('new_browsers');
      for (let time = 0; time < 2; time++) {
        expect((await world.admin.post(`/users/${user.sub}/unlock`)).status).toBe(204);
      }
      expect(await locked()).toBe('none');
      expect(await opens()).toBe(true);
      const told = await events('user.unlocked');
      expect(told).toHaveLength(1);
      expect(told?.[0]).toMatchObject({ actor_kind: 'user', outcome: 'success' });
    });

    it('S05 a password that an admin sets opens it', async () => {
      const password = 'another long passphrase';
      await world.admin.patch(`/users/${user.sub}`, { password });
      user = { ...user, password };
      expect(await opens()).toBe(true);
    });

    it('S05 a thief with a known browser gets twenty more, and no more than 100 in all', async () => {
      const verify = jest.spyOn(world.application.nest.get(PasswordHash), 'matches');
      for (let guess = 0; guess < 40; guess++) {
        const form = await LoginForm.open(world, client, { browser: known });
        await form.try(user.username, `guess number ${guess}`);
        clock.advance(901);
      }
      const checked = verify.mock.calls.filter(([hash]) => hash !== undefined);
      expect(checked).toHaveLength(20);
      const form = await LoginForm.open(world, client, { browser: known });
      const closed = await form.try(user.username, user.password);
      expect(closed.status).toBe(429);
      expect(closed.text).toContain('ask an administrator to unlock your account');
    });

    // Last: after so long a time nobody else is signed in any more.
    it('S05 it stays closed to strangers, and one event says so and what opens it', async () => {
      clock.advance(370 * 24 * 3600);
      await world.keepHouse();
      expect(await opens()).toBe(false);
      const told = await events('user.locked');
      expect(told).toHaveLength(1);
      const { wrong_passwords, opened_by } = JSON.parse(told?.[0].facts);
      expect([wrong_passwords, opened_by]).toEqual([
        80,
        expect.stringContaining(`POST /admin/users/${user.sub}/unlock`),
      ]);
    });
  });
});
