import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PasswordHash } from '#platform/crypto';
import { Answer } from '../support/answer.js';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { walk } from '../support/sign-in.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import type { RegisteredUser } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';
import { LoginForm, signedIn } from './login-form.js';
import { ReverseProxy } from './reverse-proxy.js';

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

  async function changePassword(token: string, current_password: string): Promise<Answer> {
    const url = new URL('/account/api/password', world.issuer);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ current_password, new_password: 'a new long passphrase' });
    return Answer.read(url, await fetch(url, { method: 'POST', headers, body }));
  }

  it('I10 an account that is being guessed at waits at the account API as well', async () => {
    const { access_token } = await world.tokens({ client, user, scope: 'openid account:write' });
    clock.advance(0);
    await lock();
    const verify = jest.spyOn(world.application.nest.get(PasswordHash), 'matches');
    expect((await changePassword(access_token, user.password)).status).toBe(429);
    expect(verify).not.toHaveBeenCalled();
  });

  it('I10 guesses at the account API count at the login page', async () => {
    const { access_token } = await world.tokens({ client, user, scope: 'openid account:write' });
    clock.advance(0);
    for (let guess = 0; guess < 5; guess++) {
      expect((await changePassword(access_token, `guess ${guess}`)).status).toBe(400);
    }
    const form = await LoginForm.open(world, client);
    expect((await form.try(user.username, user.password)).status).toBe(429);
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

  it('I11 whom somebody locks out signs in on where they have signed in before', async () => {
    proxy.from(VICTIM);
    const known = world.browser();
    expect((await signIn(known)).parameters['code']).toBeDefined();
    known.cookies.delete('session');

    proxy.from('198.51.100.200');
    clock.advance(0);
    await lock();
    proxy.from(VICTIM);
    expect((await signIn()).status).toBe(429);
    expect((await signIn(known)).parameters['code']).toBeDefined();
  });

  it('I11 the wait is over by itself, and never longer than a quarter of an hour', async () => {
    clock.advance(0);
    const form = await LoginForm.open(world, client);
    for (let guess = 0; guess < 60; guess++) {
      await form.try(user.username, 'a wrong guess');
      clock.advance(61);
      if (guess % 20 === 0) form.browser.history.length = 0;
    }
    clock.advance(900);
    proxy.from(VICTIM);
    expect((await signIn()).parameters['code']).toBeDefined();
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
});
