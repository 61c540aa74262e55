import { beforeAll, describe, expect, it } from '@jest/globals';
import { AttemptBudgets } from '#platform/throttling';
import type { Answer } from '../support/answer.js';
import { Browser, type Query } from '../support/browser.js';
import { clock } from '../support/clock.js';
import {
  decide,
  enterCode,
  openDevicePage,
  poll,
  registerDevice,
  startDevice,
} from '../support/device.js';
import { pkce } from '../support/pkce.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { walk } from '../support/sign-in.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import type { RegisteredUser } from '../support/world.js';
import { part } from './jws.js';
import { inParallel } from './requests.js';
import { signOut, withdrawConsent } from './subject.js';

let world: OwnWorld;
let tv: RegisteredClient;
let user: RegisteredUser;

const error = ({ status, json }: Answer) => `${status} ${json.error}`;
const PENDING = '400 authorization_pending';

beforeAll(async () => {
  world = await startOwnWorld({ TRUSTED_PROXIES: '127.0.0.0/8' });
  await world.registerResourceServer({
    ...{ identifier: 'https://films.example', name: 'Films' },
    scopes: [
      { name: 'films:play', description: 'Play your films' },
      { name: 'films:delete', description: 'Delete your films' },
    ],
  });
  tv = await registerDevice(world, {
    client_name: 'Living room television',
    scope: 'openid profile offline_access films:play films:delete',
  });
  user = await world.createUser({ name: 'Ada Example' });
});

describe('K01 guessing user codes', () => {
  let hours = 0;

  /** The first second of an hour in which nobody has guessed yet. */
  const freshHour = () => clock.advance(3600 * ++hours - (clock.now() % 3600));
  /** A code that no device shows. */
  const wrong = (n: number) => `ZZZZZZ${'BCDFGHJKLM'.charAt(n / 10)}${'BCDFGHJKLM'.charAt(n % 10)}`;

  /** Somebody who is signed in and guesses, from an address of their own if one is given. */
  async function guesser(address?: string) {
    const { browser, page } = await openDevicePage(world, user);
    const headers = address === undefined ? {} : { 'x-forwarded-for': address };
    const { fields } = page.formWith('device-submit');
    return (user_code: string) => browser.post('/device', { ...fields, user_code }, headers);
  }

  it('K01 one session: five wrong codes in a minute, then 429', async () => {
    freshHour();
    const codes = await startDevice(world, tv);
    const guess = await guesser('192.0.2.1');
    const statuses: number[] = [];
    for (let n = 0; n < 50; n++) statuses.push((await guess(wrong(n))).status);
    expect(statuses).toEqual([...Array<number>(5).fill(400), ...Array<number>(45).fill(429)]);
    const refused = await guess(codes.user_code);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.has('device-approve')).toBe(false);
    const fresh = await guesser('192.0.2.2');
    expect((await fresh(codes.user_code)).has('device-approve')).toBe(true);
    clock.advance(60);
    expect((await guess(codes.user_code)).has('device-approve')).toBe(true);
  });

  it('K01 many sessions from one address: twenty in a minute, then 429', async () => {
    freshHour();
    const codes = await startDevice(world, tv);
    const statuses: number[] = [];
    for (let session = 0; session < 10; session++) {
      const guess = await guesser('192.0.2.3');
      for (let n = 0; n < 5; n++) statuses.push((await guess(wrong(n))).status);
    }
    // Five of the person's own, and the twenty of the address.
    expect(statuses).toEqual([...Array<number>(25).fill(400), ...Array<number>(25).fill(429)]);
    const fresh = await guesser('192.0.2.4');
    expect((await fresh(codes.user_code)).has('device-approve')).toBe(true);
  });

  it('K01 at the same moment: the limit holds', async () => {
    freshHour();
    const guess = await guesser('192.0.2.5');
    const answers = await inParallel(30, (n) => guess(wrong(n)));
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(5);
  });

  it('K01 everybody together: a thousand in a minute, from wherever they come', async () => {
    freshHour();
    const budgets = world.application.nest.get(AttemptBudgets);
    for (let n = 0; n < 1000; n++) await budgets.takeInWindow('user_code', 1000, 60);
    const guess = await guesser('192.0.2.6');
    for (let n = 0; n < 4; n++) expect((await guess(wrong(n))).status).toBe(400);
    clock.advance(59);
    for (let n = 0; n < 1000; n++) await budgets.takeInWindow('user_code', 1000, 60);
    const again = await guesser('192.0.2.6');
    // The fifth is the last of the person's own.
    expect((await again(wrong(1))).status).toBe(400);
    expect((await again(wrong(2))).status).toBe(429);
    clock.advance(60);
    expect((await again(wrong(1))).status).toBe(400);
  });

  it('K01 right codes are not counted: a household can connect all of its devices', async () => {
    freshHour();
    const guess = await guesser('192.0.2.7');
    for (let n = 0; n < 12; n++) {
      const { user_code } = await startDevice(world, tv);
      expect((await guess(user_code)).has('device-approve')).toBe(true);
    }
  });

  it('K01 the form that approves is no way around the limit', async () => {
    freshHour();
    const codes = await startDevice(world, tv);
    const { browser, page } = await openDevicePage(world, user);
    const { csrf } = page.formWith('device-submit').fields;
    for (const path of ['/device/approve', '/device/deny']) {
      const right = await browser.post(path, { csrf, user_code: codes.user_code });
      const guess = await browser.post(path, { csrf, user_code: wrong(1) });
      expect([right.status, guess.status]).toEqual([403, 403]);
    }
    expect(error(await poll(world, tv, codes))).toBe(PENDING);
  });

  it('K01 guesses leave an audit event', async () => {
    freshHour();
    const guess = await guesser('192.0.2.8');
    for (let n = 0; n < 6; n++) await guess(wrong(n));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const events: { facts: string }[] = await world.query(
      `SELECT facts FROM events WHERE type = 'user_code.refused' AND facts LIKE '%"192.0.2.8"%'`,
    );
    const throttled = events.map(({ facts }) => JSON.parse(facts).throttled as boolean);
    expect(throttled.filter(Boolean)).toHaveLength(1);
    expect(throttled).toHaveLength(6);
  });

  it('K01 a code lives ten minutes and no longer', async () => {
    const codes = await startDevice(world, tv);
    expect(codes.expires_in).toBeLessThanOrEqual(600);
    clock.advance(codes.expires_in + 1);
    expect((await enterCode(world, user, codes.user_code)).page.status).toBe(400);
  });
});

describe('K02 guessing device codes', () => {
  it('K02 at least 128 random bits, of which nothing is stored', async () => {
    const { device_code } = await startDevice(world, tv);
    const random = device_code.replace('gh_dc_', '');
    expect(Buffer.from(random, 'base64url')).toHaveLength(32);
    const rows: object[] = await world.query('SELECT * FROM device_authorizations');
    expect(JSON.stringify(rows)).not.toContain(random);
  });

  it('K02 another client that polls with it: invalid_grant, and its owner still succeeds', async () => {
    const other = await registerDevice(world);
    const codes = await startDevice(world, tv);
    expect(error(await poll(world, other, codes))).toBe('400 invalid_grant');
    await decide(world, user, codes);
    expect(error(await poll(world, other, codes))).toBe('400 invalid_grant');
    expect((await poll(world, tv, codes)).status).toBe(200);
  });

  it('K02 a made-up one, and the digest from the database: invalid_grant', async () => {
    const [row] = await world.query('SELECT device_code_hash FROM device_authorizations');
    const made = [row.device_code_hash as string, `gh_dc_${row.device_code_hash as string}`];
    for (const device_code of [...made, `gh_dc_${'A'.repeat(43)}`, "' OR 1=1 --"]) {
      expect(error(await poll(world, tv, { device_code }))).toBe('400 invalid_grant');
    }
  });
});

describe('K03 polling too fast', () => {
  it('K03 slow_down, and "the interval MUST be increased by 5 seconds for this and all subsequent requests"', async () => {
    const codes = await startDevice(world, tv);
    const after = async (seconds: number) => {
      clock.advance(seconds);
      return error(await poll(world, tv, codes));
    };
    expect(await after(0)).toBe(PENDING);
    expect(await after(5)).toBe(PENDING);
    expect(await after(1)).toBe('400 slow_down');
    // Ten seconds from now on.
    expect(await after(6)).toBe('400 slow_down');
    // Fifteen.
    expect(await after(11)).toBe('400 slow_down');
    // Twenty.
    expect(await after(20)).toBe(PENDING);
    expect(await after(20)).toBe(PENDING);
    expect(await after(15)).toBe('400 slow_down');
    await decide(world, user, codes);
    expect((await poll(world, tv, codes)).status).toBe(200);
  });

  it('K03 at the same moment one is told to wait, the others to slow down', async () => {
    const codes = await startDevice(world, tv);
    const answers = (await inParallel(20, () => poll(world, tv, codes))).map(error);
    expect(answers.filter((answer) => answer === PENDING)).toHaveLength(1);
    expect(answers.filter((answer) => answer === '400 slow_down')).toHaveLength(19);
    clock.advance(61);
    expect(error(await poll(world, tv, codes))).toBe(PENDING);
  });

  it('K03 one device that is too fast slows no other down', async () => {
    const [fast, other] = [await startDevice(world, tv), await startDevice(world, tv)];
    for (let n = 0; n < 3; n++) await poll(world, tv, fast);
    expect(error(await poll(world, tv, other))).toBe(PENDING);
  });
});

describe('K04 redeeming at the same moment', () => {
  it('K04 of twenty polls exactly one succeeds', async () => {
    for (let round = 0; round < 3; round++) {
      const codes = await startDevice(world, tv);
      await decide(world, user, codes);
      const sql = 'SELECT COUNT(*) AS n FROM authorizations';
      const [{ n: before }] = await world.query(sql);
      const answers = await inParallel(20, () => poll(world, tv, codes));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const others = answers.filter(({ status }) => status !== 200).map(error);
      expect(others).toEqual(Array<string>(19).fill('400 invalid_grant'));
      const [{ n: after }] = await world.query(sql);
      expect(after - before).toBe(1);
      expect(error(await poll(world, tv, codes))).toBe('400 invalid_grant');
    }
  });

  it('K04 of a decision and its opposite exactly one counts', async () => {
    for (let round = 0; round < 3; round++) {
      const codes = await startDevice(world, tv);
      const { browser, page } = await enterCode(world, user, codes.user_code);
      const answers = await inParallel(8, (n) =>
        browser.click(page, n % 2 === 0 ? 'device-approve' : 'cancel'),
      );
      // Each is told what was decided, whichever it asked for.
      const told = new Set(answers.map(({ text }) => /<h1>([^<]*)/.exec(text)?.[1]));
      expect(told.size).toBe(1);
      const allowed = told.has('Device connected');
      expect(allowed || told.has('Device not connected')).toBe(true);
      const answer = await poll(world, tv, codes);
      expect(allowed ? String(answer.status) : error(answer)).toBe(
        allowed ? '200' : '400 access_denied',
      );
    }
  });
});

describe('K05 phishing with somebody else’s code', () => {
  const SCOPE = 'openid films:play films:delete';

  it('K05 opening verification_uri_complete allows nothing, by whatever means', async () => {
    const codes = await startDevice(world, tv, { scope: SCOPE });
    const { browser } = await openDevicePage(world, user);
    const page = await browser.get(codes.verification_uri_complete);
    expect(page.has('device-approve')).toBe(false);
    for (const path of ['/device/approve', '/device/deny']) {
      expect((await browser.get(path, { user_code: codes.user_code })).status).toBe(405);
    }
    expect(error(await poll(world, tv, codes))).toBe(PENDING);
    const confirm = await browser.click(page, 'device-submit');
    expect(confirm.has('device-approve')).toBe(true);
    clock.advance(10);
    expect(error(await poll(world, tv, codes))).toBe(PENDING);
  });

  it('K05 the person sees the client, what it may do, the code and their own name', async () => {
    const codes = await startDevice(world, tv, { scope: SCOPE });
    const { page } = await enterCode(world, user, codes.user_code);
    for (const shown of [
      'Living room television',
      'Play your films',
      'Delete your films',
      codes.user_code,
      'Ada Example',
      'only if the device is in front of you',
    ]) {
      expect(page.text).toContain(shown);
    }
  });

  it('K05 the person sees when and where the device asked, and is warned of one elsewhere', async () => {
    const from = async (address: string) => {
      const headers = { 'x-forwarded-for': address };
      const fields = { client_id: tv.client_id, scope: SCOPE };
      const answer = await new Browser(world.issuer).post('/device_authorization', fields, headers);
      clock.advance(180);
      const { page } = await enterCode(world, user, answer.json.user_code);
      return page.text.replace(/\s+/g, ' ');
    };
    const elsewhere = await from('203.0.113.7');
    expect(elsewhere).toContain('It asked 3 minutes ago');
    expect(elsewhere).toMatch(/another network than you use now, at <strong>203\.0\.113\.7</);
    const here = await from('127.0.0.1');
    expect(here).toContain('from the network that you use now');
    expect(here).not.toContain('id="device-elsewhere"');
  });

  it('K05 a form without its token, of another session, another code or another site is refused', async () => {
    const codes = await startDevice(world, tv, { scope: SCOPE });
    const other = await startDevice(world, tv, { scope: SCOPE });
    const { browser, page } = await enterCode(world, user, codes.user_code);
    const mallory = await enterCode(world, await world.createUser(), codes.user_code);
    const { csrf } = page.formWith('device-approve').fields;
    const foreign = mallory.page.formWith('device-approve').fields['csrf'];
    const { user_code } = codes;
    const attempts: [Query, Record<string, string>?][] = [
      [{ user_code }],
      [{ user_code, csrf: '' }],
      [{ user_code, csrf: foreign }],
      [{ user_code: other.user_code, csrf }],
      [{ user_code, csrf }, { origin: 'https://evil.example' }],
      [{ user_code, csrf }, { 'sec-fetch-site': 'cross-site' }],
    ];
    for (const [fields, headers] of attempts) {
      expect((await browser.post('/device/approve', fields, headers)).status).toBe(403);
    }
    for (const codesOf of [codes, other]) {
      expect(error(await poll(world, tv, codesOf))).toBe(PENDING);
    }
  });

  it('K05 the first form needs its token as well', async () => {
    const { browser } = await openDevicePage(world, user);
    const { user_code } = await startDevice(world, tv);
    expect((await browser.post('/device', { user_code })).status).toBe(403);
  });

  it('K05 when somebody else signs in between the pages, nothing is allowed in their name', async () => {
    const codes = await startDevice(world, tv, { scope: SCOPE });
    const { browser, page } = await enterCode(world, user, codes.user_code);
    await browser.click(await browser.get('/logout'), 'logout-confirm');
    await walk(browser, await browser.get('/device'), { user: await world.createUser() });
    expect((await browser.click(page, 'device-approve')).status).toBe(403);
    expect(error(await poll(world, tv, codes))).toBe(PENDING);
  });

  it('K05 nobody is asked on behalf of nobody: the pages need a session', async () => {
    const { user_code } = await startDevice(world, tv);
    for (const path of ['/device', '/device/approve', '/device/deny']) {
      const answer = await new Browser(world.issuer).post(path, { user_code });
      expect(answer.location?.pathname).toMatch(/^\/interaction\//);
    }
  });
});

describe('K06 another scope than was allowed', () => {
  it('K06 the token has the scope that the person saw', async () => {
    const codes = await startDevice(world, tv, { scope: 'films:play' });
    await decide(world, user, codes);
    const { status, json } = await poll(world, tv, codes, { scope: 'films:play films:delete' });
    expect([status, json.scope]).toEqual([200, 'films:play']);
    expect(part(json.access_token, 1)['scope']).toBe('films:play');
    const wider = await world.refresh(tv, json.refresh_token, { scope: 'films:play films:delete' });
    expect(error(wider)).toBe('400 invalid_scope');
  });

  it('K06 nothing posted with the approval changes it', async () => {
    const codes = await startDevice(world, tv, { scope: 'films:play' });
    const { browser, page } = await enterCode(world, user, codes.user_code);
    await browser.click(page, 'device-approve', {
      ...{ scope: 'films:play films:delete', client_id: 'swagger-ui' },
      resource: 'https://elsewhere.example',
    });
    const { json } = await poll(world, tv, codes);
    expect(json.scope).toBe('films:play');
    expect(part(json.access_token, 1)['aud']).toBe('https://films.example');
  });
});

describe('K07 the proof that the request was bound to', () => {
  it('K07 begun with a code_challenge, it is worth nothing without the verifier', async () => {
    const { code_verifier, ...challenge } = pkce();
    const codes = await startDevice(world, tv, { ...challenge });
    const wrongs: Query[] = [
      {},
      { code_verifier: pkce().code_verifier },
      { code_verifier: challenge.code_challenge },
      { code_verifier: 'short' },
    ];
    for (const wrong of wrongs) {
      expect(error(await poll(world, tv, codes, wrong))).toBe('400 invalid_grant');
    }
    expect(error(await poll(world, tv, codes, { code_verifier }))).toBe(PENDING);
    await decide(world, user, codes);
    for (const wrong of wrongs) {
      expect(error(await poll(world, tv, codes, wrong))).toBe('400 invalid_grant');
    }
    expect((await poll(world, tv, codes, { code_verifier })).status).toBe(200);
  });

  it('K07 a verifier for a request without a challenge: somebody took it out', async () => {
    const codes = await startDevice(world, tv);
    await decide(world, user, codes);
    const { code_verifier } = pkce();
    expect(error(await poll(world, tv, codes, { code_verifier }))).toBe('400 invalid_grant');
  });
});

describe('K08 what was decided, and what became of it', () => {
  it('K08 denied: access_denied, for good', async () => {
    const codes = await startDevice(world, tv);
    await decide(world, user, codes, 'deny');
    for (let n = 0; n < 3; n++) {
      expect(error(await poll(world, tv, codes))).toBe('400 access_denied');
    }
  });

  it('K08 expired: expired_token, allowed or not', async () => {
    const [pending, allowed] = [await startDevice(world, tv), await startDevice(world, tv)];
    await decide(world, user, allowed);
    clock.advance(600);
    for (const codes of [pending, allowed]) {
      expect(error(await poll(world, tv, codes))).toBe('400 expired_token');
    }
  });

  it.each<[string, (person: RegisteredUser, browser: Browser) => Promise<unknown>]>([
    ['the user is disabled', ({ sub }) => world.admin.patch(`/users/${sub}`, { disabled: true })],
    [
      'the password is changed',
      ({ sub }) => world.admin.patch(`/users/${sub}`, { password: 'another horse, a battery' }),
    ],
    ['the person signs out', (_person, browser) => signOut({ browser })],
    ['the person takes the consent back', (_person, browser) => withdrawConsent({ browser })],
  ])('K08 %s after the approval: access_denied', async (_what, end) => {
    const person = await world.createUser();
    const codes = await startDevice(world, tv);
    const browser = await decide(world, person, codes);
    await end(person, browser);
    expect(error(await poll(world, tv, codes))).toBe('400 access_denied');
  });

  it('K08 somebody who is disabled cannot approve', async () => {
    const person = await world.createUser();
    const codes = await startDevice(world, tv);
    const { browser, page } = await enterCode(world, person, codes.user_code);
    await world.admin.patch(`/users/${person.sub}`, { disabled: true });
    const answer = await browser.click(page, 'device-approve');
    expect(answer.location?.pathname).toMatch(/^\/interaction\//);
    expect(error(await poll(world, tv, codes))).toBe(PENDING);
  });

  it('K08 a client that is disabled or has lost the scope after the approval gets nothing', async () => {
    const narrowed = await registerDevice(world, { scope: 'openid films:play' });
    const disabled = await registerDevice(world);
    const [first, second] = [
      await startDevice(world, narrowed, { scope: 'openid films:play' }),
      await startDevice(world, disabled),
    ];
    await decide(world, user, first);
    const waiting = await enterCode(world, user, second.user_code);
    await world.admin.patch(`/clients/${narrowed.client_id}`, { scope: 'openid' });
    await world.admin.patch(`/clients/${disabled.client_id}`, { disabled: true });
    expect(error(await poll(world, narrowed, first))).toBe('400 access_denied');
    expect((await waiting.browser.click(waiting.page, 'device-approve')).status).toBe(400);
    expect(error(await poll(world, disabled, second))).toBe('401 invalid_client');
  });
});
