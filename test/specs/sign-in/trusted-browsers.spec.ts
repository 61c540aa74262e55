import { beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import type { Answer } from '../../support/answer.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import type { Browser, Query } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { type Enrolled, enrolApp, totpOf } from '../../support/second-factor.js';
import type { RegisteredUser } from '../../support/world.js';

const MFA = 'https://refeds.org/profile/mfa';
const DAY = 24 * 3600;
const WITHOUT_PKCE = { code_challenge: undefined, code_challenge_method: undefined };

let world: OwnWorld;
let client: RegisteredClient;
let machine: RegisteredClient;

beforeEach(async () => {
  world = await startOwnWorld();
  client = await world.registerClient({ first_party: true });
  machine = await world.registerClient({
    ...{ grant_types: ['client_credentials'], redirect_uris: [], scope: 'settings:write' },
  });
  await set({ trusted_browser_days: 30 });
});

async function set(change: object, section = 'sign-in') {
  const { access_token } = await world.clientCredentials(machine, { scope: 'settings:write' });
  const answer = await fetch(`${world.issuer}/admin/settings/${section}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  expect(answer.status).toBe(200);
}

const until = () => client.redirect_uris[0];

/** Without the session: as after the browser was signed out, or the session has ended. */
function later(browser: Browser): Browser {
  const copy = browser.copy();
  copy.cookies.delete('gatehouse_session');
  copy.cookies.delete('browser_state');
  return copy;
}

const start = (browser: Browser, changes: Query = {}) =>
  browser.open(
    '/authorize',
    authorizationRequest(client, { ...WITHOUT_PKCE, ...changes }),
    until(),
  );

async function withPassword(
  browser: Browser,
  { username, password }: RegisteredUser,
  changes: Query = {},
): Promise<Answer> {
  const page = await start(browser, changes);
  const sent = await browser.click(page, 'login-submit', { username, password });
  return browser.follow(sent, until());
}

const isAsked = (answer: Answer) => answer.has('code-submit');
const isIn = (answer: Answer) => answer.parameters['code'] !== undefined;

interface Trusting extends Enrolled {
  /** In which the second factor is not asked for. */
  readonly trusted: Browser;
}

/** Somebody who trusts a browser that is signed out again. */
async function trusting(given?: RegisteredUser): Promise<Trusting> {
  const enrolled = await enrolApp(world, given);
  const browser = world.browser();
  const asked = await withPassword(browser, enrolled.user);
  const sent = await browser.click(asked, 'code-submit', {
    ...{ code: totpOf(enrolled.key), trust: 'on' },
  });
  expect(isIn(await browser.follow(sent, until()))).toBe(true);
  clock.advance(60);
  return { ...enrolled, trusted: later(browser) };
}

describe('a trusted browser', () => {
  it('is offered where the settings say for how long, and not otherwise', async () => {
    const { user } = await enrolApp(world);
    expect((await withPassword(world.browser(), user)).text).toContain('for 30 days');
    await set({ trusted_browser_days: null });
    expect((await withPassword(world.browser(), user)).text).not.toContain('id="trust"');
  });

  it('is signed in by the password alone, and tokens say so', async () => {
    const { trusted, user } = await trusting();
    const issued = await world.authorizationCode({ client, user, browser: later(trusted) });
    const { id_token } = (await world.redeem(client, issued)).json;
    expect(decodeJwt(id_token)).toMatchObject({ amr: ['pwd'] });
    expect(decodeJwt(id_token)['acr']).not.toBe(MFA);
    expect(isAsked(await withPassword(world.browser(), user))).toBe(true);
  });

  it('is trusted where the person has asked for it, and by them alone', async () => {
    const { user, key } = await enrolApp(world);
    const browser = world.browser();
    const asked = await withPassword(browser, user);
    await browser.follow(await browser.click(asked, 'code-submit', { code: totpOf(key) }), until());
    expect(browser.cookies.get('trusted')).toBeUndefined();
    const { trusted } = await trusting();
    expect(isAsked(await withPassword(later(trusted), user))).toBe(true);
  });

  it('several people trust one browser', async () => {
    const first = await trusting();
    const { user, key } = await enrolApp(world);
    const browser = later(first.trusted);
    const asked = await withPassword(browser, user);
    const fields = { code: totpOf(key), trust: 'on' };
    await browser.follow(await browser.click(asked, 'code-submit', fields), until());
    for (const one of [first.user, user]) {
      expect(isIn(await withPassword(later(browser), one))).toBe(true);
    }
  });

  it.each([
    ['max_age', { max_age: '3600' }],
    ['prompt=login', { prompt: 'login' }],
    ['an essential acr', { claims: essential(MFA) }],
    ['acr_values', { acr_values: MFA }],
  ])('I15 is worth nothing to a request with %s', async (_which, changes) => {
    const { trusted, user } = await trusting();
    expect(isAsked(await withPassword(trusted, user, changes))).toBe(true);
  });

  it('I15 does for what the groups ask for at a client that accepts it, and at no other', async () => {
    const { user, trusted } = await trusting();
    const group = (await world.admin.post('/groups', { name: 'Staff', require_acr: MFA })).json;
    await world.admin.call('PUT', `/groups/${group.id}/members/${user.sub}`);
    expect(isAsked(await withPassword(later(trusted), user))).toBe(true);
    const { client_id } = await world.registerClient({
      ...{ first_party: true, redirect_uris: client.redirect_uris, accept_trusted_browsers: true },
    });
    const browser = later(trusted);
    expect(isIn(await withPassword(browser, user, { client_id }))).toBe(true);
    expect(isAsked(await start(browser))).toBe(true);
    expect(isAsked(await withPassword(world.browser(), user, { client_id }))).toBe(true);
    const asked = await withPassword(later(trusted), user, { client_id, acr_values: MFA });
    expect(isAsked(asked)).toBe(true);
    await world.admin.patch(`/groups/${group.id}`, { require_acr: 'phr' });
    expect(isIn(await withPassword(later(trusted), user, { client_id }))).toBe(false);
  });

  it('I15 a session that rests on it is not enough for a request with max_age', async () => {
    const { trusted, user } = await trusting();
    expect(isIn(await withPassword(trusted, user))).toBe(true);
    expect(isIn(await start(trusted))).toBe(true);
    expect(isAsked(await start(trusted, { max_age: '3600' }))).toBe(true);
  });

  it('I28 is worth nothing to a page where the person changes how they sign in', async () => {
    const { trusted, user } = await trusting();
    await withPassword(trusted, user);
    expect(isAsked(await trusted.open('/account/authenticators/new/totp'))).toBe(true);
  });

  it('I15 is worth nothing where an admin has to have a second factor', async () => {
    const { user, trusted } = await trusting(await world.createUser({ roles: ['admin'] }));
    await set({ required: 'admins' }, 'second-factor');
    expect(isAsked(await withPassword(trusted, user))).toBe(true);
  });

  it('I15 is worth nothing to who asks for the admin API', async () => {
    const { user, trusted } = await trusting(await world.createUser({ roles: ['admin'] }));
    const { client_id } = await world.registerClient({
      ...{ first_party: true, scope: 'users:read', redirect_uris: client.redirect_uris },
    });
    expect(isAsked(await withPassword(trusted, user, { client_id, scope: 'users:read' }))).toBe(
      true,
    );
  });

  it('is a secret that changes from day to day; the one before is good for nothing', async () => {
    const { trusted, user } = await trusting();
    const stolen = later(trusted);
    const before = trusted.cookies.get('trusted');
    expect(isIn(await withPassword(trusted, user))).toBe(true);
    expect(trusted.cookies.get('trusted')).toBe(before);
    clock.advance(DAY);
    const now = later(trusted);
    const lost = later(trusted);
    expect(isIn(await withPassword(now, user))).toBe(true);
    expect(now.cookies.get('trusted')).not.toBe(before);
    // Of two answers it does not matter which one the browser keeps.
    expect(isIn(await withPassword(lost, user))).toBe(true);
    expect(lost.cookies.get('trusted')).toBe(now.cookies.get('trusted'));
    clock.advance(61);
    expect(isAsked(await withPassword(stolen, user))).toBe(true);
    expect(isIn(await withPassword(later(now), user))).toBe(true);
  });

  it('of ten sign-ins at once each goes on, and one secret is left', async () => {
    const { trusted, user } = await trusting();
    clock.advance(DAY);
    const browsers = Array.from({ length: 10 }, () => later(trusted));
    const ends = await Promise.all(browsers.map((one) => withPassword(one, user)));
    expect(ends.filter(isIn)).toHaveLength(10);
    const rows = await world.query('SELECT id FROM trusted_browsers WHERE user_id = ?', [user.sub]);
    expect(rows).toHaveLength(1);
  });

  it.each<[string, (at: Trusting) => Promise<unknown>]>([
    ['its days are over', async () => clock.advance(30 * DAY)],
    ['the settings offer none any more', () => set({ trusted_browser_days: 0 })],
    [
      'the settings offered none for a moment',
      async () => {
        await set({ trusted_browser_days: 0 });
        await set({ trusted_browser_days: 30 });
      },
    ],
    [
      'an admin set another password',
      ({ user }) => world.admin.patch(`/users/${user.sub}`, { password: user.password }),
    ],
    [
      'the person was disabled and enabled again',
      async ({ user }) => {
        await world.admin.patch(`/users/${user.sub}`, { disabled: true });
        await world.admin.patch(`/users/${user.sub}`, { disabled: false });
      },
    ],
    [
      'an admin signed the person out everywhere',
      ({ user }) => world.admin.delete(`/users/${user.sub}/sessions`),
    ],
    [
      'another factor was added',
      async ({ browser, key }) => {
        const page = await browser.open('/account/authenticators/new/totp');
        const added = /id="totp-secret">([A-Z2-7 ]+)</.exec(page.text)?.[1]?.replaceAll(' ', '');
        expect(added).not.toBe(key);
        await browser.click(page, 'code-submit', { code: totpOf(added ?? '') });
      },
    ],
    [
      'a factor was removed by an admin',
      async ({ user, browser }) => {
        const page = await browser.open('/account/authenticators/new/totp');
        const added = /id="totp-secret">([A-Z2-7 ]+)</.exec(page.text)?.[1]?.replaceAll(' ', '');
        await browser.click(page, 'code-submit', { code: totpOf(added ?? '') });
        const { items } = (await world.admin.get(`/users/${user.sub}/authenticators`)).json;
        await world.admin.delete(`/users/${user.sub}/authenticators/${items[0].id}`);
      },
    ],
    [
      'an admin ended it',
      async ({ user }) => {
        const path = `/users/${user.sub}/trusted-browsers`;
        const { items } = (await world.admin.get(path)).json;
        expect((await world.admin.delete(`${path}/${items[0].id}`)).status).toBe(204);
      },
    ],
    ['an admin ended all', ({ user }) => world.admin.delete(`/users/${user.sub}/trusted-browsers`)],
  ])('I05 is none any more when %s', async (_which, end) => {
    const at = await trusting();
    await end(at);
    const password = await withPassword(at.trusted, at.user);
    expect(isAsked(password)).toBe(true);
    expect((await world.admin.get(`/users/${at.user.sub}/trusted-browsers`)).json.items).toEqual(
      [],
    );
  });

  it('I05 a session that rests on it wants the second factor when it has ended', async () => {
    const { trusted, user } = await trusting();
    await withPassword(trusted, user);
    expect(isIn(await start(trusted))).toBe(true);
    await world.admin.delete(`/users/${user.sub}/trusted-browsers`);
    expect(isAsked(await start(trusted))).toBe(true);
  });

  it('I35 is listed and ended at the account, by the person and nobody else', async () => {
    const { trusted, user } = await trusting();
    const other = await trusting();
    await withPassword(trusted, user);
    const page = await trusted.open('/account/security');
    expect(page.text).toContain('id="trusted-heading"');
    expect(page.text).not.toContain(trusted.cookies.get('trusted'));
    const [theirs] = (await world.admin.get(`/users/${other.user.sub}/trusted-browsers`)).json
      .items;
    const fields =
      page.forms.find(({ action }) => action.endsWith('/trusted-browsers/end'))?.fields ?? {};
    await trusted.post('/account/trusted-browsers/end', { ...fields, browser_id: theirs.id });
    expect(
      (await world.admin.get(`/users/${other.user.sub}/trusted-browsers`)).json.items,
    ).toHaveLength(1);
    const done = await trusted.follow(await trusted.post('/account/trusted-browsers/end', fields));
    expect(done.text).not.toContain('id="trusted-heading"');
    expect(isAsked(await withPassword(later(trusted), user))).toBe(true);
    await world.application.control.flushEvents();
    const events = await world.query(
      "SELECT type FROM events WHERE user_id = ? AND type LIKE 'browser.%' ORDER BY type DESC",
      [user.sub],
    );
    expect(events).toEqual([{ type: 'browser.trusted' }, { type: 'browser.distrusted' }]);
  });
});

function essential(acr: string): string {
  return JSON.stringify({ id_token: { acr: { essential: true, values: [acr] } } });
}
