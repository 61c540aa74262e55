import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../support/answer.js';
import { Browser } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import {
  decide,
  DEVICE_CODE,
  enterCode,
  openDevicePage,
  poll,
  registerDevice,
  startDevice,
} from '../../support/device.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { walk } from '../../support/sign-in.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

let world: LocalWorld;
let tv: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld();
  await world.registerResourceServer({
    ...{ identifier: 'https://films.example', name: 'Films' },
    scopes: [{ name: 'films:play', description: 'Play your films' }],
  });
  await world.registerResourceServer({
    ...{ identifier: 'https://music.example', scopes: ['music:play'] },
  });
  tv = await registerDevice(world, {
    client_name: 'Television',
    scope: 'openid profile offline_access films:play music:play',
  });
  user = await world.createUser({ name: 'Ada Example' });
});

const error = ({ status, json }: Answer) => `${status} ${json.error}`;

describe('the device authorization request (RFC 8628 §3.1)', () => {
  it('is in the metadata (§4)', async () => {
    const { json } = await world.get('/.well-known/oauth-authorization-server');
    expect(json.device_authorization_endpoint).toBe(`${world.issuer}/device_authorization`);
    expect(json.grant_types_supported).toContain(DEVICE_CODE);
  });

  it('is answered with all that §3.2 names, and is not cached', async () => {
    const answer = await world.post('/device_authorization', tv, { scope: 'openid' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(answer.headers.get('content-type')).toContain('application/json');
    const { user_code } = answer.json;
    expect(user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect(answer.json).toEqual({
      device_code: expect.stringMatching(/^gh_dc_[\w-]{43}$/),
      user_code,
      verification_uri: `${world.issuer}/device`,
      verification_uri_complete: `${world.issuer}/device?user_code=${user_code}`,
      expires_in: 600,
      interval: 5,
    });
  });

  it.each<[string, Record<string, string | string[]>, string]>([
    ['a malformed scope', { scope: 'openid  profile' }, 'invalid_scope'],
    ['a scope that is not the client’s', { scope: 'openid users:read' }, 'invalid_scope'],
    ['an unknown scope', { scope: 'nonsense' }, 'invalid_scope'],
    ['an oversized scope', { scope: 'x'.repeat(9000) }, 'invalid_scope'],
    ['an unknown resource', { resource: 'https://nowhere.example' }, 'invalid_target'],
    [
      'a resource that the scope is not of',
      { scope: 'films:play', resource: 'https://music.example' },
      'invalid_target',
    ],
    ['a scope twice', { scope: ['openid', 'openid'] }, 'invalid_request'],
    ['a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
    ['a challenge without a method', { code_challenge: 'x'.repeat(43) }, 'invalid_request'],
    [
      'a plain challenge',
      { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' },
      'invalid_request',
    ],
    [
      'a malformed challenge',
      { code_challenge: 'short', code_challenge_method: 'S256' },
      'invalid_request',
    ],
  ])('with %s', async (_what, fields, expected) => {
    const answer = await world.post('/device_authorization', tv, { scope: 'openid', ...fields });
    expect(error(answer)).toBe(`400 ${expected}`);
  });

  it('"requires client authentication" like the token endpoint', async () => {
    const confidential = await registerDevice(world, {
      token_endpoint_auth_method: 'client_secret_basic',
    });
    await startDevice(world, confidential);
    const impostor = { ...confidential, token_endpoint_auth_method: 'none' };
    expect(error(await world.post('/device_authorization', impostor, { scope: 'openid' }))).toBe(
      '401 invalid_client',
    );
    const unknown = { ...tv, client_id: 'nobody' };
    expect(error(await world.post('/device_authorization', unknown, { scope: 'openid' }))).toBe(
      '401 invalid_client',
    );
  });

  it('by a client that is not registered for the grant: unauthorized_client', async () => {
    const web = await world.registerClient();
    const answer = await world.post('/device_authorization', web, { scope: 'openid' });
    expect(error(answer)).toBe('400 unauthorized_client');
  });

  it('as JSON, in the address, or by GET is refused', async () => {
    const url = `${world.issuer}/device_authorization`;
    const json = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: tv.client_id, scope: 'openid' }),
    });
    expect(json.status).toBe(415);
    const query = `?client_id=${tv.client_id}&scope=openid`;
    const empty = { method: 'POST', body: new URLSearchParams({ client_id: tv.client_id }) };
    expect((await fetch(url + query, empty)).status).toBe(400);
    expect((await fetch(url + query)).status).toBe(405);
  });

  it('is limited: 60 a minute from one address', async () => {
    const eager = await registerDevice(world);
    clock.advance(60 - (clock.now() % 60));
    for (let i = 0; i < 60; i++) await startDevice(world, eager);
    const refused = await world.post('/device_authorization', eager, { scope: 'openid' });
    expect(error(refused)).toBe('429 temporarily_unavailable');
    expect(refused.headers.get('retry-after')).toBe('60');
    await startDevice(world, tv);
    clock.advance(60);
    await startDevice(world, eager);
  });
});

describe('the token request (§3.4, §3.5)', () => {
  it('"the authorization request is still pending": authorization_pending', async () => {
    const answer = await poll(world, tv, await startDevice(world, tv));
    expect(error(answer)).toBe('400 authorization_pending');
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });

  it('gives tokens once the person has allowed it, and an ID token of this person', async () => {
    const scope = 'openid profile offline_access films:play';
    const codes = await startDevice(world, tv, { scope });
    await decide(world, user, codes);
    const answer = await poll(world, tv, codes);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope });
    const [, claims = ''] = (answer.json.id_token as string).split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      sub: user.sub,
      aud: tv.client_id,
      amr: ['pwd'],
    });
    const { json } = await world.userinfo(answer.json.access_token);
    expect(json).toMatchObject({ sub: user.sub, name: 'Ada Example' });
    const refreshed = await world.refresh(tv, answer.json.refresh_token);
    expect(refreshed.status).toBe(200);
    expect(refreshed.json.scope).toBe(scope);
  });

  it('without offline_access what it gave ends with the session, with it it does not', async () => {
    const ends = await startDevice(world, tv, { scope: 'openid' });
    const stays = await startDevice(world, tv, { scope: 'openid offline_access' });
    const browser = await decide(world, user, ends);
    const { page } = await enterCode(world, user, stays.user_code, browser);
    await browser.click(page, 'device-approve');
    const [online, offline] = [await poll(world, tv, ends), await poll(world, tv, stays)];
    await browser.click(await browser.get('/logout'), 'logout-confirm');
    expect(error(await world.refresh(tv, online.json.refresh_token))).toBe('400 invalid_grant');
    expect((await world.refresh(tv, offline.json.refresh_token)).status).toBe(200);
  });

  it('gives no refresh token to a client that may not refresh', async () => {
    const once = await registerDevice(world, { grant_types: [DEVICE_CODE] });
    const codes = await startDevice(world, once);
    await decide(world, user, codes);
    const answer = await poll(world, once, codes);
    expect(answer.status).toBe(200);
    expect(answer.json).not.toHaveProperty('refresh_token');
  });

  it('names one of the allowed resources, or none that was not allowed (RFC 8707 §2.2)', async () => {
    const codes = await startDevice(world, tv, { scope: 'films:play' });
    await decide(world, user, codes);
    const wrong = await poll(world, tv, codes, { resource: 'https://music.example' });
    expect(error(wrong)).toBe('400 invalid_target');
    const answer = await poll(world, tv, codes, { resource: 'https://films.example' });
    expect(answer.status).toBe(200);
    const [, claims = ''] = (answer.json.access_token as string).split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString()).aud).toBe(
      'https://films.example',
    );
  });

  it.each<[string, Record<string, string | string[]>, string]>([
    ['no device_code', { device_code: '' }, 'invalid_request'],
    ['an unknown device_code', { device_code: `gh_dc_${'x'.repeat(43)}` }, 'invalid_grant'],
    ['an oversized device_code', { device_code: 'x'.repeat(600) }, 'invalid_request'],
    ['two device_codes', { device_code: ['x', 'y'] }, 'invalid_request'],
    ['an oversized verifier', { code_verifier: 'x'.repeat(600) }, 'invalid_request'],
    ['a verifier that nobody asked for', { code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
  ])('with %s', async (_what, fields, expected) => {
    const codes = await startDevice(world, tv);
    expect(error(await poll(world, tv, codes, fields))).toBe(`400 ${expected}`);
    expect(error(await poll(world, tv, codes))).toBe('400 authorization_pending');
  });

  it('is refused to a client that lost the grant meanwhile', async () => {
    const fallen = await registerDevice(world);
    const codes = await startDevice(world, fallen);
    await decide(world, user, codes);
    await world.admin.patch(`/clients/${fallen.client_id}`, { grant_types: ['refresh_token'] });
    expect(error(await poll(world, fallen, codes))).toBe('400 unauthorized_client');
  });
});

describe('the pages (§3.3)', () => {
  it.each([
    ['lower case', (code: string) => code.toLowerCase()],
    ['no dash', (code: string) => code.replace('-', '')],
    ['spaces', (code: string) => ` ${code.replace('-', ' ')} `],
  ])('accept the code in %s', async (_how, change) => {
    const { user_code } = await startDevice(world, tv);
    const { page } = await enterCode(world, user, change(user_code));
    expect(page.has('device-approve')).toBe(true);
    expect(page.text).toContain(user_code);
  });

  it('verification_uri_complete survives the sign-in and fills in the code', async () => {
    const codes = await startDevice(world, tv);
    const browser = new Browser(world.issuer);
    const page = await walk(browser, await browser.get(codes.verification_uri_complete), { user });
    expect(page.url.href).toBe(codes.verification_uri_complete);
    expect(page.formWith('device-submit').fields['user_code']).toBe(codes.user_code);
  });

  it('a wrong code is told in a sentence, and nothing in the address becomes markup', async () => {
    const { browser, page } = await enterCode(world, user, 'BBBB-BBBB');
    expect(page.status).toBe(400);
    expect(page.text).toContain('No device is waiting with this code');
    const hostile = await browser.get('/device', { user_code: '"><img src=x>' });
    expect(hostile.status).toBe(200);
    expect(hostile.text).not.toContain('<img src=x');
    const long = await browser.get('/device', { user_code: 'B'.repeat(2000) });
    expect(long.text).not.toContain('B'.repeat(33));
  });

  it('a request that was answered, or has expired, cannot be answered again', async () => {
    const codes = await startDevice(world, tv);
    const first = await enterCode(world, user, codes.user_code);
    await decide(world, user, codes, 'deny');
    const late = await first.browser.click(first.page, 'device-approve');
    expect(late.status).toBe(400);
    expect(late.text).toContain('was answered already or has expired');
    expect((await enterCode(world, user, codes.user_code)).page.status).toBe(400);
    expect(error(await poll(world, tv, codes))).toBe('400 access_denied');

    const slow = await startDevice(world, tv);
    const asked = await enterCode(world, user, slow.user_code);
    clock.advance(601);
    expect((await asked.browser.click(asked.page, 'device-approve')).status).toBe(400);
  });

  it('signing out between the pages leads back to the first, after signing in', async () => {
    const { user_code } = await startDevice(world, tv);
    const { browser, page } = await enterCode(world, user, user_code);
    await browser.click(await browser.get('/logout'), 'logout-confirm');
    const sent = await browser.follow(await browser.click(page, 'device-approve'));
    expect(sent.has('login-submit')).toBe(true);
    const back = await walk(browser, sent, { user });
    expect(back.url.pathname).toBe('/device');
  });

  it('the consent is recorded, and taking it back ends what the device has', async () => {
    const codes = await startDevice(world, tv, { scope: 'openid offline_access' });
    const person = await world.createUser();
    const browser = await decide(world, person, codes);
    const { json } = await poll(world, tv, codes);
    const page = await browser.get('/account/applications');
    expect(page.text).toContain('Television');
    const form = page.forms.find(({ action }) => action.endsWith('/consents/withdraw'));
    await browser.post(new URL(form?.action ?? '', page.url), form?.fields ?? {});
    expect(error(await world.refresh(tv, json.refresh_token))).toBe('400 invalid_grant');
  });

  it('a first-party device asks all the same, and leaves no consent behind', async () => {
    const own = await registerDevice(world, { first_party: true });
    const codes = await startDevice(world, own);
    const person = await world.createUser();
    await decide(world, person, codes);
    expect((await poll(world, own, codes)).status).toBe(200);
    const consents = await world.query('SELECT id FROM consents WHERE client_id = ?', [
      own.client_id,
    ]);
    expect(consents).toEqual([]);
  });

  it('people give away no power that they do not have', async () => {
    const console = await registerDevice(world, { scope: 'openid users:read' });
    const codes = await startDevice(world, console, { scope: 'openid users:read' });
    await decide(world, user, codes);
    expect((await poll(world, console, codes)).json.scope).toBe('openid');

    const onlyAdmins = await startDevice(world, console, { scope: 'users:read' });
    const { page } = await enterCode(world, user, onlyAdmins.user_code);
    expect(page.status).toBe(400);
    expect(page.text).toContain('only admins');
    const admin = { username: 'admin', password: world.application.adminPassword };
    await decide(world, admin, onlyAdmins);
    expect((await poll(world, console, onlyAdmins)).json.scope).toBe('users:read');
  });

  it('expired rows are deleted', async () => {
    await startDevice(world, tv);
    const count = async () => {
      const sql = 'SELECT COUNT(*) AS n FROM device_authorizations WHERE expires_at < ?';
      const [{ n }] = await world.query(sql, [clock.now()]);
      return n as number;
    };
    clock.advance(24 * 3600);
    expect(await count()).toBeGreaterThan(0);
    await world.keepHouse();
    expect(await count()).toBe(0);
  });

  it('opens only for somebody who is signed in', async () => {
    const answer = await world.get('/device');
    expect([answer.status, answer.location?.pathname]).toEqual([
      303,
      expect.stringMatching(/\/interaction\//),
    ]);
    const { page } = await openDevicePage(world, user);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});
