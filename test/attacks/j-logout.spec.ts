import { beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, SignJWT, decodeJwt } from 'jose';
import type { Answer } from '../support/answer.js';
import type { Tokens } from '../support/authorization.js';
import type { Browser, Query } from '../support/browser.js';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { expectGuardedPage } from './page-headers.js';

const BYE = 'https://client.example/bye';

let world: LocalWorld;
let client: RegisteredClient;
let other: RegisteredClient;
let own: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld();
  client = await world.registerClient({ post_logout_redirect_uris: [BYE] });
  other = await world.registerClient({ post_logout_redirect_uris: ['https://other.example/bye'] });
  own = await world.registerClient({ post_logout_redirect_uris: [BYE], first_party: true });
  user = await world.createUser();
});

interface SignedIn {
  readonly browser: Browser;
  readonly tokens: Tokens;
  readonly hint: string;
}

async function signedIn(scope = 'openid', of = client): Promise<SignedIn> {
  const issued = await world.authorizationCode({ client: of, user, scope });
  const tokens = (await world.redeem(of, issued)).json as Tokens;
  return { browser: issued.browser, tokens, hint: tokens.id_token ?? '' };
}

/** Whether `/authorize` would answer without asking for the password. */
async function isSignedIn(browser: Browser): Promise<boolean> {
  const start = { client, user, browser, parameters: { prompt: 'none' } };
  return 'code' in (await world.authorize(start)).end.parameters;
}

/** A page that leads nowhere but to signing out here; the person is signed in until then. */
async function expectLogoutError(browser: Browser, page: Answer): Promise<void> {
  expect(page.status).toBe(400);
  expect(page.location).toBeUndefined();
  expect(page.text).toContain('Logout error');
  expect(page.headers.get('refresh')).toBeNull();
  expectGuardedPage(page);
  expect(await isSignedIn(browser)).toBe(true);
  const end = await browser.click(page, 'logout-confirm');
  expect(end.location).toBeUndefined();
  expect(end.text).toContain('Signed out');
  expect(end.has('continue')).toBe(false);
  expect(await isSignedIn(browser)).toBe(false);
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('logout asked for by a client', () => {
  it.each([
    ['of nobody', 'https://evil.example/'],
    ['of another client', 'https://other.example/bye'],
    ['with a query added', `${BYE}?x=1`],
    ['with a slash added', `${BYE}/`],
    ['in other letters', 'https://client.example/BYE'],
    ['with a script', 'javascript:alert(1)'],
    ['with data', 'data:text/html,<script>alert(1)</script>'],
    ['without a scheme', '//client.example/bye'],
  ])('J01 post_logout_redirect_uri %s: "no redirect"', async (_case, uri) => {
    const { browser, hint } = await signedIn();
    const query = { id_token_hint: hint, post_logout_redirect_uri: uri, state: 'x' };
    const stranger = await world.browser().get('/logout', query);
    expect([stranger.status, stranger.location]).toEqual([400, undefined]);
    expect(stranger.text).toContain('Logout error');
    const posted = await browser.post('/logout', query);
    expect([posted.status, posted.location]).toEqual([400, undefined]);
    await expectLogoutError(browser, await browser.get('/logout', query));
  });

  it('J01 without id_token_hint and client_id, the URI belongs to nobody', async () => {
    const { browser } = await signedIn();
    await expectLogoutError(
      browser,
      await browser.get('/logout', { post_logout_redirect_uri: BYE, state: 'x' }),
    );
  });

  it('J01 with a client_id alone nobody is sent anywhere before they said so', async () => {
    const query = { client_id: client.client_id, post_logout_redirect_uri: BYE };
    const stranger = await world.browser().get('/logout', query);
    expect([stranger.status, stranger.location]).toEqual([200, undefined]);
    expect(stranger.text).toContain('Signed out');
    expect(stranger.text).toContain(`href="${BYE}"`);

    const { browser } = await signedIn();
    const page = await browser.get('/logout', query);
    expect(page.location).toBeUndefined();
    expectGuardedPage(page, { leadsAway: true });
    expect((await browser.click(page, 'logout-confirm')).location?.href).toBe(BYE);
  });

  it.each<[string, (hint: string) => string | Promise<string>]>([
    ['a letter of the claims changed', (hint) => hint.replace(/\.(.{20})./, '.$1_')],
    ['without a signature', (hint) => `${hint.split('.').slice(0, 2).join('.')}.`],
    ['alg none', (hint) => `${encoded({ alg: 'none', typ: 'JWT' })}.${hint.split('.')[1] ?? ''}.`],
    [
      'signed by somebody else',
      async (hint) => {
        const { privateKey } = await generateKeyPair('RS256');
        const header = { alg: 'RS256', typ: 'JWT', kid: 'mine' };
        return new SignJWT(decodeJwt(hint)).setProtectedHeader(header).sign(privateKey);
      },
    ],
    [
      'signed with the secret of the client',
      (hint) =>
        new SignJWT(decodeJwt(hint))
          .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
          .sign(Buffer.from(client.client_secret ?? '')),
    ],
    ['nothing of the kind', () => 'x'],
  ])('J02 id_token_hint %s: nothing ends, nobody is redirected', async (_case, forge) => {
    const { browser, hint } = await signedIn('openid', own);
    const query = { id_token_hint: await forge(hint), post_logout_redirect_uri: BYE };
    await expectLogoutError(browser, await browser.get('/logout', query));
  });

  it('J02 an access token is no hint', async () => {
    const { browser, tokens } = await signedIn('openid', own);
    const query = { id_token_hint: tokens.access_token, post_logout_redirect_uri: BYE };
    await expectLogoutError(browser, await browser.get('/logout', query));
  });

  it('J03 a hint that expired a while ago counts', async () => {
    const { browser, hint } = await signedIn('openid', own);
    clock.advance(1200);
    const query = { id_token_hint: hint, post_logout_redirect_uri: BYE, state: 's' };
    expect((await browser.get('/logout', query)).location?.href).toBe(`${BYE}?state=s`);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('J03 a hint that expired yesterday counts, and the session of today is asked about', async () => {
    const { browser, hint } = await signedIn('openid', own);
    clock.advance(24 * 3600);
    await world.authorizationCode({ client: own, user, browser });
    const query = { id_token_hint: hint, post_logout_redirect_uri: BYE, state: 's' };
    const page = await browser.get('/logout', query);
    expect(await isSignedIn(browser)).toBe(true);
    expect((await browser.click(page, 'logout-confirm')).location?.href).toBe(`${BYE}?state=s`);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('J04 a link, an image or a form of another site ends nothing', async () => {
    const { browser } = await signedIn();
    const page = await browser.get('/logout');
    const { action, fields } = page.formWith('logout-confirm');
    expect((await browser.post(action, {})).status).toBe(403);
    expect((await browser.post(action, fields, { origin: 'https://evil.example' })).status).toBe(
      403,
    );
    const fetched = { 'sec-fetch-site': 'cross-site' };
    expect((await browser.post(action, fields, fetched)).status).toBe(403);
    expect((await browser.post('/logout', fields)).location?.pathname).toMatch(/^\/logout\/.{43}$/);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it.each<[string, () => Promise<Query>]>([
    ['no hint', async () => ({ client_id: own.client_id })],
    [
      'a hint of another session',
      async () => ({ id_token_hint: (await signedIn('openid', own)).hint }),
    ],
  ])('J04 with %s even the client of the enterprise ends nothing unasked', async (_case, query) => {
    const { browser } = await signedIn('openid', own);
    const page = await browser.get('/logout', {
      ...(await query()),
      post_logout_redirect_uri: BYE,
    });
    expect([page.status, page.has('logout-confirm')]).toEqual([200, true]);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('J04 nor does one with a hint of another session, whoever it is from', async () => {
    const [{ browser }, { hint }] = [await signedIn(), await signedIn()];
    const page = await browser.get('/logout', { id_token_hint: hint });
    expect([page.status, page.has('logout-confirm')]).toEqual([200, true]);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('J04 the question cannot be turned into another one', async () => {
    const { browser } = await signedIn();
    const { client_id } = client;
    const query = { client_id, post_logout_redirect_uri: BYE, state: 'mine' };
    const page = await browser.get('/logout', query);
    const { action, fields } = page.formWith('logout-confirm');
    for (const change of [{ state: 'yours' }, { state: undefined }, { client_id: own.client_id }]) {
      expect((await browser.post(action, { ...fields, ...change })).status).toBe(403);
    }
    const elsewhere = { client_id: other.client_id };
    expect((await browser.post(action, { ...fields, ...elsewhere })).status).toBe(400);
    expect(await isSignedIn(browser)).toBe(true);
    const end = await browser.post(action, fields);
    expect(end.location?.href).toBe(`${BYE}?state=mine`);
  });

  it('J05 client_id contradicts the hint: "400 page, no redirect"', async () => {
    const { browser, hint } = await signedIn();
    const query = { id_token_hint: hint, client_id: other.client_id };
    await expectLogoutError(
      browser,
      await browser.get('/logout', { ...query, post_logout_redirect_uri: BYE }),
    );
  });

  it('J09 ends the tokens that live as long as the session, and leaves the others', async () => {
    const online = await signedIn('openid');
    const offline = await signedIn('openid offline_access');
    for (const { browser } of [online, offline]) {
      await browser.click(await browser.get('/logout'), 'logout-confirm');
    }

    const refused = await world.refresh(client, online.tokens.refresh_token ?? '');
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({ error: 'invalid_grant' });
    const introspected = await world.introspect(client, online.tokens.access_token);
    expect(introspected.json).toEqual({ active: false });
    expect((await world.userinfo(online.tokens.access_token)).status).toBe(401);

    expect((await world.refresh(client, offline.tokens.refresh_token ?? '')).status).toBe(200);
  });
});
