import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { clock } from '../support/clock.js';
import type { Browser, Query } from '../support/browser.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { authorizationRequest, expectErrorPage } from './authorization-request.js';
import { pkce } from '../support/pkce.js';

describe('A: the interaction between the request and its answer', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;
  let other: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    [user, other] = await Promise.all([world.createUser(), world.createUser()]);
  });

  const start = async (browser: Browser, changes: Query = {}): Promise<Answer> => {
    client = await world.registerClient();
    return browser.open('/authorize', authorizationRequest(client, changes));
  };

  async function signIn(browser: Browser, page: Answer, who = user): Promise<Answer> {
    const { username, password } = who;
    return browser.follow(await browser.click(page, 'login-submit', { username, password }));
  }

  it('A27 fields posted with the login and the consent form change nothing of the request', async () => {
    const browser = world.browser();
    const { code_verifier, ...challenge } = pkce();
    const foreign = await world.registerClient({ redirect_uris: ['https://evil.example/cb'] });
    const tampered = {
      scope: 'openid email offline_access',
      redirect_uri: 'https://evil.example/cb',
      client_id: foreign.client_id,
      state: 'changed',
      nonce: 'changed',
      response_mode: 'fragment',
      code_challenge: pkce().code_challenge,
      max_age: '0',
      prompt: 'none',
      sub: other.sub,
      user: other.username,
      approved_scope: 'openid email',
      return_to: 'https://evil.example',
    };
    const page = await start(browser, { scope: 'openid profile', nonce: 'pinned', ...challenge });
    const { username, password } = user;
    const login = await browser.click(page, 'login-submit', { ...tampered, username, password });
    const consent = await browser.follow(login);
    expect(consent.text).not.toContain('evil.example');
    const end = await browser.follow(await browser.click(consent, 'consent-approve', tampered));
    expect(end.location?.href.startsWith(client.redirect_uris[0] ?? 'none')).toBe(true);
    expect(end.location?.hash).toBe('');
    expect(end.parameters['state']).toBe('state-of-the-client');
    const redirect_uri = client.redirect_uris[0];
    const fields = { code: end.parameters['code'], redirect_uri, code_verifier };
    const answer = await world.token(client, { grant_type: 'authorization_code', ...fields });
    expect([answer.status, answer.json.scope]).toEqual([200, 'openid profile']);
  });

  it('A27 parameters in the address of an interaction or of its end change nothing', async () => {
    const browser = world.browser();
    const page = await start(browser);
    const uid = page.url.pathname.split('/')[2];
    const extra = '?redirect_uri=https://evil.example&scope=email&prompt=none&client_id=x';
    expect((await browser.get(`/interaction/${uid}${extra}`)).status).toBe(200);
    const again = await browser.get(`/authorize/${uid}${extra}`);
    expect(again.location?.pathname).toBe(`/interaction/${uid}`);
  });

  it('A27 nobody gets past login or consent by opening the next address', async () => {
    const browser = world.browser();
    const page = await start(browser);
    const path = page.url.pathname;
    const uid = path.split('/')[2];
    const skipped = await browser.get(`/authorize/${uid}`);
    expect(skipped.location?.pathname).toBe(path);
    const csrf = page.forms[0]?.fields['csrf'];
    const early = await browser.post(`${path}/consent`, { csrf });
    expect([303, 403]).toContain(early.status);
    const consent = await signIn(browser, page);
    expect(consent.has('consent-approve')).toBe(true);
    expect((await browser.get(`/authorize/${uid}`)).location?.pathname).toBe(path);
    // Nor does an empty post count as consent.
    expect((await browser.post(`${path}/consent`, {})).status).toBe(403);
    expect((await browser.get(`/authorize/${uid}`)).location?.pathname).toBe(path);
  });

  it('A27 the choice of an account takes nobody past login or consent', async () => {
    const browser = world.browser();
    const page = await start(browser, { prompt: 'select_account' });
    const path = page.url.pathname;
    const uid = path.split('/')[2];
    const csrf = page.forms[0]?.fields['csrf'];
    for (const step of ['account', 'other-account']) {
      expect((await browser.post(`${path}/${step}`, { csrf })).status).toBe(403);
    }
    const consent = await signIn(browser, page);
    expect(consent.has('consent-approve')).toBe(true);
    const fields = consent.formWith('consent-approve').fields;
    await browser.post(`${path}/account`, fields);
    expect((await browser.open(`/authorize/${uid}`)).has('consent-approve')).toBe(true);
    // Who is not the one that signed in is asked anew, whatever they open.
    await browser.post(`${path}/other-account`, fields);
    expect((await browser.open(`/authorize/${uid}`)).has('account-continue')).toBe(true);
  });

  it('A28 an interaction opened in another browser is an error page and is not used up', async () => {
    const victim = world.browser();
    const page = await start(victim);
    const path = page.url.pathname;
    const uid = path.split('/')[2];
    const signedIn = (await world.authorize({ client, user: other })).browser;
    for (const stranger of [world.browser(), signedIn]) {
      expectErrorPage(await stranger.get(path));
      expectErrorPage(await stranger.get(`/authorize/${uid}`));
      expect((await stranger.get(`/authorize/${uid}`)).location).toBeUndefined();
      const csrf = page.forms[0]?.fields['csrf'];
      for (const step of ['login', 'consent', 'account', 'other-account', 'cancel']) {
        const { username, password } = other;
        const posted = await stranger.post(`${path}/${step}`, { csrf, username, password });
        expect([400, 403]).toContain(posted.status);
        expect(posted.location).toBeUndefined();
      }
    }
    const consent = await signIn(victim, page);
    const end = await victim.follow(await victim.click(consent, 'consent-approve'));
    expect(end.parameters['code']).toMatch(/^gh_ac_/);
  });

  it('A28 the session cookie of another browser does not open its interaction', async () => {
    const victim = world.browser();
    const page = await start(victim);
    const thief = world.browser();
    await start(thief);
    thief.cookies.set('gatehouse_session', victim.cookies.get('session') ?? 'none');
    expectErrorPage(await thief.get(page.url));
    const both = world.browser();
    const stolen = victim.cookies.get('browser') ?? '';
    both.cookies.set('gatehouse_browser', `${stolen}; gatehouse_browser=${stolen}`);
    expectErrorPage(await both.get(page.url));
  });

  it('A28 a request that was posted belongs to the first browser that goes on with it', async () => {
    const poster = world.browser();
    client = await world.registerClient();
    const posted = await poster.post('/authorize', authorizationRequest(client));
    const victim = world.browser();
    const page = await victim.follow(posted);
    expect(page.has('login-submit')).toBe(true);
    expectErrorPage(await poster.get(posted.location ?? ''));
    expectErrorPage(await world.browser().get(posted.location ?? ''));
  });

  it('A28 a finished interaction gives no second code, also when it is finished twice at once', async () => {
    const browser = world.browser();
    const { code_verifier, ...challenge } = pkce();
    const consent = await signIn(browser, await start(browser, challenge));
    const approved = await browser.click(consent, 'consent-approve');
    const target = approved.location ?? '';
    const ends = await Promise.all(Array.from({ length: 20 }, () => browser.get(target)));
    const codes = new Set(ends.map((end) => end.parameters['code']));
    expect([...codes]).toEqual([expect.stringMatching(/^gh_ac_/)]);
    expect((await browser.get(target)).parameters['code']).toBe([...codes][0]);
    const fields = { code: [...codes][0], redirect_uri: client.redirect_uris[0], code_verifier };
    const redeemed = await world.token(client, { grant_type: 'authorization_code', ...fields });
    expect(redeemed.status).toBe(200);
    expectErrorPage(await browser.get(target));
    expectErrorPage(await browser.open(consent.url));
  });

  it('A29 a form without its token, with a changed one or with that of another is refused', async () => {
    const browser = world.browser();
    const page = await start(browser);
    const path = page.url.pathname;
    const token = page.forms[0]?.fields['csrf'] ?? '';
    const second = world.browser();
    const foreign = (await start(second)).forms[0]?.fields['csrf'];
    const sibling = (await start(browser)).forms[0]?.fields['csrf'];
    const { username, password } = user;
    const flipped = token.replace(/^./, token.startsWith('A') ? 'B' : 'A');
    for (const csrf of [
      undefined,
      '',
      'x',
      flipped,
      `${token}x`,
      token.slice(1),
      foreign,
      sibling,
    ]) {
      for (const step of ['login', 'cancel']) {
        const answer = await browser.post(`${path}/${step}`, { csrf, username, password });
        expect([csrf, step, answer.status]).toEqual([csrf, step, 403]);
      }
    }
    const consent = await signIn(browser, page);
    for (const csrf of [undefined, '', token, foreign, sibling]) {
      expect((await browser.post(`${path}/consent`, { csrf })).status).toBe(403);
    }
    const logout = (await browser.get('/logout')).forms[0]?.fields['csrf'];
    expect((await browser.post(`${path}/consent`, { csrf: logout })).status).toBe(403);
    expect((await browser.post('/logout/confirm', { csrf: token })).status).toBe(403);
    expect((await browser.post('/logout/confirm', {})).status).toBe(403);
    const end = await browser.follow(await browser.click(consent, 'consent-approve'));
    expect(end.parameters['code']).toMatch(/^gh_ac_/);
  });

  it('A29 a form sent by another site is refused even with its token', async () => {
    const browser = world.browser();
    const page = await start(browser);
    const { fields } = page.formWith('login-submit');
    const filled = { ...fields, username: user.username, password: user.password };
    const target = `${page.url.pathname}/login`;
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: `${world.issuer}.evil.example` },
      { origin: world.issuer.replace('http:', 'https:') },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: world.issuer, 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await browser.post(target, filled, headers);
      expect([headers, answer.status]).toEqual([headers, 403]);
      expect(browser.cookies.get('session')).toBeUndefined();
    }
    const own = await browser.post(target, filled, { 'sec-fetch-site': 'same-origin' });
    expect(own.status).toBe(303);
    const { action, fields: signOut } = (await browser.get('/logout')).formWith('logout-confirm');
    for (const [path, query, status] of [
      [action, signOut, 403],
      ['/authorize', {}, 400],
    ] as const) {
      const posted = await browser.post(path, query, { origin: 'https://evil.example' });
      expect([path, posted.status]).toEqual([path, status]);
    }
    expect((await browser.get('/logout')).has('logout-confirm')).toBe(true);
  });

  it('A29 a consent page shown to one person is no consent of the next one in this browser', async () => {
    const browser = world.browser();
    const consent = await signIn(browser, await start(browser));
    const asked = client;
    const second = await browser.open(
      '/authorize',
      authorizationRequest(asked, { prompt: 'login' }),
    );
    await signIn(browser, second, other);
    const stale = await browser.click(consent, 'consent-approve');
    expect(stale.status).toBe(403);
    const resumed = await browser.get(consent.url.pathname.replace('interaction', 'authorize'));
    expect(resumed.parameters['code']).toBeUndefined();
    const shown = await browser.follow(resumed);
    expect(shown.text).toContain(other.username);
  });

  it('A29 a form that was answered changes nothing any more: it leads to the answer, for a minute', async () => {
    const browser = world.browser();
    const consent = await signIn(browser, await start(browser));
    const end = await browser.follow(await browser.click(consent, 'consent-approve'));
    for (const step of ['consent-approve', 'cancel']) {
      const again = await browser.follow(await browser.click(consent, step));
      expect(again.parameters).toEqual(end.parameters);
    }
    clock.advance(60);
    for (const step of ['consent-approve', 'cancel']) {
      expectErrorPage(await browser.follow(await browser.click(consent, step)));
    }
  });
});
