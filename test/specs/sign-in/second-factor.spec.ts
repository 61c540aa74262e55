import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { codeOf } from '../../fixtures/sign-in/code/code.method.js';
import { FixtureMethodsModule } from '../../fixtures/fixture-methods.module.js';
import type { Answer } from '../../support/answer.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import type { Browser, Query } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import type { RegisteredUser } from '../../support/world.js';
import { authorizationRequest, expectErrorRedirect } from '../../attacks/authorization-request.js';

/** The client authenticates: it may leave PKCE out. */
const WITHOUT_PKCE = { code_challenge: undefined, code_challenge_method: undefined };
const MFA = 'https://refeds.org/profile/mfa';
const ESSENTIAL: Query = {
  claims: JSON.stringify({ id_token: { acr: { essential: true, values: [MFA] } } }),
};

/** A second factor that is no part of Gatehouse: what it needs is found by its declaration alone. */
describe('a second factor that has to be enrolled first', () => {
  let world: OwnWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = await startOwnWorld({}, { modules: [FixtureMethodsModule.code()] });
    client = await world.registerClient();
  });

  const start = (browser: Browser, changes: Query = {}) =>
    browser.open(
      '/authorize',
      authorizationRequest(client, { ...WITHOUT_PKCE, ...changes }),
      client.redirect_uris[0],
    );

  const next = async (browser: Browser, page: Answer, id: string, fields: Query = {}) =>
    browser.follow(await browser.click(page, id, fields), client.redirect_uris[0]);

  const password = (browser: Browser, page: Answer, user: RegisteredUser) =>
    next(browser, page, 'login-submit', { username: user.username, password: user.password });

  const secretOn = (page: Answer) => /id="pin-secret">(\w+)</.exec(page.text)?.[1] ?? '';

  /** Signs in for an application that asks for two factors, and gets the second. */
  async function enrol(user: RegisteredUser) {
    const browser = world.browser();
    const page = await password(browser, await start(browser, ESSENTIAL), user);
    expect(page.text).toContain('<h1>Set up a second step</h1>');
    const secret = secretOn(page);
    const codes = await next(browser, page, 'pin-submit', { pin: codeOf(secret) });
    const consent = await next(browser, codes, 'codes-kept');
    const asked = consent.has('consent-approve');
    const answer = asked ? await next(browser, consent, 'consent-approve') : consent;
    return { browser, secret, answer };
  }

  const claimsOf = async (answer: Answer) => {
    const redirect_uri = client.redirect_uris[0];
    const fields = {
      grant_type: 'authorization_code',
      code: answer.parameters['code'],
      redirect_uri,
    };
    return decodeJwt((await world.token(client, fields)).json.id_token);
  };

  it('is set up at the sign-in that asks for it, and ID tokens tell of it', async () => {
    const { answer } = await enrol(await world.createUser());
    expect(answer.parameters['error']).toBeUndefined();
    const claims = await claimsOf(answer);
    expect(claims).toMatchObject({ acr: MFA, amr: ['pwd', 'otp', 'mfa'] });
  });

  it.each(['the second factor', 'the enrolment'])(
    '%s of 31 minutes leads to the first one again, and then on',
    async (what) => {
      const user = await world.createUser();
      const { secret } = what === 'the second factor' ? await enrol(user) : { secret: '' };
      const browser = world.browser();
      const page = await password(browser, await start(browser, ESSENTIAL), user);
      clock.advance(31 * 60);
      const fields = { pin: codeOf(secret || secretOn(page)) };
      const anew = await next(browser, page, 'pin-submit', fields);
      expect(anew.has('login-submit')).toBe(true);
      const again = await password(browser, anew, user);
      const pin = codeOf(secret || secretOn(again));
      const proven = await next(browser, again, 'pin-submit', { pin });
      const codes = proven.has('codes-kept');
      const done = codes ? await next(browser, proven, 'codes-kept') : proven;
      const answer = done.has('consent-approve')
        ? await next(browser, done, 'consent-approve')
        : done;
      expect(answer.parameters['code']).toMatch(/^gh_ac_/);
    },
  );

  it('a wrong code sets nothing up, and the page says so', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    const page = await password(browser, await start(browser, ESSENTIAL), user);
    const wrong = await next(browser, page, 'pin-submit', { pin: 'x' });
    expect([wrong.status, wrong.text]).toEqual([
      400,
      expect.stringContaining('The code is wrong.'),
    ]);
    expect((await authenticators(user)).items).toEqual([]);
  });

  async function authenticators(user: RegisteredUser) {
    const answer = await world.admin.get(`/users/${user.sub}/authenticators`);
    const { items } = answer.json as { items: { id: string; method: string; name: string }[] };
    return { items: items.filter(({ method }) => method !== 'recovery-code') };
  }

  it('I15 with the password alone nobody is signed in, whatever they open', async () => {
    const user = await world.createUser();
    await enrol(user);
    const browser = world.browser();
    const page = await password(browser, await start(browser), user);
    expect(page.text).toContain('<h1>One more step</h1>');
    expect(browser.cookies.get('session')).toBeUndefined();
    const uid = page.url.pathname.split('/').at(-1) ?? '';
    for (const path of [
      '/account',
      '/device',
      '/logout',
      `/authorize/${uid}`,
      `/interaction/${uid}`,
    ]) {
      const reached = await browser.open(path, {}, client.redirect_uris[0]);
      expect([path, reached.has('consent-approve'), reached.parameters['code']]).toEqual([
        ...[path, false, undefined],
      ]);
      expect([path, reached.text]).not.toEqual([path, expect.stringContaining(user.sub)]);
    }
    const form = page.formWith('pin-submit');
    for (const path of ['consent', 'account']) {
      await browser.post(`/interaction/${uid}/${path}`, form.fields);
    }
    expect(browser.cookies.get('session')).toBeUndefined();
    expectErrorRedirect(
      await browser.get('/authorize', authorizationRequest(client, { prompt: 'none' })),
      client,
      'login_required',
    );
  });

  it('the journal tells of codes, right and wrong, and of what was set up', async () => {
    const user = await world.createUser();
    const { secret } = await enrol(user);
    const browser = world.browser();
    const page = await password(browser, await start(browser), user);
    await browser.click(page, 'pin-submit', { pin: 'x' });
    await next(browser, page, 'pin-submit', { pin: codeOf(secret) });
    await world.application.control.flushEvents();
    const rows = await world.query<{ type: string; facts: string }[]>(
      'SELECT type, facts FROM events WHERE user_id = ? AND facts LIKE \'%"pin"%\'',
      [user.sub],
    );
    expect(rows.map(({ type }) => type).sort()).toEqual([
      'authenticator.added',
      'login.failed',
      'login.succeeded',
      'login.succeeded',
    ]);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('the right code signs in, for every application', async () => {
    const user = await world.createUser();
    const { secret } = await enrol(user);
    const browser = world.browser();
    const page = await password(browser, await start(browser), user);
    const answer = await next(browser, page, 'pin-submit', { pin: codeOf(secret) });
    expect((await claimsOf(answer)).amr).toEqual(['pwd', 'otp', 'mfa']);
    const account = await browser.open('/account');
    expect(account.text).toContain(user.sub);
  });

  it('I13 after five wrong codes it is the password again, and after twenty in a day the code no more', async () => {
    const user = await world.createUser();
    const { secret } = await enrol(user);
    const statuses: number[] = [];
    for (let begin = 0; begin < 4; begin++) {
      const browser = world.browser();
      const page = await password(browser, await start(browser), user);
      for (let tries = 0; tries < 5; tries++) {
        statuses.push((await browser.click(page, 'pin-submit', { pin: 'x' })).status);
      }
      const sixth = await next(browser, page, 'pin-submit', { pin: codeOf(secret) });
      expect(sixth.has('login-submit')).toBe(true);
    }
    expect(statuses).toEqual(Array.from({ length: 20 }, () => 400));
    const browser = world.browser();
    const page = await password(browser, await start(browser), user);
    const right = await browser.click(page, 'pin-submit', { pin: codeOf(secret) });
    expect([right.status, right.text]).toEqual([429, expect.stringContaining('too many wrong')]);
    clock.advance(24 * 3600);
    const tomorrow = await password(browser, await start(browser), user);
    const answer = await next(browser, tomorrow, 'pin-submit', { pin: codeOf(secret) });
    expect(answer.parameters['code']).toBeDefined();
  });

  it('I08 a hundred wrong codes at once are five', async () => {
    const user = await world.createUser();
    await enrol(user);
    const browser = world.browser();
    const page = await password(browser, await start(browser), user);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => browser.click(page, 'pin-submit', { pin: 'x' })),
    );
    const checked = answers.filter(({ text }) => text.includes('The code is wrong.'));
    expect(checked.length).toBeLessThanOrEqual(5);
  });

  it('without a page: interaction_required where a proof is missing, login_required where nobody is', async () => {
    const user = await world.createUser();
    const silent = { ...ESSENTIAL, prompt: 'none' };
    const stranger = world.browser();
    const request = authorizationRequest(client, silent);
    expectErrorRedirect(await stranger.get('/authorize', request), client, 'login_required');
    const { browser } = await enrol(user);
    const code = await browser.get('/authorize', request);
    expect(code.parameters['code']).toBeDefined();
    // Signed in with both, asked for both to be young (max_age): nobody is there to say so.
    clock.advance(600);
    const old = await browser.get(
      '/authorize',
      authorizationRequest(client, { ...silent, max_age: '300' }),
    );
    expectErrorRedirect(old, client, 'login_required');
  });

  it('step-up: a session that rests on a password gets the factor, a new cookie, and keeps its sid', async () => {
    const user = await world.createUser();
    const plain = world.browser();
    const first = await next(
      plain,
      await password(plain, await start(plain), user),
      'consent-approve',
    );
    const before = await claimsOf(first);
    const { secret } = await enrol(user);
    const cookie = plain.cookies.get('session');
    const silent = await plain.get(
      '/authorize',
      authorizationRequest(client, { ...ESSENTIAL, prompt: 'none' }),
    );
    expectErrorRedirect(silent, client, 'interaction_required');
    const page = await start(plain, ESSENTIAL);
    expect(page.text).toContain('<h1>One more step</h1>');
    const after = await claimsOf(await next(plain, page, 'pin-submit', { pin: codeOf(secret) }));
    expect(after).toMatchObject({ acr: MFA, sid: before['sid'], auth_time: before['auth_time'] });
    expect(plain.cookies.get('session')).not.toBe(cookie);
    // The old value is worth nothing (attack I03).
    const thief = world.browser();
    thief.cookies.set('gatehouse_session', cookie ?? '');
    const stolen = await thief.get('/authorize', authorizationRequest(client, { prompt: 'none' }));
    expectErrorRedirect(stolen, client, 'login_required');
  });

  it('prompt=login asks for both, of the same person', async () => {
    const user = await world.createUser();
    const { browser, secret } = await enrol(user);
    clock.advance(5);
    const page = await start(browser, { prompt: 'login' });
    expect(page.has('login-submit')).toBe(true);
    const second = await password(browser, page, user);
    expect(second.text).toContain('<h1>One more step</h1>');
    const answer = await next(browser, second, 'pin-submit', { pin: codeOf(secret) });
    expect(answer.parameters['code']).toBeDefined();
  });

  it('on the account page: added by whoever has just signed in, named, removed', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    await password(browser, await browser.open('/account'), user);
    clock.advance(301);
    // Long signed in: the password first (attack I28).
    const again = await browser.open('/account/authenticators/new/pin');
    expect(again.has('login-submit')).toBe(true);
    const page = await password(browser, again, user);
    const secret = secretOn(page);
    const wrong = await browser.click(page, 'pin-submit', { pin: 'x' });
    expect([wrong.status, wrong.text]).toEqual([
      400,
      expect.stringContaining('The code is wrong.'),
    ]);
    const codes = await next(browser, page, 'pin-submit', { pin: codeOf(secret) });
    const added = await next(browser, codes, 'codes-kept');
    expect(added.text).toContain('It is set up.');
    const [device] = (await authenticators(user)).items;
    const form = added.forms.find(({ action }) => action.endsWith('/rename'))!;
    const renamed = await browser.follow(
      await browser.post(form.action, { ...form.fields, name: 'Work <phone>' }),
    );
    expect(renamed.text).toContain('Work &lt;phone&gt;');
    expect((await authenticators(user)).items).toEqual([
      expect.objectContaining({ id: device?.id, method: 'pin', name: 'Work <phone>' }),
    ]);
    const removal = renamed.forms.find(({ action }) => action.endsWith('/remove'))!;
    await browser.post(removal.action, removal.fields);
    expect((await authenticators(user)).items).toEqual([]);
    // Another person's is not found, and nothing is said.
    const stranger = await world.createUser();
    await enrol(stranger);
    const [theirs] = (await authenticators(stranger)).items;
    await browser.post(removal.action, { ...removal.fields, authenticator_id: theirs?.id });
    expect((await authenticators(stranger)).items).toHaveLength(1);
  });

  it('admins list, remove and reset; a reset ends what the person is signed in to', async () => {
    const user = await world.createUser();
    const { browser } = await enrol(user);
    const [device] = (await authenticators(user)).items;
    const path = `/users/${user.sub}`;
    expect((await world.admin.delete(`${path}/authenticators/nothing`)).status).toBe(404);
    expect((await world.admin.delete(`${path}/authenticators/${device?.id}`)).status).toBe(204);
    expect((await authenticators(user)).items).toEqual([]);
    await enrol(user);
    expect((await world.admin.post(`${path}/reset-authenticators`, {})).status).toBe(204);
    expect((await authenticators(user)).items).toEqual([]);
    const silent = authorizationRequest(client, { prompt: 'none' });
    expectErrorRedirect(await browser.get('/authorize', silent), client, 'login_required');
    const fresh = world.browser();
    expect((await password(fresh, await start(fresh), user)).parameters['code']).toBeDefined();
  });
});
