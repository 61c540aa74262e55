import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Answer } from '../../support/answer.js';
import type { Browser, Query } from '../../support/browser.js';
import { pkce } from '../../support/pkce.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { walk } from '../../support/sign-in.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

describe('OIDC Core §3.1.2.1 prompt=select_account', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;
  let other: RegisteredUser;
  const { code_verifier, ...challenge } = pkce();

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient();
    user = await world.createUser({ name: 'Ada Example' });
    other = await world.createUser();
  });

  const signedIn = async () => (await world.authorize({ client, user })).browser;

  const ask = (browser: Browser, prompt = 'select_account', changes: Query = {}) =>
    browser.open('/authorize', {
      ...{ response_type: 'code', client_id: client.client_id, scope: 'openid', prompt },
      ...{ redirect_uri: client.redirect_uris[0], ...challenge, ...changes },
    });

  /** The sub that the client is told at the end. */
  async function subject(end: Answer): Promise<unknown> {
    const { code = '' } = end.parameters;
    const redirect_uri = client.redirect_uris[0] ?? '';
    const issued = { code, redirect_uri, code_verifier, response: {}, browser: world.browser() };
    return decodeJwt((await world.redeem(client, issued)).json.id_token).sub;
  }

  it('whoever is signed in goes on without a password', async () => {
    const browser = await signedIn();
    const page = await ask(browser);
    expect(page.text).toContain('<h1>Choose an account</h1>');
    expect(page.text).toContain('Ada Example');
    expect(page.has('login-submit')).toBe(false);
    const end = await browser.follow(await browser.click(page, 'account-continue'));
    expect(await subject(end)).toBe(user.sub);
  });

  it('or signs in as somebody else', async () => {
    const browser = await signedIn();
    const page = await ask(browser);
    const login = await browser.follow(await browser.click(page, 'account-other'));
    expect(login.has('login-submit')).toBe(true);
    expect(await subject(await walk(browser, login, { user: other }))).toBe(other.sub);
  });

  it('or cancels', async () => {
    const browser = await signedIn();
    const end = await browser.follow(await browser.click(await ask(browser), 'cancel'));
    expect(end.parameters['error']).toBe('access_denied');
  });

  it('is asked for every request anew, and nothing but the choice answers it', async () => {
    const browser = await signedIn();
    const page = await ask(browser);
    const uid = page.url.pathname.split('/').at(-1) ?? '';
    await browser.click(page, 'account-continue');
    expect((await ask(browser)).has('account-continue')).toBe(true);
    const second = await ask(browser);
    const again = second.url.pathname.split('/').at(-1) ?? '';
    expect(again).not.toBe(uid);
    const resumed = await browser.open(`/authorize/${again}`);
    expect(resumed.has('account-continue')).toBe(true);
    await browser.click(second, 'account-other');
    expect((await browser.open(`/authorize/${again}`)).has('account-continue')).toBe(true);
  });

  it('signing in is a choice: nobody is asked twice', async () => {
    const browser = world.browser();
    const login = await ask(browser);
    expect(login.has('login-submit')).toBe(true);
    const { username, password } = user;
    const next = await browser.click(login, 'login-submit', { username, password });
    const page = await browser.follow(next);
    expect(page.has('account-continue')).toBe(false);
    for (const prompt of ['select_account login', 'login select_account']) {
      expect((await ask(await signedIn(), prompt)).has('login-submit')).toBe(true);
    }
  });

  it('goes together with consent and with max_age', async () => {
    const browser = await signedIn();
    const page = await ask(browser, 'select_account consent');
    const consent = await browser.follow(await browser.click(page, 'account-continue'));
    expect(consent.has('consent-approve')).toBe(true);
    const aged = await ask(await signedIn(), 'select_account', { max_age: '0' });
    expect(aged.has('login-submit')).toBe(true);
  });

  it('only takes its own form, from this browser, while the same person is signed in', async () => {
    const browser = await signedIn();
    const page = await ask(browser);
    const { action, fields } = page.formWith('account-continue');
    for (const path of [action, action.replace(/account$/, 'other-account')]) {
      expect((await browser.post(path, {})).status).toBe(403);
      expect((await world.browser().post(path, fields)).status).toBe(403);
      const foreign = { origin: 'https://evil.example' };
      expect((await browser.post(path, fields, foreign)).status).toBe(403);
    }
    const stranger = (await world.authorize({ client, user: other })).browser;
    browser.cookies.set('gatehouse_session', stranger.cookies.get('session') ?? '');
    expect((await browser.post(action, fields)).status).toBe(403);
  });
});
