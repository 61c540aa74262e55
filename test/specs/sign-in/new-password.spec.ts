import { beforeAll, describe, expect, it } from '@jest/globals';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import type { Answer } from '../../support/answer.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import type { Browser } from '../../support/browser.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { enrolApp, totpOf } from '../../support/second-factor.js';
import { type RegisteredUser, unique } from '../../support/world.js';

const TITLE = '<h1>Choose another password</h1>';

let world: OwnWorld;
let client: RegisteredClient;

beforeAll(async () => {
  world = await startOwnWorld({ LEGACY_GRANTS: 'password' });
  client = await world.registerClient({
    ...{ first_party: true, grant_types: ['authorization_code', 'password'] },
  });
});

const start = (browser: Browser, changes = {}) =>
  browser.open('/authorize', authorizationRequest(client, changes), client.redirect_uris[0]);

const next = async (browser: Browser, page: Answer, id: string, fields = {}) =>
  browser.follow(await browser.click(page, id, fields), client.redirect_uris[0]);

const withPassword = (browser: Browser, page: Answer, { username, password }: RegisteredUser) =>
  next(browser, page, 'login-submit', { username, password });

const choose = (browser: Browser, page: Answer, wanted: string, again = wanted) =>
  next(browser, page, 'new-password-submit', { new_password: wanted, repeat_password: again });

describe('somebody who has to choose another password', () => {
  it('S24 does so after everything else, and is signed in by it and not before', async () => {
    const user = await world.createUser({ require_new_password: true });
    expect(user['require_new_password']).toBe(true);
    const browser = world.browser();
    const page = await withPassword(browser, await start(browser), user);
    expect(page.text).toContain(TITLE);
    expect(page.text).toContain('At least 15 characters.');
    expect(browser.cookies.get('session')).toBeUndefined();
    expect((await browser.open('/account')).has('login-submit')).toBe(true);
    for (const [wanted, again, why] of [
      [user.password, user.password, 'This is the password you have.'],
      ['short', 'short', 'at least 15 characters'],
      ['correct horse battery', 'another horse battery', 'not the same'],
      ['', '', ''],
    ] as const) {
      const refused = await choose(browser, page, wanted, again);
      expect([refused.status, refused.text.includes(why)]).toEqual([400, true]);
    }
    const wanted = `a better horse ${unique()}`;
    const done = await choose(browser, page, wanted);
    expect(done.parameters['code']).toBeDefined();
    expect((await start(browser)).parameters['code']).toBeDefined();
    expect((await world.admin.get(`/users/${user.sub}`)).json.require_new_password).toBe(false);
    const old = world.browser();
    expect((await withPassword(old, await start(old), user)).status).toBe(400);
    const other = world.browser();
    const again = await withPassword(other, await start(other), { ...user, password: wanted });
    expect(again.parameters['code']).toBeDefined();
  });

  it('gives the second factor first, and a form that comes twice goes on as well', async () => {
    const { user, key } = await enrolApp(world);
    await world.admin.patch(`/users/${user.sub}`, { require_new_password: true });
    const browser = world.browser();
    const asked = await withPassword(browser, await start(browser), user);
    expect(asked.has('code-submit')).toBe(true);
    // Out of turn it changes nothing.
    const uid = asked.url.pathname.split('/').at(-1) ?? '';
    const csrf = asked.formWith('code-submit').fields['csrf'];
    const form = {
      csrf,
      new_password: 'a stolen horse here',
      repeat_password: 'a stolen horse here',
    };
    const early = await browser.post(`/interaction/${uid}/new-password`, form);
    expect(early.location?.pathname).toBe(`/interaction/${uid}`);
    const page = await next(browser, asked, 'code-submit', { code: totpOf(key) });
    expect(page.text).toContain(TITLE);
    const wanted = `a better horse ${unique()}`;
    const [one, two] = await Promise.all([1, 2].map(() => choose(browser, page, wanted)));
    const codes = [one, two].filter((answer) => answer?.parameters['code'] !== undefined);
    expect(codes.length).toBeGreaterThan(0);
  });

  it('is asked in a session too, which alone chooses none; a silent request is told so', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    await withPassword(browser, await start(browser), user);
    await world.admin.patch(`/users/${user.sub}`, { require_new_password: true });
    const silent = await start(browser, { prompt: 'none' });
    expect(silent.parameters['error']).toBe('login_required');
    expect((await browser.open('/account')).has('login-submit')).toBe(true);
  });

  it('I10 gets no token by the password grant', async () => {
    const user = await world.createUser();
    const { username, password } = user;
    const grant = () => world.token(client, { grant_type: 'password', username, password });
    expect((await grant()).status).toBe(200);
    await world.admin.patch(`/users/${user.sub}`, { require_new_password: true });
    expect((await grant()).json.error).toBe('invalid_grant');
  });
});

describe('how long a password has to be (NIST SP 800-63B §3.1.1.2)', () => {
  it('15 characters alone, 8 where the person has to have a second factor', async () => {
    const group = await world.admin.create('/groups', {
      ...{ name: unique(), require_acr: 'https://refeds.org/profile/mfa' },
    });
    const { sub } = await world.createUser();
    const change = (password: string) => world.admin.patch(`/users/${sub}`, { password });
    expect((await change('horse-17')).json.errors[0].detail).toContain('at least 15 characters');
    await world.admin.call('PUT', `/groups/${group.id}/members/${sub}`);
    expect((await change('horse17')).json.errors[0].detail).toContain('at least 8 characters');
    expect((await change('horse-17')).status).toBe(200);
    // Who may put it off has the password alone meanwhile.
    const grace = (grace_days: number | null) =>
      world.admin.patch('/settings/second-factor', { grace_days });
    expect((await grace(7)).status).toBe(200);
    expect((await change('horse-18')).json.errors[0].detail).toContain('at least 15 characters');
    expect((await grace(null)).status).toBe(200);
  });

  it('people are told before they type', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    await withPassword(browser, await start(browser), user);
    expect((await browser.open('/account/security')).text).toContain('At least 15 characters.');
  });
});
