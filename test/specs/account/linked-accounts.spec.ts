import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../support/answer.js';
import type { Browser } from '../../support/browser.js';
import { SoftwareAuthenticator } from '../../support/authenticator.js';
import { clock } from '../../support/clock.js';
import { optionsOn } from '../../support/passkeys.js';
import { OidcProviderProcess } from '../../support/identity-provider.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';
import { unique, Visitors } from '../identity-providers/visitors.js';

let world: LocalWorld;
let people: Visitors;
let corp: OidcProviderProcess;
let other: OidcProviderProcess;

beforeAll(async () => {
  world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
  people = new Visitors(world, await world.registerClient({ first_party: true }));
  [corp, other] = await Promise.all([
    OidcProviderProcess.start(world, { provisioning: 'create' }),
    OidcProviderProcess.start(world, { provisioning: 'create' }),
  ]);
});

async function signedIn(user: RegisteredUser): Promise<Browser> {
  const browser = world.browser();
  const page = await browser.open('/account/linked');
  const { username, password } = user;
  await browser.follow(await browser.click(page, 'login-submit', { username, password }));
  return browser;
}

const shown = (page: Answer) => page.text.split('class="button unlink"').length - 1;

async function link(browser: Browser, provider: OidcProviderProcess, sub = unique()) {
  await provider.next({ sub, email: `${sub}@corp.example` });
  const page = await browser.open('/account/linked');
  const away = await browser.click(page, `link-${provider.id}`);
  return { sub, back: await provider.visit(away) };
}

const unlinkFirst = async (browser: Browser, page: Answer) => {
  const [, id = ''] = /name="identity_id" value="([^"]+)"/.exec(page.text) ?? [];
  const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(page.text) ?? [];
  return browser.post('/account/linked/unlink', { csrf, identity_id: id });
};

describe('accounts elsewhere, on the account page', () => {
  it('are linked by who is signed in, and sign them in from then on', async () => {
    const user = await world.createUser();
    const browser = await signedIn(user);
    expect((await browser.open('/account')).has('menu-linked')).toBe(true);
    const { sub, back } = await link(browser, corp);
    const page = await browser.follow(await browser.get(back));
    expect([page.url.href, shown(page)]).toEqual([`${world.issuer}/account/linked`, 1]);
    expect(page.text).toContain(`${sub}@corp.example`);
    const claims = await people.claimsOf(await people.signIn(world.browser(), corp, { sub }));
    expect(claims.sub).toBe(user.sub);
    const unlinked = await browser.follow(await unlinkFirst(browser, page));
    expect([unlinked.status, shown(unlinked)]).toEqual([200, 0]);
    const stranger = await people.claimsOf(await people.signIn(world.browser(), corp, { sub }));
    expect(stranger.sub).not.toBe(user.sub);
  });

  it('I28 want a sign-in that is young, and come back to the page', async () => {
    const user = await world.createUser();
    const browser = await signedIn(user);
    const page = await browser.open('/account/linked');
    clock.advance(1000);
    const asked = await browser.follow(await browser.click(page, `link-${corp.id}`));
    expect(asked.has('login-submit')).toBe(true);
    const { username, password } = user;
    const again = await browser.follow(
      await browser.click(asked, 'login-submit', { username, password }),
    );
    expect(again.url.href).toBe(`${world.issuer}/account/linked`);
  });

  it('are not linked where they belong to somebody else', async () => {
    const [first, second] = [await world.createUser(), await world.createUser()];
    const one = await signedIn(first);
    const { sub, back } = await link(one, corp);
    await one.get(back);
    const two = await signedIn(second);
    const refused = await two.get((await link(two, corp, sub)).back);
    expect([refused.status, refused.text]).toEqual([
      400,
      expect.stringContaining('belongs to somebody else'),
    ]);
  });

  it('I22 are not linked to whoever is signed in by then, nor in another browser, nor twice', async () => {
    const [first, second] = [await world.createUser(), await world.createUser()];
    const browser = await signedIn(first);
    const { back } = await link(browser, corp);
    const thief = await signedIn(second);
    expect((await thief.get(back)).status).toBe(400);
    await browser.get('/account');
    const page = await browser.open('/logout');
    await browser.click(page, 'logout-confirm');
    expect((await browser.get(back)).status).toBe(400);
    const rows = await world.query('SELECT id FROM identities WHERE user_id IN (?, ?)', [
      ...[first.sub, second.sub],
    ]);
    expect(rows).toEqual([]);
  });

  it('the last way in stays, also where two are given up at once', async () => {
    const sub = unique();
    const browser = world.browser();
    const { sub: id } = await people.claimsOf(await people.signIn(browser, corp, { sub }));
    const page = await browser.open('/account/linked');
    const refused = await unlinkFirst(browser, page);
    expect([refused.status, refused.text]).toEqual([
      400,
      expect.stringContaining('could not sign in any more'),
    ]);
    for (let round = 0; round < 5; round++) {
      const { back } = await link(browser, other);
      const both = await browser.follow(await browser.get(back));
      const ids = [...both.text.matchAll(/name="identity_id" value="([^"]+)"/g)].map(
        ([, one = '']) => one,
      );
      expect(ids).toHaveLength(2);
      const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(both.text) ?? [];
      // Nothing that is remembered for a second is known any more.
      await sleep(1100);
      const answers = await Promise.all(
        ids.map((identity_id) => browser.post('/account/linked/unlink', { csrf, identity_id })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
      const left = await world.query<{ provider_id: string }[]>(
        'SELECT provider_id FROM identities WHERE user_id = ?',
        [id],
      );
      expect(left).toHaveLength(1);
      if (left[0]?.provider_id === other.id) break;
    }
  });

  it('of a passkey and an account elsewhere one stays, also where both are given up at once', async () => {
    for (let round = 0; round < 5; round++) {
      const browser = world.browser();
      await people.signIn(browser, corp, { sub: unique() });
      const authenticator = new SoftwareAuthenticator(new URL(world.issuer).origin);
      const page = await browser.get('/account/authenticators/new/passkey');
      const credential = authenticator.create(optionsOn(page));
      await browser.follow(await browser.click(page, 'passkey', { credential }));
      const account = await browser.open('/account/security');
      const [, authenticator_id = ''] =
        /name="authenticator_id" value="([^"]+)"/.exec(account.text) ?? [];
      expect(authenticator_id).not.toBe('');
      const linked = await browser.open('/account/linked');
      const csrfOn = (one: Answer) => /name="csrf" value="([^"]+)"/.exec(one.text)?.[1] ?? '';
      await sleep(1100);
      const removeForm = { csrf: csrfOn(account), authenticator_id };
      const [removed, unlinked] = await Promise.all([
        browser.post('/account/authenticators/remove', removeForm),
        unlinkFirst(browser, linked),
      ]);
      const refusedRemoval = (await browser.open('/account')).text.includes(
        'You need it to sign in',
      );
      expect([removed.status, unlinked.status === 400]).toEqual([303, !refusedRemoval]);
    }
  });

  it('a provider that is disabled is no way in', async () => {
    const sub = unique();
    const browser = world.browser();
    await people.signIn(browser, corp, { sub });
    const { back } = await link(browser, other);
    await browser.get(back);
    await world.admin.patch(`/identity-providers/${other.id}`, { enabled: false });
    const page = await browser.open('/account/linked');
    const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(page.text) ?? [];
    const [{ id: identity_id } = { id: '' }] = await world.query<{ id: string }[]>(
      'SELECT id FROM identities WHERE provider_id = ? AND subject = ?',
      [corp.id, sub],
    );
    const unlinked = await browser.post('/account/linked/unlink', { csrf, identity_id });
    expect(unlinked.status).toBe(400);
    await world.admin.patch(`/identity-providers/${other.id}`, { enabled: true });
  });
});
