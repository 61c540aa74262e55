import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import { ReverseProxy } from '../../attacks/reverse-proxy.js';
import type { Answer } from '../../support/answer.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import type { Browser, Query } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import { DEVICE_CODE } from '../../support/device.js';
import { answerWith, enrolPasskey } from '../../support/passkeys.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { enrolApp, type Enrolled, keyOn, totpOf } from '../../support/second-factor.js';
import { walk } from '../../support/sign-in.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { type RegisteredUser, unique } from '../../support/world.js';

const PASSWORD = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport';
const MFA = 'https://refeds.org/profile/mfa';
const PHR = 'phr';
const WITHOUT_PKCE = { code_challenge: undefined, code_challenge_method: undefined };

let world: OwnWorld;
let machine: RegisteredClient;

beforeAll(async () => {
  world = await startOwnWorld({ LEGACY_GRANTS: 'password' });
  machine = await world.registerClient({
    ...{ grant_types: ['client_credentials'], redirect_uris: [], scope: 'settings:write' },
  });
});

/** By a client of its own: the admin would have to have a second factor as well. */
async function settings(change: object): Promise<void> {
  const { access_token } = await world.clientCredentials(machine, { scope: 'settings:write' });
  const answer = await fetch(`${world.issuer}/admin/settings/second-factor`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  expect(answer.status).toBe(200);
}

afterEach(async () => {
  await settings({ required: null, grace_days: null, lifetime: null, acr_aliases: null });
});

const register = (metadata: Record<string, unknown> = {}) =>
  world.registerClient({ first_party: true, ...metadata });

const start = (browser: Browser, client: RegisteredClient, changes: Query = {}) =>
  browser.open(
    '/authorize',
    authorizationRequest(client, { ...WITHOUT_PKCE, ...changes }),
    client.redirect_uris[0],
  );

const next = async (browser: Browser, page: Answer, id: string, fields: Query = {}) =>
  browser.follow(await browser.click(page, id, fields), 'https://client.example');

const withPassword = (browser: Browser, page: Answer, { username, password }: RegisteredUser) =>
  next(browser, page, 'login-submit', { username, password });

/** Exactly one of them: a code, a page, an error by its name. */
function outcomeOf(answer: Answer): string {
  const { code, error } = answer.parameters;
  if (answer.location?.origin === 'https://client.example') {
    expect([code === undefined, error === undefined]).toContain(false);
    return code === undefined ? String(error) : 'code';
  }
  expect(answer.status).toBe(200);
  return pageOf(answer);
}

function pageOf(answer: Answer): string {
  const titles: Record<string, string> = {
    'Sign in': 'login',
    'One more step': 'second factor',
    'Set up a second step': 'enrolment',
  };
  const title = /<h1>([^<]*)<\/h1>/.exec(answer.text)?.[1] ?? '';
  return titles[title] ?? (answer.has('consent-approve') ? 'consent' : title);
}

const essential = (...values: string[]): Query => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, values } } }),
});

const redeem = async (client: RegisteredClient, answer: Answer) => {
  const redirect_uri = client.redirect_uris[0];
  const code = answer.parameters['code'];
  const fields = { grant_type: 'authorization_code', code, redirect_uri };
  return (await world.token(client, fields)).json;
};

/** Somebody who is signed in by both. */
async function withApp({ user, key }: Enrolled): Promise<Browser> {
  const browser = world.browser();
  const page = await withPassword(browser, await browser.open('/account'), user);
  await next(browser, page, 'code-submit', { code: totpOf(key) });
  return browser;
}

/** Who has what, each signed in. */
async function everybody() {
  const plain = world.browser();
  await walk(plain, await plain.open('/account'), { user: await world.createUser() });
  const { authenticator } = await enrolPasskey(world, await world.createUser());
  const passkey = world.browser();
  await answerWith(authenticator, passkey, await passkey.open('/account'));
  return {
    nothing: plain,
    totp: await withApp(await enrolApp(world)),
    passkey,
    // Who has lost the app since, and signed in before they had it.
    codes: (await enrolApp(world)).browser,
  };
}

describe('I15 floor x enrolled x prompt x max_age: exactly one of code, page, named error', () => {
  const FLOORS = { none: undefined, mfa: MFA, phr: PHR } as const;
  const WHO = ['nothing', 'totp', 'passkey', 'codes'] as const;
  const PROMPTS = { none: 'none', login: 'login', absent: undefined, consent: 'consent' } as const;
  const AGES = { absent: undefined, 0: '0', 300: '300' } as const;
  let people: Awaited<ReturnType<typeof everybody>>;
  const clients = {} as Record<keyof typeof FLOORS, RegisteredClient>;

  beforeAll(async () => {
    people = await everybody();
    for (const [name, require_acr] of Object.entries(FLOORS)) {
      clients[name as keyof typeof FLOORS] = await world.registerClient({
        ...(require_acr === undefined ? {} : { require_acr }),
        grant_types: ['authorization_code', DEVICE_CODE],
      });
    }
  });

  /** What their session reaches: the floor that it is below is for them to reach first. */
  const reaches = { nothing: 'none', totp: 'mfa', passkey: 'phr', codes: 'none' } as const;
  const rank = { none: 0, mfa: 1, phr: 2 } as const;

  function expected(
    floor: keyof typeof FLOORS,
    who: (typeof WHO)[number],
    prompt: keyof typeof PROMPTS,
    age: string,
  ): string {
    const isFresh = age === 'absent' && prompt !== 'login';
    // Who has given what they have, and has nothing that reaches it, gives the password once more before anything is set up.
    const must = who === 'nothing' || (who === 'totp' && floor === 'phr');
    const step = !isFresh || must ? 'login' : 'second factor';
    const met = isFresh && rank[reaches[who]] >= rank[floor];
    if (prompt !== 'none') return met ? 'consent' : step;
    if (met) return 'consent_required';
    return step === 'login' ? 'login_required' : 'interaction_required';
  }

  const rows = Object.keys(FLOORS).flatMap((floor) =>
    WHO.flatMap((who) =>
      Object.keys(PROMPTS).flatMap((prompt) =>
        Object.keys(AGES).map((age) => [floor, who, prompt, age] as const),
      ),
    ),
  );

  it('has every row', () => {
    expect(rows).toHaveLength(3 * 4 * 4 * 3);
  });

  it.each(Object.keys(FLOORS))('at /authorize, floor %s', async (floor) => {
    const client = clients[floor as keyof typeof FLOORS];
    const seen: string[] = [];
    const wanted: string[] = [];
    clock.advance(600);
    for (const [, who, prompt, age] of rows.filter(([one]) => one === floor)) {
      const answer = await start(people[who], client, {
        prompt: PROMPTS[prompt as keyof typeof PROMPTS],
        max_age: AGES[age as keyof typeof AGES],
      });
      const row = [who, prompt, age].join(' ');
      seen.push(`${row}: ${outcomeOf(answer)}`);
      const [f, p] = [floor as keyof typeof FLOORS, prompt as keyof typeof PROMPTS];
      wanted.push(`${row}: ${expected(f, who, p, age)}`);
    }
    expect(seen).toEqual(wanted);
  });

  it.each(Object.keys(FLOORS))('at /device, floor %s', async (floor) => {
    const client = clients[floor as keyof typeof FLOORS];
    for (const who of WHO) {
      const browser = people[who];
      const begun = await world.post('/device_authorization', client, { scope: 'openid' });
      const { user_code } = begun.json;
      const typed = await browser.open('/device', { user_code });
      const answer = await browser.follow(
        await browser.click(typed, 'device-submit', { user_code }),
      );
      const met = rank[reaches[who]] >= rank[floor as keyof typeof FLOORS];
      expect([who, answer.has('device-approve') ? 'asked' : pageOf(answer)]).toEqual([
        who,
        met ? 'asked' : expected(floor as keyof typeof FLOORS, who, 'absent', 'absent'),
      ]);
    }
  });

  it.each(['nobody', 'everybody'])('at /account, where %s has to have one', async (required) => {
    await settings({ required });
    for (const who of WHO) {
      const answer = await people[who].open('/account');
      const page = required === 'nobody' ? 'consent' : expected('mfa', who, 'absent', 'absent');
      const account = page === 'consent' ? 'Your account' : page;
      expect([who, pageOf(answer)]).toEqual([who, account]);
    }
  });
});

describe('a floor', () => {
  /** Everything that can ask for more than a password of whoever signs in. */
  const FLOORS: Readonly<
    Record<string, (user: RegisteredUser) => Promise<{ client: RegisteredClient; query: Query }>>
  > = {
    'of the client': async () => ({
      client: await register({ require_acr: MFA }),
      query: {},
    }),
    'of an API': async () => {
      const scope = `read-${unique()}`;
      const identifier = `https://${unique()}.example`;
      await world.registerResourceServer({ identifier, scopes: [scope], require_acr: MFA });
      return {
        client: await register({ scope: `openid ${scope}` }),
        query: { scope: `openid ${scope}` },
      };
    },
    'of a group': async ({ sub }) => {
      const group = await world.admin.create('/groups', { name: unique(), require_acr: MFA });
      await world.admin.call('PUT', `/groups/${group.id}/members/${sub}`);
      return { client: await register(), query: {} };
    },
    'of the settings': async () => {
      await settings({ required: 'everybody' });
      return { client: await register(), query: {} };
    },
    'of the request': async () => ({ client: await register(), query: essential(MFA) }),
  };

  it.each(Object.keys(FLOORS))('%s is reached by setting an app up, and told', async (name) => {
    const user = await world.createUser();
    const { client, query } = await FLOORS[name]!(user);
    const browser = world.browser();
    const asked = name === 'of the request' ? {} : { acr_values: PASSWORD };
    const page = await withPassword(
      browser,
      await start(browser, client, { ...query, ...asked }),
      user,
    );
    expect(pageOf(page)).toBe('enrolment');
    const code = totpOf(keyOn(page));
    const kept = await next(browser, page, 'code-submit', { code });
    const answer = await next(browser, kept, 'codes-kept');
    const { id_token, access_token } = await redeem(client, answer);
    const told = { acr: MFA, amr: ['pwd', 'otp', 'mfa'] };
    expect(decodeJwt(id_token)).toMatchObject(told);
    expect(decodeJwt(access_token)).toMatchObject(told);
    const { auth_time } = decodeJwt(id_token);
    const seen = (await world.introspect(client, access_token)).json;
    expect(seen).toMatchObject({ ...told, auth_time });
  });

  it.each(['of a group', 'of the settings'])(
    'I15 %s keeps everything shut until it is reached',
    async (name) => {
      const user = await world.createUser();
      const { client } = await FLOORS[name]!(user);
      const browser = world.browser();
      await withPassword(browser, await start(browser, client), user);
      expect(browser.cookies.get('session')).toBeUndefined();
      expect(pageOf(await browser.open('/account'))).toBe('login');
      expect(pageOf(await browser.open('/device'))).toBe('login');
      const silent = await start(browser, client, { prompt: 'none' });
      expect(silent.parameters['error']).toBe('login_required');
    },
  );

  it('of the client is stepped up to in a session, which gets another cookie', async () => {
    const { user, key } = await enrolApp(world);
    const plain = await register();
    const strict = await register({ require_acr: MFA });
    await settings({ lifetime: 300 });
    const browser = world.browser();
    const page = await withPassword(browser, await start(browser, plain), user);
    await next(browser, page, 'code-submit', { code: totpOf(key) });
    const before = browser.cookies.get('session');
    const { sid, auth_time } = decodeJwt(
      (await redeem(strict, await start(browser, strict))).id_token,
    );
    clock.advance(301);
    // The code counts no more: not here, and not where nothing is asked either.
    const silent = await start(browser, strict, { prompt: 'none' });
    expect(silent.parameters['error']).toBe('interaction_required');
    const again = await start(browser, strict);
    expect(pageOf(again)).toBe('second factor');
    const answer = await next(browser, again, 'code-submit', { code: totpOf(key) });
    expect(browser.cookies.get('session')).not.toBe(before);
    const claims = decodeJwt((await redeem(strict, answer)).id_token);
    expect(claims).toMatchObject({ acr: MFA, sid, auth_time });
  });

  it('that takes a passkey is not reached by an app: it is set up after both', async () => {
    const { user, key } = await enrolApp(world);
    const client = await register({ require_acr: PHR });
    const browser = world.browser();
    const asked = await withPassword(browser, await start(browser, client), user);
    expect(pageOf(asked)).toBe('second factor');
    const page = await next(browser, asked, 'code-submit', { code: totpOf(key) });
    expect([pageOf(page), page.has('code-submit'), page.has('passkey')]).toEqual([
      ...['enrolment', false, true],
    ]);
    const { authenticator } = await enrolPasskey(world, await world.createUser());
    expect(authenticator).toBeDefined();
  });

  it('that takes a passkey is reached by one', async () => {
    const user = await world.createUser();
    const { authenticator } = await enrolPasskey(world, user);
    const client = await register({ require_acr: PHR });
    const browser = world.browser();
    const page = await start(browser, client);
    const answer = await browser.follow(
      await answerWith(authenticator, browser, page),
      client.redirect_uris[0],
    );
    expect(decodeJwt((await redeem(client, answer)).id_token)).toMatchObject({ acr: PHR });
  });

  it('by another name is the same, in each place', async () => {
    await settings({ acr_aliases: { gold: PHR, '2': MFA } });
    const browser = await withApp(await enrolApp(world));
    const client = await register({ require_acr: '2' });
    const { id_token } = await redeem(client, await start(browser, client));
    expect(decodeJwt(id_token)).toMatchObject({ acr: MFA });
    const plain = await register();
    expect(outcomeOf(await start(browser, plain, essential('2')))).toBe('code');
    expect(outcomeOf(await start(browser, plain, essential('gold')))).toBe('login');
    expect(outcomeOf(await start(browser, plain, { acr_values: 'gold' }))).toBe('code');
    const wrong = await world.admin.patch(`/clients/${plain.client_id}`, { require_acr: 'silver' });
    expect([wrong.status, wrong.json.errors[0].pointer]).toEqual([400, '/require_acr']);
    for (const path of ['/groups', '/resource-servers']) {
      const body = { name: unique(), identifier: `https://${unique()}.example` };
      const named = path === '/groups' ? { name: body.name } : body;
      const refused = await world.admin.post(path, { ...named, require_acr: 'silver' });
      expect([path, refused.status]).toEqual([path, 400]);
      const made = await world.admin.post(path, { ...named, require_acr: 'gold' });
      expect([made.status, made.json.require_acr]).toEqual([201, 'gold']);
      const at = `${path}/${made.json.id}`;
      expect((await world.admin.patch(at, { require_acr: null })).json.require_acr).toBeUndefined();
    }
    // Without its name the floor is the highest there is: nothing lowers one unseen.
    await settings({ acr_aliases: null });
    expect(outcomeOf(await start(browser, client))).toBe('login');
  });
});

describe('I10 I15 other ways in', () => {
  it('the password grant is refused to whoever has, or has to have, a second factor', async () => {
    const client = await register({ grant_types: ['password'], redirect_uris: [] });
    const grant = ({ username, password }: RegisteredUser, as = client) =>
      world.token(as, { grant_type: 'password', username, password, scope: 'openid' });
    const user = await world.createUser();
    expect((await grant(user)).status).toBe(200);
    const wrong = await grant({ ...user, password: 'another one than that' });
    const strict = await register({
      ...{ grant_types: ['password'], redirect_uris: [], require_acr: MFA },
    });
    const refused = await grant(user, strict);
    await settings({ required: 'everybody' });
    const meant = await grant(user);
    for (const answer of [refused, meant]) {
      expect([answer.status, answer.json]).toEqual([wrong.status, wrong.json]);
    }
  });

  it('a token is exchanged only where its sign-in reaches the target', async () => {
    const [near, far] = [`near-${unique()}`, `far-${unique()}`];
    const [here, there] = [`https://${near}.example`, `https://${far}.example`];
    await world.registerResourceServer({ identifier: here, scopes: [near] });
    await world.registerResourceServer({ identifier: there, scopes: [far], require_acr: MFA });
    const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
    const client = await register({
      scope: `openid ${near} ${far}`,
      grant_types: ['authorization_code', exchange],
      token_exchange: { audiences: [here, there], impersonation: true, delegation: false },
    });
    const scope = `openid ${near} ${far}`;
    // Both were granted before anything was asked there.
    const { id } = (await world.admin.get(`/resource-servers?q=${far}`)).json.items[0];
    await world.admin.patch(`/resource-servers/${id}`, { require_acr: null });
    const plain = world.browser();
    const user = await world.createUser();
    const weak = await redeem(
      client,
      await withPassword(plain, await start(plain, client, { scope }), user),
    );
    const browser = await withApp(await enrolApp(world));
    const strong = await redeem(client, await start(browser, client, { scope }));
    await world.admin.patch(`/resource-servers/${id}`, { require_acr: MFA });
    const swap = (subject_token: string, resource: string) =>
      world.token(client, {
        ...{ grant_type: exchange, subject_token, resource },
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      });
    expect((await swap(weak.access_token, here)).status).toBe(200);
    const refused = await swap(weak.access_token, there);
    expect([refused.status, refused.json.error]).toEqual([400, 'invalid_target']);
    const exchanged = await swap(strong.access_token, there);
    expect(decodeJwt(exchanged.json.access_token)).toMatchObject({ acr: MFA });
  });
});

describe('who has to have one', () => {
  it('keeps the last, also where both of two are removed at once', async () => {
    const enrolled = await enrolApp(world);
    const { browser, user } = enrolled;
    const page = await browser.open('/account/authenticators/new/totp');
    await browser.follow(await browser.click(page, 'code-submit', { code: totpOf(keyOn(page)) }));
    await settings({ required: 'everybody' });
    clock.advance(60);
    const signedIn = await withApp(enrolled);
    const apps = async () => {
      const { items } = (await world.admin.get(`/users/${user.sub}/authenticators`)).json;
      const all = items as { id: string; method: string }[];
      return all.filter(({ method }) => method === 'totp').map(({ id }) => id);
    };
    const remove = async (ids: readonly string[]) => {
      const account = await signedIn.open('/account/security');
      const csrf = /name="csrf" value="([^"]+)"/.exec(account.text.split('remove"')[1] ?? '')?.[1];
      const forms = ids.map((authenticator_id) => ({ csrf, authenticator_id }));
      const at = '/account/authenticators/remove';
      const answers = await Promise.all(forms.map((form) => signedIn.post(at, form)));
      expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 303));
      return signedIn.open('/account/security');
    };
    expect(await apps()).toHaveLength(2);
    await remove(await apps());
    expect(await apps()).toHaveLength(1);
    expect((await remove(await apps())).text).toContain('Add another one first.');
    expect(await apps()).toHaveLength(1);
    await settings({ required: 'nobody' });
    await remove(await apps());
    expect(await apps()).toEqual([]);
  });

  it('may put it off for the days of grace, counted from the first time they were asked', async () => {
    await settings({ required: 'everybody', grace_days: 2 });
    const user = await world.createUser();
    const client = await register();
    const strict = await register({ require_acr: MFA });
    const signIn = async () => {
      const browser = world.browser();
      return { browser, page: await withPassword(browser, await start(browser, client), user) };
    };
    const first = await signIn();
    expect([first.page.has('later'), first.page.has('code-submit')]).toEqual([true, true]);
    expect(outcomeOf(await next(first.browser, first.page, 'later'))).toBe('code');
    // What a client asks for is not put off.
    expect(pageOf(await start(first.browser, strict))).toBe('login');
    expect(outcomeOf(await start(first.browser, client))).toBe('code');
    clock.advance(24 * 3600);
    const second = await signIn();
    const wrong = await next(second.browser, second.page, 'code-submit', { code: '000000' });
    expect([wrong.status, wrong.has('later')]).toEqual([400, true]);
    const code = totpOf(keyOn(wrong));
    const kept = await next(second.browser, wrong, 'code-submit', { code });
    const { id_token } = await redeem(client, await next(second.browser, kept, 'codes-kept'));
    expect(decodeJwt(id_token)).toMatchObject({ acr: MFA });
  });

  it('may put it off no longer after those', async () => {
    await settings({ required: 'everybody', grace_days: 2 });
    const user = await world.createUser();
    const client = await register();
    const browser = world.browser();
    const page = await withPassword(browser, await start(browser, client), user);
    clock.advance(2 * 24 * 3600 + 60);
    const later = world.browser();
    const again = await withPassword(later, await start(later, client), user);
    expect([page.has('later'), again.has('later'), pageOf(again)]).toEqual([
      ...[true, false, 'enrolment'],
    ]);
    expect(later.cookies.get('session')).toBeUndefined();
  });

  it('are admins, where ISSUER is https or the settings say so', async () => {
    const admin = await world.createUser({ roles: ['admin'] });
    const client = await register();
    await settings({ required: 'admins' });
    const browser = world.browser();
    const page = await withPassword(browser, await start(browser, client), admin);
    expect(pageOf(page)).toBe('enrolment');
    await settings({ required: null });
    const other = world.browser();
    expect(outcomeOf(await withPassword(other, await start(other, client), admin))).toBe('code');
    const secure = await startOwnWorld({
      ...{ ISSUER: 'https://sso.example.com', TRUSTED_PROXIES: '127.0.0.1', SETTINGS_FILE: '' },
    });
    const proxy = new ReverseProxy([secure.application]);
    proxy.headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'sso.example.com' };
    await expect(secure.admin.token()).rejects.toThrow('Set up a second step');
  });

  it('is fixed by SETTINGS_FILE, and changed nowhere else', async () => {
    const file = join(temporaryDirectory(), 'settings.json');
    const started = (content: object) => {
      writeFileSync(file, JSON.stringify(content));
      return startOwnWorld({ SETTINGS_FILE: file });
    };
    await expect(started({ nothing: {} })).rejects.toThrow('names no section of the settings');
    await expect(started({ 'second-factor': { required: 'some' } })).rejects.toThrow(
      'required must be one of: automatic nobody admins everybody',
    );
    await expect(started({ passwords: 8 })).rejects.toThrow('must be the path of a JSON file');
    const fixed = await started({ passwords: { min_length: 20 } });
    const { items } = (await fixed.admin.get('/settings')).json;
    const [member] = items.find(({ name }: { name: string }) => name === 'passwords').members;
    expect(member).toMatchObject({ name: 'min_length', value: 20, read_only: true });
    const change = (min_length: number) => fixed.admin.patch('/settings/passwords', { min_length });
    expect((await change(16)).status).toBe(409);
    expect((await change(20)).json).toMatchObject({ min_length: 20 });
    const password = 'correct horse bat';
    const short = await fixed.admin.post('/users', { username: 'short', password });
    expect([short.status, short.json.errors[0].pointer]).toEqual([400, '/password']);
  });
});
