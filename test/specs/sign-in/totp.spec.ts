import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { ITSELF } from '#platform/changes';
import { Transactions } from '#platform/database';
import { Links } from '#platform/links';
import { PasswordLinks, RESET, UserRepository } from '#people/users';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import type { Answer } from '../../support/answer.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import type { Browser, Query } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { codesOn, enrolApp, keyOn, totpOf } from '../../support/second-factor.js';
import type { RegisteredUser } from '../../support/world.js';

const MFA = 'https://refeds.org/profile/mfa';
const WITHOUT_PKCE = { code_challenge: undefined, code_challenge_method: undefined };
const ESSENTIAL: Query = {
  claims: JSON.stringify({ id_token: { acr: { essential: true, values: [MFA] } } }),
};

let world: OwnWorld;
let client: RegisteredClient;

beforeAll(async () => {
  world = await startOwnWorld({ LEGACY_GRANTS: 'password' });
  client = await world.registerClient({ first_party: true });
});

const start = (browser: Browser, changes: Query = {}) =>
  browser.open(
    '/authorize',
    authorizationRequest(client, { ...WITHOUT_PKCE, ...changes }),
    client.redirect_uris[0],
  );

const next = async (browser: Browser, page: Answer, id: string, fields: Query = {}) =>
  browser.follow(await browser.click(page, id, fields), client.redirect_uris[0]);

const withPassword = (browser: Browser, page: Answer, { username, password }: RegisteredUser) =>
  next(browser, page, 'login-submit', { username, password });

const enrolled = () => enrolApp(world);

const redeem = async (answer: Answer) => {
  const redirect_uri = client.redirect_uris[0];
  const code = answer.parameters['code'];
  return (await world.token(client, { grant_type: 'authorization_code', code, redirect_uri })).json;
};

describe('an authenticator app (RFC 6238)', () => {
  it('is set up at the sign-in that asks for two factors, and tokens tell of it', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    const page = await withPassword(browser, await start(browser, ESSENTIAL), user);
    expect(page.text).toContain('<h1>Set up a second step</h1>');
    expect(page.text).toMatch(/<img class="qr-code" src="data:image\/svg\+xml,/);
    expect(page.text).toContain('otpauth://totp/Gatehouse:');
    const key = keyOn(page);
    expect(key).toMatch(/^[A-Z2-7]{32}$/);
    const codes = await next(browser, page, 'code-submit', { code: totpOf(key) });
    expect(codesOn(codes)).toHaveLength(10);
    const tokens = await redeem(await next(browser, codes, 'codes-kept'));
    const told = { acr: MFA, amr: ['pwd', 'otp', 'mfa'] };
    const idToken = decodeJwt(tokens.id_token);
    expect(idToken).toMatchObject(told);
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      ...told,
      auth_time: idToken['auth_time'],
    });
    const { json } = await world.introspect(client, tokens.access_token);
    expect(json).toMatchObject({ ...told, auth_time: idToken['auth_time'] });
  });

  it('a wrong code sets nothing up, and the page goes on with the same key', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    const page = await withPassword(browser, await start(browser, ESSENTIAL), user);
    const wrong = await browser.click(page, 'code-submit', { code: totpOf(keyOn(page), 5) });
    expect([wrong.status, keyOn(wrong)]).toEqual([400, keyOn(page)]);
    expect(wrong.text).toContain('This is not the code that the app shows for this key.');
    const right = await next(browser, wrong, 'code-submit', { code: totpOf(keyOn(page)) });
    expect(codesOn(right)).toHaveLength(10);
  });

  it.each([
    ['of another person', (_mine: string, theirs: string) => theirs],
    ['that is none', () => 'v1.x.y.z'],
    ['that is missing', () => ''],
  ])('I16 a form with a key %s sets nothing up', async (_which, choose) => {
    const [user, other] = [await world.createUser(), await world.createUser()];
    const [browser, elsewhere] = [world.browser(), world.browser()];
    await withPassword(browser, await browser.open('/account'), user);
    await withPassword(elsewhere, await elsewhere.open('/account'), other);
    const page = await browser.open('/account/authenticators/new/totp');
    const theirs = await elsewhere.open('/account/authenticators/new/totp');
    const pendingOn = (one: Answer) => one.formWith('code-submit').fields['pending'] ?? '';
    const answer = await browser.click(page, 'code-submit', {
      pending: choose(pendingOn(page), pendingOn(theirs)),
      code: totpOf(keyOn(theirs)),
    });
    expect([answer.status, answer.text]).toEqual([
      400,
      expect.stringContaining('This took too long.'),
    ]);
    const { items } = (await world.admin.get(`/users/${user.sub}/authenticators`)).json;
    expect(items).toEqual([]);
  });

  it('I16 whoever knows the password alone, and nobody else, sets one up before there is one', async () => {
    const { user } = await enrolled();
    const browser = world.browser();
    const page = await withPassword(browser, await start(browser, ESSENTIAL), user);
    const uid = page.url.pathname.split('/').at(-1) ?? '';
    const fields = page.formWith('code-submit').fields;
    for (const path of ['totp', 'recovery-code', 'password']) {
      const answer = await browser.follow(
        await browser.post(`/interaction/${uid}/enrol/${path}`, { ...fields, code: '123456' }),
      );
      expect([path, answer.has('codes-kept'), answer.text.includes('totp-secret')]).toEqual([
        ...[path, false, false],
      ]);
    }
    expect(browser.cookies.get('session')).toBeUndefined();
  });

  it('a form that is sent twice sets up one app, and one that is sent again none', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    await withPassword(browser, await browser.open('/account'), user);
    const page = await browser.open('/account/authenticators/new/totp');
    const code = totpOf(keyOn(page));
    const twice = await Promise.all([
      browser.click(page, 'code-submit', { code }),
      browser.click(page, 'code-submit', { code }),
    ]);
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    const path = `/users/${user.sub}/authenticators`;
    const { items } = (await world.admin.get(path)).json;
    expect(items).toEqual([expect.objectContaining({ method: 'totp', amr: ['otp'] })]);
    await world.application.control.flushEvents();
    const added = await world.query(
      "SELECT id FROM events WHERE user_id = ? AND type = 'authenticator.added'",
      [user.sub],
    );
    expect(added).toHaveLength(1);
    await world.admin.delete(`${path}/${items[0].id}`);
    await browser.click(page, 'code-submit', { code });
    expect((await world.admin.get(path)).json.items).toEqual([]);
  });

  it('I12 each code signs in once, and none before one that was used', async () => {
    const { user, key } = await enrolled();
    const signIn = async (code: string) => {
      const browser = world.browser();
      const page = await withPassword(browser, await start(browser), user);
      return (await next(browser, page, 'code-submit', { code })).parameters['code'] !== undefined;
    };
    expect(await signIn(totpOf(key))).toBe(true);
    expect(await signIn(totpOf(key))).toBe(false);
    expect(await signIn(totpOf(key, -1))).toBe(false);
    expect(await signIn(totpOf(key, 2))).toBe(false);
    expect(await signIn(totpOf(key, 1))).toBe(true);
    clock.advance(60);
    const parallel = await Promise.all(Array.from({ length: 5 }, () => signIn(totpOf(key))));
    expect(parallel.filter(Boolean)).toHaveLength(1);
  });

  it('a form that is sent twice at once goes on: its code is good once, and both are told so', async () => {
    const { user, key } = await enrolled();
    const browser = world.browser();
    const page = await withPassword(browser, await start(browser), user);
    const fields = { code: totpOf(key) };
    const twice = await Promise.all([1, 2].map(() => browser.click(page, 'code-submit', fields)));
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    const [, second] = twice as [Answer, Answer];
    const end = await browser.follow(second, client.redirect_uris[0]);
    expect(end.parameters['code']).toBeDefined();
  });

  it('I12 the code that confirmed an app signs nobody in', async () => {
    const user = await world.createUser();
    const browser = world.browser();
    await withPassword(browser, await browser.open('/account'), user);
    const page = await browser.open('/account/authenticators/new/totp');
    const code = totpOf(keyOn(page));
    await browser.click(page, 'code-submit', { code });
    const fresh = world.browser();
    const asked = await withPassword(fresh, await start(fresh), user);
    const answer = await fresh.click(asked, 'code-submit', { code });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('used before')]);
  });

  it('two phones: the codes of each are good', async () => {
    const { user, key, browser } = await enrolled();
    const page = await browser.open('/account/authenticators/new/totp');
    const second = keyOn(page);
    expect(second).not.toBe(key);
    const account = await next(browser, page, 'code-submit', { code: totpOf(second) });
    expect(account.text).toContain('It is set up.');
    clock.advance(60);
    for (const one of [key, second]) {
      const fresh = world.browser();
      const asked = await withPassword(fresh, await start(fresh), user);
      const answer = await next(fresh, asked, 'code-submit', { code: totpOf(one) });
      expect(answer.parameters['code']).toBeDefined();
    }
  });

  it('codes are typed as people read them, and whatever else is sent is wrong', async () => {
    const { user, key } = await enrolled();
    const browser = world.browser();
    const page = await withPassword(browser, await start(browser), user);
    for (const code of ['', '12345', '１２３４５６', '-1', 'x'.repeat(5000)]) {
      const wrong = await browser.click(page, 'code-submit', { code });
      expect([code.slice(0, 9), wrong.status]).toEqual([code.slice(0, 9), code === '' ? 400 : 400]);
      if (!wrong.has('code-submit')) break;
    }
    const again = world.browser();
    const asked = await withPassword(again, await start(again), user);
    const code = totpOf(key).replace(/^(...)/, ' $1 ');
    expect((await next(again, asked, 'code-submit', { code })).parameters['code']).toBeDefined();
  });

  it('I10 I15 the password grant is refused to whoever has a second factor, as if the password were wrong', async () => {
    const { user } = await enrolled();
    const other = await world.createUser();
    const own = await world.registerClient({ grant_types: ['password'], first_party: true });
    const grant = ({ username, password }: RegisteredUser) =>
      world.token(own, { grant_type: 'password', username, password });
    expect((await grant(other)).status).toBe(200);
    const [right, wrong] = [
      await grant(user),
      await grant({ ...other, password: 'not the password' }),
    ];
    expect([right.status, right.json]).toEqual([400, wrong.json]);
    expect(right.json.error).toBe('invalid_grant');
  });

  it('the key is sealed in the database', async () => {
    const { user, key } = await enrolled();
    const rows = await world.query<{ secret: string }[]>(
      'SELECT * FROM totp_authenticators WHERE user_id = ?',
      [user.sub],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.secret).toMatch(/^v1\./);
    expect(JSON.stringify(rows)).not.toContain(key);
  });
});

describe('recovery codes', () => {
  /** At the page that asks for a recovery code. */
  async function asked(user: RegisteredUser) {
    const browser = world.browser();
    const page = await withPassword(browser, await start(browser), user);
    const link = /id="another-way" href="([^"]+)"/.exec(page.text)?.[1] ?? '';
    return { browser, page: await browser.open(link) };
  }

  it('are ten, in the form that the page shows and the file has', async () => {
    const { codes, account } = await enrolled();
    expect(codes.map((code) => code[0]).join('')).toBe('ABCDEFGHJK');
    for (const code of codes) expect(code).toMatch(/^[A-K](-[0-9A-HJKMNP-TV-Z]{4}){4}$/);
    expect(new Set(codes.map((code) => code.slice(2))).size).toBe(10);
    expect(account.text).toContain('10 of 10 left');
  });

  it('I14 one is good once, and leads to a new second factor and to no session before', async () => {
    const { user, key, codes } = await enrolled();
    const { browser, page } = await asked(user);
    const [code = ''] = codes;
    const enrolment = await next(browser, page, 'code-submit', { code: code.toLowerCase() });
    expect(enrolment.text).toContain('<h1>Set up a second step</h1>');
    expect(browser.cookies.get('session')).toBeUndefined();
    // Nothing else can be reached meanwhile.
    expect((await browser.open('/account')).has('login-submit')).toBe(true);
    const again = await asked(user);
    const used = await again.browser.click(again.page, 'code-submit', { code });
    expect([used.status, used.text]).toEqual([400, expect.stringContaining('was used before')]);
    const fresh = keyOn(enrolment);
    expect(fresh).not.toBe(key);
    const answer = await next(browser, enrolment, 'code-submit', { code: totpOf(fresh) });
    expect(answer.parameters['code']).toBeDefined();
    expect(decodeJwt((await redeem(answer)).id_token)).toMatchObject({
      amr: expect.arrayContaining(['pwd', 'otp', 'mfa']),
    });
    expect((await browser.open('/account/security')).text).toContain('9 of 10 left');
  });

  it('a form that is sent twice at once leads to a new second factor, twice', async () => {
    const { user, codes } = await enrolled();
    const { browser, page } = await asked(user);
    const fields = { code: codes[0] ?? '' };
    const twice = await Promise.all([1, 2].map(() => browser.click(page, 'code-submit', fields)));
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    expect((await browser.follow(twice[1] as Answer)).text).toContain('totp-secret');
  });

  it('I14 of ten sign-ins at once with one code, one goes on', async () => {
    const { user, codes } = await enrolled();
    const [code = ''] = codes;
    const ways: Awaited<ReturnType<typeof asked>>[] = [];
    for (let way = 0; way < 10; way++) ways.push(await asked(user));
    const answers = await Promise.all(
      ways.map(({ browser, page }) => next(browser, page, 'code-submit', { code })),
    );
    expect(answers.filter(({ text }) => text.includes('totp-secret'))).toHaveLength(1);
  });

  it('guesses count as those of codes do', async () => {
    const { user, codes } = await enrolled();
    const { browser, page } = await asked(user);
    for (let tries = 0; tries < 5; tries++) {
      const wrong = await browser.click(page, 'code-submit', {
        code: `A-0000-0000-0000-000${tries}`,
      });
      expect(wrong.status).toBe(400);
    }
    const sixth = await next(browser, page, 'code-submit', { code: codes[1] });
    expect(sixth.has('login-submit')).toBe(true);
  });

  it('a new set ends the old one; codes are no text in the database', async () => {
    const { user, codes, browser } = await enrolled();
    const page = await browser.open('/account/authenticators/new/recovery-code');
    const fresh = codesOn(page);
    // Those of before are good until the new ones are kept.
    await next(browser, page, 'codes-kept');
    const old = await asked(user);
    const refused = await old.browser.click(old.page, 'code-submit', { code: codes[3] });
    expect(refused.status).toBe(400);
    const answer = await next(old.browser, old.page, 'code-submit', { code: fresh[3] });
    expect(answer.text).toContain('totp-secret');
    const rows = await world.query<object[]>('SELECT * FROM recovery_codes WHERE user_id = ?', [
      user.sub,
    ]);
    expect(rows).toHaveLength(10);
    for (const code of fresh) {
      expect(JSON.stringify(rows)).not.toContain(code);
      expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''));
    }
  });

  it('go with the last second factor', async () => {
    const { user, account, browser } = await enrolled();
    const app = account.forms.find(({ ids }) => ids.includes('authenticator-name-0'));
    const removal = account.forms.find(({ action }) => action.endsWith('/remove'));
    expect(app).toBeDefined();
    await browser.post(removal?.action ?? '', removal?.fields ?? {});
    const { items } = (await world.admin.get(`/users/${user.sub}/authenticators`)).json;
    expect(items).toEqual([]);
    const fresh = world.browser();
    const answer = await withPassword(fresh, await start(fresh), user);
    expect(answer.parameters['code']).toBeDefined();
  });

  it('"another way" changes what is shown and nothing else', async () => {
    const { user } = await enrolled();
    const { browser, page } = await asked(user);
    const uid = page.url.pathname.split('/')[2] ?? '';
    expect(page.text).toContain('Recovery code');
    expect((await browser.open(`/interaction/${uid}/with/totp`)).text).toContain(
      'authenticator app',
    );
    for (const path of ['nothing', 'login']) {
      const other = await browser.get(`/interaction/${uid}/with/${path}`);
      expect([path, [200, 404].includes(other.status)]).toEqual([path, true]);
    }
    expect(browser.cookies.get('session')).toBeUndefined();
    const stranger = await world.browser().get(`/interaction/${uid}/with/totp`);
    expect(stranger.status).toBe(400);
  });
});

it('a link of reset-admin brings back whoever lost app and codes: both are gone with the old password', async () => {
  const { user } = await enrolled();
  const { nest } = world.application;
  const stored = await nest.get(UserRepository).find(user.sub);
  const id = await nest
    .get(Transactions)
    .run((manager) => nest.get(PasswordLinks).make(manager, RESET, stored!, ITSELF));
  const browser = world.browser();
  const page = await browser.get(new URL(nest.get(Links).addressOf(RESET, id)));
  const password = 'a new horse, a new battery';
  await browser.click(page, 'password-submit', {
    ...{ new_password: password, repeat_password: password },
  });
  const account = await withPassword(browser, await browser.open('/account'), {
    ...{ ...user, password },
  });
  expect([account.status, account.has('code-submit')]).toEqual([200, false]);
  expect(account.text).toContain(user.sub);
  const { items } = (await world.admin.get(`/users/${user.sub}/authenticators`)).json;
  expect(items).toEqual([]);
});
