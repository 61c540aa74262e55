import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeJwt } from 'jose';
import type { Browser, Query } from '../support/browser.js';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { walk } from '../support/sign-in.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { authorizationRequest, expectErrorRedirect } from './authorization-request.js';
import { mutatedJws } from './jws-mutations.js';

const PASSWORD = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport';

describe('A: when the person has to be asked again', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;
  let other: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient();
    [user, other] = await Promise.all([world.createUser(), world.createUser()]);
  });

  const ask = (browser: Browser, changes: Query = {}) =>
    browser.get('/authorize', authorizationRequest(client, changes));

  async function signedIn(who = user): Promise<Browser> {
    return (await world.authorize({ client, user: who })).browser;
  }

  /** The claims of the ID token at the end of a request in this browser. */
  async function idToken(browser: Browser, parameters: Query = {}, who = user) {
    const tokens = await world.tokens({ client, user: who, browser, parameters });
    return decodeJwt(tokens.id_token ?? '');
  }

  it('A31 prompt=none never shows a page', async () => {
    expectErrorRedirect(await ask(world.browser(), { prompt: 'none' }), client, 'login_required');
    const browser = await signedIn();
    expect((await ask(browser, { prompt: 'none' })).parameters['code']).toBeDefined();
    const email = await ask(browser, { prompt: 'none', scope: 'openid email' });
    expectErrorRedirect(email, client, 'consent_required');
    const again = await ask(browser, { prompt: 'none', max_age: '0' });
    expectErrorRedirect(again, client, 'login_required');
    const posted = await browser.post(
      '/authorize',
      authorizationRequest(client, { prompt: 'none' }),
    );
    expect((await browser.follow(posted)).parameters['code']).toBeDefined();
    const stranger = world.browser();
    const refused = await stranger.post(
      '/authorize',
      authorizationRequest(client, { prompt: 'none' }),
    );
    const end = await stranger.follow(refused);
    expect(end.parameters).toMatchObject({ error: 'login_required', iss: world.issuer });
  });

  it('A31 prompt=none with a cookie of nobody, or of a session that ended, is login_required', async () => {
    for (const value of ['x', 'x'.repeat(43), '../../x']) {
      const browser = world.browser();
      browser.cookies.set('gatehouse_session', value);
      expectErrorRedirect(await ask(browser, { prompt: 'none' }), client, 'login_required');
    }
    const browser = await signedIn();
    const session = browser.cookies.get('session') ?? '';
    await browser.click(await browser.get('/logout'), 'logout-confirm');
    browser.cookies.set('gatehouse_session', session);
    expectErrorRedirect(await ask(browser, { prompt: 'none' }), client, 'login_required');
    const twice = await signedIn();
    twice.cookies.set('gatehouse_session', `${twice.cookies.get('session')}; gatehouse_session=x`);
    expectErrorRedirect(await ask(twice, { prompt: 'none' }), client, 'login_required');
  });

  it('A31 none together with another prompt, or an unknown prompt, is an invalid_request', async () => {
    const browser = await signedIn();
    for (const prompt of [
      'none login',
      'login none',
      'none none',
      'none consent',
      'None',
      'create',
      'login  consent',
    ]) {
      expectErrorRedirect(await ask(browser, { prompt }), client, 'invalid_request');
    }
  });

  it('A32 prompt=login asks for the password although somebody is signed in', async () => {
    const browser = await signedIn();
    clock.advance(5);
    for (const prompt of ['login', 'login select_account', 'login consent']) {
      const page = await browser.follow(await ask(browser, { prompt }));
      expect(page.has('login-submit')).toBe(true);
      // Opening the way back, or the request again, is not signing in.
      const uid = page.url.pathname.split('/')[2];
      const back = await browser.follow(await browser.get(`/authorize/${uid}`));
      expect(back.has('login-submit')).toBe(true);
      const wrong = { username: user.username, password: 'not the password' };
      expect((await browser.click(page, 'login-submit', wrong)).status).toBe(400);
      const resumed = await browser.follow(await browser.get(`/authorize/${uid}`));
      expect(resumed.has('login-submit')).toBe(true);
    }
  });

  it('A32 signing in again gives a new auth_time and ends the old cookie', async () => {
    const browser = await signedIn();
    const before = await idToken(browser);
    const stolen = browser.cookies.get('session') ?? '';
    clock.advance(10);
    const after = await idToken(browser, { prompt: 'login' });
    expect(after['auth_time']).toBeGreaterThanOrEqual(Number(before['auth_time']) + 10);
    const thief = world.browser();
    thief.cookies.set('gatehouse_session', stolen);
    expectErrorRedirect(await ask(thief, { prompt: 'none' }), client, 'login_required');
  });

  it('A32 a sign-in in another tab is no answer to prompt=login in this one', async () => {
    const browser = await signedIn();
    const page = await browser.follow(await ask(browser, { prompt: 'login' }));
    const uid = page.url.pathname.split('/')[2];
    // The same person signs in elsewhere in this browser: the request still asks for itself.
    const elsewhere = world.browser();
    elsewhere.cookies.set('gatehouse_browser', browser.cookies.get('browser') ?? '');
    await walk(elsewhere, await ask(elsewhere), { user: other });
    browser.cookies.set('gatehouse_session', elsewhere.cookies.get('session') ?? '');
    const back = await browser.follow(await browser.get(`/authorize/${uid}`));
    expect(back.has('login-submit')).toBe(true);
  });

  it('A32 max_age=0 is prompt=login, also in the second of the sign-in (OIDC Core §3.1.2.1)', async () => {
    clock.advance(0);
    const browser = await signedIn();
    expect((await browser.follow(await ask(browser, { max_age: '0' }))).has('login-submit')).toBe(
      true,
    );
  });

  it('A32 max_age is counted from the last password, and only whole seconds are understood', async () => {
    const browser = await signedIn();
    clock.advance(60);
    const login = await browser.follow(await ask(browser, { max_age: '59' }));
    expect(login.has('login-submit')).toBe(true);
    // Seconds that begin meanwhile count as well.
    expect((await ask(browser, { max_age: '90' })).parameters['code']).toBeDefined();
    expect((await browser.follow(await ask(browser, { max_age: '0' }))).has('login-submit')).toBe(
      true,
    );
    // More than anybody waits for is no limit.
    for (const max_age of ['2147483647', '9999999999']) {
      expect((await ask(browser, { max_age })).parameters['code']).toBeDefined();
    }
    for (const max_age of [
      '-1',
      'abc',
      '1.5',
      '1e3',
      '0x10',
      '+1',
      ' 1',
      '١',
      '99999999999999999999',
    ]) {
      expectErrorRedirect(await ask(browser, { max_age }), client, 'invalid_request');
    }
    const strict = await world.registerClient({ default_max_age: 1 });
    const asked = await browser.get('/authorize', authorizationRequest(strict));
    expect((await browser.follow(asked)).has('login-submit')).toBe(true);
    const fresh = await idToken(browser, { max_age: '1' });
    expect(fresh['auth_time']).toBe(clock.now());
  });

  it('A32 an id_token_hint of somebody else is a login_required', async () => {
    const browser = await signedIn();
    const hint = async (who: RegisteredUser) => {
      const tokens = await world.tokens({ client, user: who });
      return tokens.id_token ?? '';
    };
    const [own, foreign] = [await hint(user), await hint(other)];
    const same = await ask(browser, { id_token_hint: own, prompt: 'none' });
    expect(same.parameters['code']).toBeDefined();
    const mismatch = await ask(browser, { id_token_hint: foreign, prompt: 'none' });
    expectErrorRedirect(mismatch, client, 'login_required');
    // With a page: whoever signs in has to be the person of the hint.
    const page = await browser.follow(await ask(browser, { id_token_hint: foreign }));
    expect(page.has('login-submit')).toBe(true);
    const wrongPerson = await walk(browser, page, { user });
    expectErrorRedirect(wrongPerson, client, 'login_required');
    const next = await browser.follow(await ask(browser, { id_token_hint: foreign }));
    const rightPerson = await walk(browser, next, { user: other });
    expect(rightPerson.parameters['code']).toBeDefined();
  });

  it('A32 an id_token_hint that is not ours is an invalid_request', async () => {
    const browser = await signedIn();
    const { id_token: token = '' } = await world.tokens({ client, user });
    const [header, , signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...decodeJwt(token), sub: user.sub, x: 1 }));
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const payload = token.split('.')[1];
    for (const id_token_hint of [
      ...['x', 'a.b.c', `${none}.${payload}.`, `${none}.${payload}.${signature}`],
      `${header}.${forged.toString('base64url')}.${signature}`,
    ]) {
      const answer = await ask(browser, { id_token_hint, prompt: 'none' });
      expectErrorRedirect(answer, client, 'invalid_request');
    }
  });

  it('A32 nothing that was made from an ID token is an id_token_hint', async () => {
    const browser = await signedIn();
    const { id_token = '' } = await world.tokens({ client, user });
    const [jwk] = (await world.get('/jwks')).json.keys as object[];
    await fc.assert(
      fc.asyncProperty(mutatedJws(Buffer.from(JSON.stringify(jwk))), async (mutate) => {
        const id_token_hint = mutate(id_token);
        // Cut to nothing it counts as left out.
        fc.pre(id_token_hint !== '');
        const answer = await ask(browser, { id_token_hint, prompt: 'none' });
        expectErrorRedirect(answer, client, 'invalid_request');
      }),
      { numRuns: 150 },
    );
    const answer = await ask(browser, { id_token_hint: id_token, prompt: 'none' });
    expect(answer.parameters['code']).toBeDefined();
  });

  it('A33 no authentication context is claimed that was not reached', async () => {
    const browser = world.browser();
    const wanted = JSON.stringify({ id_token: { acr: { values: ['mfa'] } } });
    for (const parameters of [
      { acr_values: 'mfa' },
      { acr_values: 'urn:loa:3 mfa' },
      { claims: wanted },
    ]) {
      const payload = await idToken(browser, parameters);
      expect(payload['acr']).toBe(PASSWORD);
      expect(payload['amr']).toEqual(['pwd']);
    }
    const metadata = (await world.get('/.well-known/openid-configuration')).json;
    expect(metadata.acr_values_supported).toEqual([
      ...[PASSWORD, 'https://refeds.org/profile/mfa', 'phr'],
    ]);
  });

  it('A33 an essential one that cannot be reached fails, before anybody is asked', async () => {
    const browser = await signedIn();
    for (const request of [{ value: 'mfa' }, { values: ['urn:loa:3', 'mfa'] }]) {
      const claims = JSON.stringify({ id_token: { acr: { essential: true, ...request } } });
      for (const who of [world.browser(), browser]) {
        for (const prompt of [undefined, 'none', 'login']) {
          const answer = await ask(who, { claims, prompt });
          expectErrorRedirect(answer, client, 'unmet_authentication_requirements');
        }
      }
    }
    const reachable = { essential: true, values: ['mfa', PASSWORD] };
    for (const acr of [reachable, { essential: true }]) {
      const claims = JSON.stringify({ id_token: { acr } });
      expect((await idToken(browser, { claims }))['acr']).toBe(PASSWORD);
    }
  });
});
