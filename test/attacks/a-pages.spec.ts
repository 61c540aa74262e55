import { beforeAll, describe, expect, it } from '@jest/globals';
import { Answer } from '../support/answer.js';
import { startApplication } from '../support/application.js';
import type { Browser } from '../support/browser.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { rawHttp } from '../support/raw-http.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';
import { contentSecurityPolicy, expectGuarded, expectGuardedPage } from './page-headers.js';

const CLIENT = 'https://client.example';
const HTML = { accept: 'text/html' };

describe('A: headers and content of pages', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient({
      logo_uri: `${CLIENT}/logo.png`,
      client_uri: CLIENT,
      policy_uri: `${CLIENT}/policy`,
      tos_uri: `${CLIENT}/terms`,
    });
    user = await world.createUser();
  });

  const start = (browser: Browser, changes = {}) =>
    browser.open('/authorize', authorizationRequest(client, changes));

  async function signedIn(): Promise<Browser> {
    return (await world.authorize({ client, user })).browser;
  }

  it('A25 A26 login and consent pages, also after a mistake', async () => {
    const browser = world.browser();
    const login = await start(browser, { scope: 'openid profile' });
    expect(login.has('login-submit')).toBe(true);
    expectGuardedPage(login, { leadsAway: true });
    const wrong = { username: user.username, password: 'not the password' };
    const failed = await browser.click(login, 'login-submit', wrong);
    expect(failed.status).toBe(400);
    expectGuardedPage(failed, { leadsAway: true });
    const { username, password } = user;
    const next = await browser.click(failed, 'login-submit', { username, password });
    const consent = await browser.follow(next);
    expect(consent.has('consent-approve')).toBe(true);
    expectGuardedPage(consent, { leadsAway: true });
  });

  it('A25 A26 the page after too many attempts', async () => {
    const browser = world.browser();
    const victim = await world.createUser();
    let page = await start(browser);
    for (let attempt = 0; attempt < 30 && page.status !== 429; attempt++) {
      const wrong = { username: victim.username, password: 'not the password' };
      page = await browser.click(page, 'login-submit', wrong);
      expectGuardedPage(page, { leadsAway: true });
    }
    expect(page.status).toBe(429);
  });

  it('A25 A26 the page on which people choose an account', async () => {
    const page = await start(await signedIn(), { prompt: 'select_account' });
    expect(page.has('account-continue')).toBe(true);
    expectGuardedPage(page, { leadsAway: true });
  });

  it('A25 A26 the page that posts the answer to the client', async () => {
    const parameters = { response_mode: 'form_post' };
    const { end } = await world.authorize({ client, user, parameters });
    expect(end.forms[0]?.fields['code']).toBeDefined();
    expectGuardedPage(end, { leadsAway: true });
    expect(contentSecurityPolicy(end).get('script-src')).toEqual([
      expect.stringMatching(/^'nonce-[\w-]{22,}'$/),
    ]);
  });

  it('A25 A26 the pages of a native client lead to its scheme', async () => {
    const metadata = { redirect_uris: ['com.example.app:/cb'], application_type: 'native' };
    const native = await world.registerClient(metadata);
    const page = await world.browser().open('/authorize', authorizationRequest(native));
    expectGuardedPage(page, { leadsAway: true });
  });

  it('A25 A26 sign-out, account and the pages around them', async () => {
    const browser = await signedIn();
    for (const path of ['/logout', '/account']) {
      const page = await browser.open(path);
      expect([path, page.status]).toEqual([path, 200]);
      expectGuardedPage(page);
    }
    const out = await browser.click(await browser.open('/logout'), 'logout-confirm');
    expect(out.text).toContain('Signed out');
    expectGuardedPage(out);
    expectGuardedPage(await browser.open('/logout'));
    expectGuardedPage(await browser.open('/account'));
    for (const path of ['/', '/account/', '/docs', '/docs/']) {
      expectGuarded(await browser.request(path));
    }
  });

  it('A25 A26 error pages: 400, 403, 404, 405, 413, 415', async () => {
    const browser = await signedIn();
    const send = (path: string, init: RequestInit) => browser.request(path, init);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const json = { 'content-type': 'application/json' };
    const uid = 'x'.repeat(43);
    const pages: [number, Answer][] = [
      [400, await browser.get('/authorize')],
      [400, await browser.get(`/authorize/${uid}`)],
      [400, await browser.get(`/interaction/${uid}`)],
      [403, await browser.post(`/interaction/${uid}/consent`, {})],
      [400, await browser.post(`/interaction/${uid}/cancel`, {})],
      [403, await browser.post(`/interaction/${uid}/login`, {})],
      [403, await browser.post('/logout/confirm', {})],
      [404, await browser.get('/interaction')],
      [404, await browser.get(`/interaction/${uid}/nothing/at/all`)],
      [404, await browser.get('/logout/nothing/here')],
      [404, await browser.get('/account/nothing')],
      [404, await browser.get('/assets/nothing')],
      [405, await send('/authorize', { method: 'PUT' })],
      [405, await send('/authorize', { method: 'OPTIONS' })],
      [405, await send('/logout', { method: 'DELETE' })],
      [405, await browser.post(`/interaction/${uid}`, {})],
      [405, await browser.get(`/interaction/${uid}/login`)],
      [413, await send('/authorize', { method: 'POST', headers: form, body: 'x'.repeat(70_000) })],
      [415, await send('/authorize', { method: 'POST', headers: json, body: '{}' })],
      [415, await send('/logout', { method: 'POST', headers: json, body: '{}' })],
    ];
    for (const [status, page] of pages) {
      expect([page.url.pathname, page.status]).toEqual([page.url.pathname, status]);
      expectGuardedPage(page);
      // What happened, and what to do about it.
      const [, ...sentences] = [...page.text.matchAll(/<p[^>]*>([^<]*)/g)].map(([, text]) => text);
      expect(sentences).toEqual(['', ''].map(() => expect.stringMatching(/^[^.!?]+\.$/)));
      expect(page.text).toMatch(/<a class="button" id="(?:home|account)" href="\/(?:account)?"/);
    }
  });

  it('A25 A26 the page of a failure of ours, which tells nothing about it', async () => {
    const browser = await signedIn();
    await world.query('ALTER TABLE interactions RENAME TO interactions_away');
    try {
      const pages = [
        await browser.get('/authorize', authorizationRequest(client, { prompt: 'login' })),
        await browser.post('/authorize', authorizationRequest(client)),
        await browser.get(`/authorize/${'x'.repeat(43)}`),
        await browser.get(`/interaction/${'x'.repeat(43)}`),
      ];
      for (const page of pages) {
        expect(page.status).toBe(500);
        expectGuardedPage(page);
        expect(page.text).toContain('server_error');
        expect(page.text).not.toMatch(
          /sqlite|interactions_away|no such table|node_modules|at .*:\d+/i,
        );
      }
    } finally {
      await world.query('ALTER TABLE interactions_away RENAME TO interactions');
    }
    expect((await start(world.browser())).status).toBe(200);
  });

  it('A25 A26 answers that are no page carry the same guard', async () => {
    const answers = [
      await world.get('/nothing'),
      await world.get('/%'),
      await world.get('/authorize%00'),
      await world.get('/token'),
      await world.get('/userinfo', HTML),
      await world.get('/admin/clients', HTML),
      await world.token(client, { grant_type: 'nothing' }),
      await world.browser().get('/authorize', authorizationRequest(client)),
      await world.browser().get('/authorize', authorizationRequest(client, { scope: 'bogus' })),
    ];
    for (const answer of answers) expectGuarded(answer);
  });

  it('A25 A26 a browser that went astray sees a page with a way home, and a program its own form', async () => {
    const paths = ['/nothing', '/admin/nothing', '/client-logos/nobody', '/token', '/jwks/x'];
    for (const path of paths) {
      const page = await world.get(path, HTML);
      expect([path, page.status]).toEqual([path, path === '/token' ? 405 : 404]);
      expectGuardedPage(page);
      expect(page.text).toMatch(/<a class="button" id="(?:home|account)" href="\//);
      for (const accept of ['application/json', '*/*']) {
        const answer = await world.get(path, { accept });
        expect([path, answer.headers.get('content-type')]).toEqual([
          path,
          expect.stringMatching(/^application\/(problem\+)?json/),
        ]);
      }
    }
  });

  it('A25 A26 header fields of more than 16 kB: a page for people, JSON for programs', async () => {
    const cookie = `Cookie: ${'a=b; '.repeat(4000)}\r\n`;
    const send = (accept: string) =>
      rawHttp(
        world.application.origin,
        `GET /authorize HTTP/1.1\r\nHost: x\r\nAccept: ${accept}\r\n${cookie}\r\n`,
      );
    const page = await send('text/html,application/xhtml+xml');
    expect([page.status, page.header('content-type')]).toEqual([431, 'text/html; charset=utf-8']);
    expect(page.body).toContain('Delete the cookies of this site');
    expect(page.body).toContain('href="/account"');
    for (const answer of [page, await send('application/json')]) {
      expect(answer.status).toBe(431);
      expect(answer.header('content-security-policy')).toContain("default-src 'none'");
      expect(answer.header('x-content-type-options')).toBe('nosniff');
    }
    expect(JSON.parse((await send('application/json')).body)).toMatchObject({
      error: 'invalid_request',
    });
  });

  it('A26 no page tells another site who is here: logos are not loaded from their owners', async () => {
    const browser = world.browser();
    const page = await start(browser);
    expect(page.text).not.toContain('logo.png');
    expect(page.text).toContain(`${CLIENT}/policy`);
    expect(page.text).toMatch(/<meta name="referrer" content="no-referrer">/);
  });

  it('A25 A26 behind https the pages also forbid plain http, and cookies are bound to the host', async () => {
    const application = await startApplication({ ISSUER: 'https://sso.example' });
    const url = new URL('/account', application.origin);
    const answer = await Answer.read(url, await fetch(url, { redirect: 'manual' }));
    expectGuarded(answer);
    expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=(?:\d{8,})/);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-gatehouse_browser=[\w-]{43}; /);
    for (const attribute of ['Path=/', 'HttpOnly', 'SameSite=Lax', 'Secure']) {
      expect(cookie.split('; ')).toContain(attribute);
    }
    expect(cookie).not.toMatch(/domain=/i);
  });
});
