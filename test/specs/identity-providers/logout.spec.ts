import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { Browser } from '../../support/browser.js';
import { FakeProvider } from '../../support/fake-provider.js';
import { OidcProviderProcess } from '../../support/identity-provider.js';
import { type LocalWorld, startWorld } from '../../support/world.js';
import { unique, Visitors } from './visitors.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

let world: LocalWorld;
let people: Visitors;

beforeAll(async () => {
  world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
  people = new Visitors(world, await world.registerClient({ first_party: true }));
});

describe('signing out at a provider and here (oidc-provider)', () => {
  let provider: OidcProviderProcess;

  beforeAll(async () => {
    provider = await OidcProviderProcess.start(world, { provisioning: 'create' });
  });

  async function signedIn() {
    const [browser, there] = [world.browser(), new Browser(provider.issuer)];
    await provider.next({ sub: unique() });
    const away = await browser.click(await people.start(browser), `upstream-${provider.id}`);
    const back = await provider.visit(away, there);
    await browser.follow(await browser.get(back), people.until);
    expect((await browser.get('/account')).status).toBe(200);
    return { browser, there };
  }

  it('who signs out there is signed out here (Back-Channel Logout 1.0)', async () => {
    const { browser, there } = await signedIn();
    const stays = await signedIn();
    const page = await there.get('/session/end');
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page.text) ?? [];
    const done = await there.post('/session/end/confirm', { xsrf, logout: 'yes' });
    expect(done.status).toBeLessThan(400);
    let status = 200;
    for (let look = 0; status === 200 && look < 100; look++) {
      await sleep(100);
      ({ status } = await browser.get('/account'));
    }
    expect(status).toBe(303);
    expect((await stays.browser.get('/account')).status).toBe(200);
  });

  it('who signs out here can sign out there, and comes back (RP-Initiated Logout 1.0)', async () => {
    const { browser, there } = await signedIn();
    const asked = await browser.get('/logout');
    const page = await browser.click(asked, 'logout-confirm');
    const [, href = ''] = /id="sign-out-elsewhere" href="([^"]+)"/.exec(page.text) ?? [];
    expect(page.text).toContain('Sign out of');
    const confirm = await there.get(href.replaceAll('&amp;', '&'));
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(confirm.text) ?? [];
    const done = await there.post('/session/end/confirm', { xsrf, logout: 'yes' });
    expect(done.location?.href).toBe(`${world.issuer}/logout`);
  });

  it('who signed in with a password is offered nothing of the kind', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    const { username, password } = user;
    await browser.click(await browser.open('/account'), 'login-submit', { username, password });
    const page = await browser.click(await browser.get('/logout'), 'logout-confirm');
    expect(page.has('sign-out-elsewhere')).toBe(false);
  });
});

describe('a logout token of a provider', () => {
  let provider: FakeProvider;
  let id: string;

  beforeAll(async () => {
    provider = await FakeProvider.start();
    id = `f${unique()}`;
    await world.admin.create('/identity-providers', {
      ...{ id, issuer: provider.issuer, client_id: 'gatehouse', client_secret: 's' },
      provisioning: 'create',
    });
  });

  async function signedIn(subject: string, sid = unique()) {
    provider.subject = subject;
    provider.spoil = (claims) => ({ ...claims, sid });
    const browser = world.browser();
    const away = await browser.click(await people.start(browser), `upstream-${id}`);
    const { location } = await new Browser(provider.issuer).get(away.location as URL);
    await browser.get(location as URL);
    return { browser, sid };
  }

  const lives = async ({ browser }: { browser: Browser }) =>
    (await browser.get('/account')).status === 200;

  const sound = (changes: Record<string, unknown>): JWTPayload => ({
    ...{ iss: provider.issuer, aud: 'gatehouse', jti: unique(), events: { [EVENT]: {} } },
    ...{ iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 60 },
    ...changes,
  });

  async function send(claims: JWTPayload, to = id) {
    const logout_token = await provider.sign(claims, 'logout+jwt');
    return world.browser().post(`/upstream/${to}/backchannel-logout`, { logout_token });
  }

  it('ends the session that it names, and no other', async () => {
    const subject = unique();
    const [first, second] = [await signedIn(subject), await signedIn(subject)];
    const answer = await send(sound({ sub: subject, sid: first.sid }));
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect([await lives(first), await lives(second)]).toEqual([false, true]);
  });

  it('that names a person ends all of theirs, and tells clients', async () => {
    const [subject, other] = [unique(), unique()];
    const theirs = [await signedIn(subject), await signedIn(subject)];
    const another = await signedIn(other);
    expect((await send(sound({ sub: subject }))).status).toBe(200);
    expect(await Promise.all([...theirs, another].map(lives))).toEqual([false, false, true]);
  });

  it('ends nothing twice, and nobody who signed in since', async () => {
    const subject = unique();
    await signedIn(subject);
    const claims = sound({ sub: subject });
    expect((await send(claims)).status).toBe(200);
    const again = await signedIn(subject);
    expect((await send(claims)).status).toBe(400);
    expect(await lives(again)).toBe(true);
  });

  it.each<[string, Record<string, unknown>]>([
    ['for another', { aud: 'another' }],
    ['of another', { iss: 'https://evil.example' }],
    ['that is old', { iat: 1_000_000 }],
    ['without the event', { events: {} }],
    ['that is an ID token', { nonce: 'n' }],
    ['without an id', { jti: undefined }],
    ['that names nobody', { sub: undefined }],
  ])('%s ends nothing', async (_what, changes) => {
    const subject = unique();
    const session = await signedIn(subject);
    const answer = await send(sound({ sub: subject, ...changes }));
    expect([answer.status, await lives(session)]).toEqual([400, true]);
  });

  it('that somebody else signed, or that is sent elsewhere, ends nothing', async () => {
    const subject = unique();
    const session = await signedIn(subject);
    for (const signature of ['another key', 'none'] as const) {
      provider.signature = signature;
      expect((await send(sound({ sub: subject }))).status).toBe(400);
      provider.signature = 'its key';
    }
    expect((await send(sound({ sub: subject }), 'nobody')).status).toBe(404);
    expect(await lives(session)).toBe(true);
  });
});
