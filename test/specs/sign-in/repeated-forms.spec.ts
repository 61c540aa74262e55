import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import type { Answer } from '../../support/answer.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import type { Browser, Query } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { enrolApp, keyOn, totpOf } from '../../support/second-factor.js';
import type { RegisteredUser } from '../../support/world.js';

let world: OwnWorld;
let client: RegisteredClient;

beforeAll(async () => {
  world = await startOwnWorld();
  client = await world.registerClient({ first_party: true });
});

const until = () => client.redirect_uris[0];

const WITHOUT_PKCE = { code_challenge: undefined, code_challenge_method: undefined };

const start = (browser: Browser, changes: Query = {}) =>
  browser.open(
    '/authorize',
    authorizationRequest(client, { ...WITHOUT_PKCE, ...changes }),
    until(),
  );

const withPassword = async (browser: Browser, page: Answer, user: RegisteredUser) => {
  const { username, password } = user;
  return browser.follow(await browser.click(page, 'login-submit', { username, password }), until());
};

const session = (browser: Browser) => browser.cookies.get('session');

/** At the page that asks for the code, with the code at hand. */
async function asked() {
  const { user, key } = await enrolApp(world);
  const browser = world.browser();
  const page = await withPassword(browser, await start(browser), user);
  return { browser, page, user, key, fields: { code: totpOf(key) } };
}

/** Who sends the form after the first answer was dropped, and what comes of it. */
async function again(browser: Browser, page: Answer, fields: Query) {
  const answer = await browser.click(page, 'code-submit', fields);
  return { answer, end: answer.status === 303 ? await browser.follow(answer, until()) : answer };
}

describe('a browser that drops the first of two answers to one form', () => {
  it('has the session that began by it, and the application its answer', async () => {
    const { browser, page, fields } = await asked();
    const first = browser.copy();
    await first.click(page, 'code-submit', fields);
    const { end } = await again(browser, page, fields);
    expect(session(browser)).toBe(session(first));
    expect(end.parameters['code']).toBeDefined();
  });

  it('has it also where both come at once', async () => {
    const { browser, page, fields } = await asked();
    const first = browser.copy();
    const [, { end }] = await Promise.all([
      first.click(page, 'code-submit', fields),
      again(browser, page, fields),
    ]);
    expect(end.parameters['code']).toBeDefined();
  });

  it('has the new cookie of the session that it had', async () => {
    const { browser, page, fields, user, key } = await asked();
    await again(browser, page, fields);
    clock.advance(60);
    const anew = await withPassword(browser, await start(browser, { prompt: 'login' }), user);
    const first = browser.copy();
    const code = { code: totpOf(key) };
    const before = session(browser);
    await first.click(anew, 'code-submit', code);
    const { end } = await again(browser, anew, code);
    expect([session(browser) === before, session(browser)]).toEqual([false, session(first)]);
    expect(end.parameters['code']).toBeDefined();
  });

  it('with a password: two forms begin one session', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    const page = await start(browser);
    const first = browser.copy();
    const { username, password } = user;
    const fields = { username, password };
    await Promise.all([browser, first].map((one) => one.click(page, 'login-submit', fields)));
    expect(session(browser)).toBe(session(first));
    const { items } = (await world.admin.get(`/users/${user.sub}/sessions`)).json;
    expect(items).toHaveLength(1);
  });

  it('with another password: both go on, however close they come', async () => {
    for (const pause of [0, 0, 5, 20, 60]) {
      const user = await world.createUser({ require_new_password: true });
      const browser = world.browser();
      const page = await withPassword(browser, await start(browser), user);
      const first = browser.copy();
      const wanted = `a better horse ${String(pause)} ${user.sub}`;
      const fields = { new_password: wanted, repeat_password: wanted };
      const [, second] = await Promise.all([
        first.click(page, 'new-password-submit', fields),
        sleep(pause).then(() => browser.click(page, 'new-password-submit', fields)),
      ]);
      const end = await browser.follow(second, until());
      expect([pause, end.parameters['code']]).toEqual([pause, expect.any(String)]);
    }
  });

  it('when a second factor is set up', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    const acr = 'https://refeds.org/profile/mfa';
    const claims = JSON.stringify({ id_token: { acr: { essential: true, values: [acr] } } });
    const page = await withPassword(browser, await start(browser, { claims }), user);
    const first = browser.copy();
    const fields = { code: totpOf(keyOn(page)) };
    await first.click(page, 'code-submit', fields);
    const { end } = await again(browser, page, fields);
    expect([end.status, end.has('codes-kept')]).toEqual([200, true]);
  });
});

describe('I03 whoever knows all but what was typed has no session of it', () => {
  it.each<[string, (at: Awaited<ReturnType<typeof asked>>, thief: Browser) => Query]>([
    ['another code', () => ({ code: '000000' })],
    ['no code', () => ({ code: '' })],
    ['another anti-CSRF token', ({ fields }) => ({ ...fields, csrf: 'A'.repeat(43) })],
    [
      'the code, and not the cookie of the browser',
      ({ fields }, thief) => {
        thief.cookies.delete('browser');
        return fields;
      },
    ],
    [
      'the code, and another session',
      ({ fields }, thief) => {
        thief.cookies.set('__Host-gatehouse_session', 'A'.repeat(43));
        thief.cookies.set('gatehouse_session', 'A'.repeat(43));
        return fields;
      },
    ],
    [
      'the code, after a minute',
      ({ fields }) => {
        clock.advance(61);
        return fields;
      },
    ],
  ])('%s', async (_which, change) => {
    const at = await asked();
    const thief = at.browser.copy();
    await at.browser.click(at.page, 'code-submit', at.fields);
    const planted = change(at, thief);
    const before = session(thief);
    await again(thief, at.page, planted);
    expect(session(at.browser)).toBeDefined();
    expect(session(thief)).toBe(before);
    expect((await thief.open('/account')).has('login-submit')).toBe(true);
  });

  it('the code, after signing out', async () => {
    const { browser, page, fields, user } = await asked();
    const first = browser.copy();
    await first.click(page, 'code-submit', fields);
    await world.admin.delete(`/users/${user.sub}/sessions`);
    await again(browser, page, fields);
    expect(session(browser)).toBeUndefined();
  });

  it('I13 the right code, after five that were wrong', async () => {
    const { browser, page, fields } = await asked();
    const thief = browser.copy();
    await browser.click(page, 'code-submit', fields);
    for (let guess = 0; guess < 5; guess++) {
      await thief.click(page, 'code-submit', { code: `00000${String(guess)}` });
    }
    await again(thief, page, fields);
    expect(session(thief)).toBeUndefined();
  });
});
