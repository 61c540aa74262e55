import { beforeAll, describe, expect, it } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { Browser } from '../support/browser.js';
import { FakeProvider } from '../support/fake-provider.js';
import { OidcProviderProcess } from '../support/identity-provider.js';
import { type LocalWorld, startWorld } from '../support/world.js';
import { unique, Visitors } from '../specs/identity-providers/visitors.js';

let world: LocalWorld;
let people: Visitors;
let one: OidcProviderProcess;
let two: OidcProviderProcess;

beforeAll(async () => {
  world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
  people = new Visitors(world, await world.registerClient({ first_party: true }));
  [one, two] = await Promise.all([
    OidcProviderProcess.start(world, { provisioning: 'create' }),
    OidcProviderProcess.start(world, { provisioning: 'create' }),
  ]);
});

const session = (browser: Browser) => browser.cookies.get('session');

describe('I23 the answer of a provider is good once, in one browser, for one provider', () => {
  it('not in another browser', async () => {
    const [browser, victim] = [world.browser(), world.browser()];
    const { back } = await people.leave(browser, one, { sub: unique() });
    await people.leave(victim, one, { sub: unique() });
    for (const where of [victim, world.browser()]) {
      expect([(await where.get(back)).status, session(where)]).toEqual([400, undefined]);
    }
  });

  it('not at the address of another provider', async () => {
    const browser = world.browser();
    const { back } = await people.leave(browser, one, { sub: unique() });
    const swapped = new URL(back);
    swapped.pathname = swapped.pathname.replace(one.id, two.id);
    expect([(await browser.get(swapped)).status, session(browser)]).toEqual([400, undefined]);
    expect([(await browser.get(back)).status, session(browser)]).toEqual([400, undefined]);
  });

  it('not with the code of another provider, or of another sign-in', async () => {
    for (const other of [two, one]) {
      const browser = world.browser();
      const { back } = await people.leave(browser, one, { sub: unique() });
      const theirs = await people.leave(world.browser(), other, { sub: unique() });
      const mixed = new URL(back);
      mixed.searchParams.set('code', theirs.back.searchParams.get('code') ?? '');
      expect([(await browser.get(mixed)).status, session(browser)]).toEqual([502, undefined]);
    }
  });

  it('not without state, nor without the issuer that it promises, nor with that of another (RFC 9207)', async () => {
    for (const change of [
      (url: URL) => url.searchParams.delete('state'),
      (url: URL) => url.searchParams.set('state', 'another'),
      (url: URL) => url.searchParams.delete('iss'),
      (url: URL) => url.searchParams.set('iss', two.issuer),
      (url: URL) => url.searchParams.append('iss', two.issuer),
      (url: URL) => url.searchParams.append('state', 'another'),
    ]) {
      const browser = world.browser();
      const { back } = await people.leave(browser, one, { sub: unique() });
      const changed = new URL(back);
      change(changed);
      const answer = await browser.get(changed);
      expect([[400, 502].includes(answer.status), session(browser)]).toEqual([true, undefined]);
    }
  });

  it('not twice, also where both come at once with the cookies of before', async () => {
    const browser = world.browser();
    const { back } = await people.leave(browser, one, { sub: unique() });
    const cookie = browser.cookies.header;
    const answers = await Promise.all(
      [1, 2, 3].map(async () => {
        const answer = await fetch(back, { headers: { cookie }, redirect: 'manual' });
        return answer.status;
      }),
    );
    expect(answers.filter((status) => status === 303)).toHaveLength(1);
    const later = await fetch(back, { headers: { cookie }, redirect: 'manual' });
    expect([400, 303]).toContain(later.status);
    expect(later.headers.get('set-cookie') ?? '').not.toContain('gatehouse_session=');
  });

  it('not when the provider was disabled, deleted or made again meanwhile', async () => {
    const path = `/identity-providers/${two.id}`;
    const before = (await world.admin.get(path)).json;
    const account = { sub: unique() };
    const browser = world.browser();
    const { back } = await people.leave(browser, two, account);
    await world.admin.patch(path, { enabled: false });
    expect([(await browser.get(back)).status, session(browser)]).toEqual([400, undefined]);
    await world.admin.patch(path, { enabled: true });
    const again = await people.leave(browser, two, account);
    await world.admin.patch(path, { enabled: false });
    await world.admin.patch(path, { enabled: true });
    expect([(await browser.get(again.back)).status, session(browser)]).toEqual([400, undefined]);
    expect(before.id).toBe(two.id);
  });
});

describe('I23 a provider that ends takes its sessions along, and brings none back', () => {
  it('disabled and enabled: links stay, sessions do not', async () => {
    const account = { sub: unique() };
    const browser = world.browser();
    const { sub } = await people.claimsOf(await people.signIn(browser, one, account));
    expect((await browser.get('/account')).status).toBe(200);
    const path = `/identity-providers/${one.id}`;
    await world.admin.patch(path, { enabled: false });
    expect((await browser.get('/account')).status).toBe(303);
    await world.admin.patch(path, { enabled: true });
    expect((await browser.get('/account')).status).toBe(303);
    const claims = await people.claimsOf(await people.signIn(world.browser(), one, account));
    expect(claims.sub).toBe(sub);
  });

  it('deleted and made again under the same id: neither links nor sessions', async () => {
    const provider = await OidcProviderProcess.start(world, { provisioning: 'create' });
    const path = `/identity-providers/${provider.id}`;
    const account = { sub: unique() };
    const browser = world.browser();
    const { sub } = await people.claimsOf(await people.signIn(browser, provider, account));
    await world.admin.delete(path);
    await world.admin.create('/identity-providers', provider.registration);
    expect((await browser.get('/account')).status).toBe(303);
    const claims = await people.claimsOf(await people.signIn(world.browser(), provider, account));
    expect(claims.sub).not.toBe(sub);
  });
});

describe('I23 an ID token that is not for us signs in nobody', () => {
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

  async function signIn() {
    const browser = world.browser();
    const page = await people.start(browser);
    const away = await browser.click(page, `upstream-${id}`);
    const { location } = await new Browser(provider.issuer).get(away.location as URL);
    const answer = await browser.get(location as URL);
    return { status: answer.status, session: session(browser) };
  }

  it('the sound one does', async () => {
    expect(await signIn()).toEqual({ status: 303, session: expect.any(String) });
  });

  it.each<[string, (claims: JWTPayload) => JWTPayload]>([
    ['another issuer', (claims) => ({ ...claims, iss: 'https://evil.example' })],
    ['another audience', (claims) => ({ ...claims, aud: 'another' })],
    ['others beside us', (claims) => ({ ...claims, aud: ['gatehouse', 'x'], azp: 'x' })],
    ['another nonce', (claims) => ({ ...claims, nonce: 'another' })],
    ['no nonce', ({ nonce: _none, ...claims }) => claims],
    ['that is over', (claims) => ({ ...claims, exp: 1 })],
    ['without an end', ({ exp: _none, ...claims }) => claims],
    ['nobody in it', ({ sub: _none, ...claims }) => claims],
    ['somebody who is nobody', (claims) => ({ ...claims, sub: 'x'.repeat(300) })],
  ])('%s', async (_what, change) => {
    provider.spoil = change;
    expect(await signIn()).toEqual({ status: 502, session: undefined });
    provider.spoil = (claims) => claims;
  });

  it.each(['another key', 'none'] as const)('signed with %s', async (how) => {
    provider.signature = how;
    expect(await signIn()).toEqual({ status: 502, session: undefined });
    provider.signature = 'its key';
  });

  it('userinfo of somebody else', async () => {
    provider.userinfoSubject = 'somebody else';
    expect(await signIn()).toEqual({ status: 502, session: undefined });
    provider.userinfoSubject = undefined;
  });
});
