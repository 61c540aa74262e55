import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../support/answer.js';
import { Browser } from '../../support/browser.js';
import { RelyingParty } from '../../support/relying-party.js';
import { type LocalWorld, startWorld } from '../../support/world.js';
import { unique, Visitors } from './visitors.js';

let world: LocalWorld;
let people: Visitors;
let server: RelyingParty;
let id: string;
/** What it says of the person. */
let person: Record<string, unknown> = {};
let emails: unknown = [];

beforeAll(async () => {
  world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
  people = new Visitors(world, await world.registerClient({ first_party: true }));
  server = await RelyingParty.start();
  const at = server.origin;
  const verifiers = new Set<string>();
  server.behaviours.set('/login/oauth/authorize', ({ url }, response) => {
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('code', unique());
    back.searchParams.set('state', url.searchParams.get('state') ?? '');
    response.writeHead(302, { location: back.href }).end();
  });
  server.behaviours.set('/login/oauth/access_token', ({ fields }, response) => {
    // As GitHub does: 200 and an error in it.
    const sound = fields['client_secret'] === 'shared' && fields['code_verifier'] !== undefined;
    verifiers.add(fields['code_verifier'] ?? '');
    const token = { access_token: 'at', token_type: 'bearer', scope: 'read:user,user:email' };
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(sound ? token : { error: 'bad_verification_code' }));
  });
  const told = (path: string, answer: () => unknown) =>
    server.behaviours.set(path, ({ headers }, response) => {
      const known = headers.authorization === 'Bearer at' && headers['user-agent'] !== undefined;
      response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer()));
    });
  told('/user', () => person);
  told('/user/emails', () => emails);
  id = `g${unique()}`;
  await world.admin.create('/identity-providers?preset=github', {
    ...{ id, client_id: 'gatehouse', client_secret: 'shared', provisioning: 'create' },
    authorization_endpoint: `${at}/login/oauth/authorize`,
    token_endpoint: `${at}/login/oauth/access_token`,
    ...{ userinfo_endpoint: `${at}/user`, emails_endpoint: `${at}/user/emails` },
  });
});

async function signIn(browser = world.browser()) {
  const away = await browser.click(await people.start(browser), `upstream-${id}`);
  const { location } = await new Browser(server.origin).get(away.location as URL);
  return browser.follow(await browser.get(location as URL), people.until);
}

describe('a provider with OAuth 2 and no ID token (GitHub)', () => {
  it('signs in whoever its userinfo names, by the identifier that is never given away', async () => {
    const login = `octo-${unique()}`;
    person = { id: 583_231, login, name: 'Octo Cat', email: 'shown@public.example' };
    const email = `${login}@mail.example`;
    emails = [
      { email: 'other@mail.example', primary: false, verified: true },
      { email, primary: true, verified: true },
    ];
    const claims = await people.claimsOf(await signIn());
    expect(claims).toMatchObject({ amr: ['fed'] });
    expect(claims['acr']).toBeUndefined();
    const user = (await world.admin.get(`/users/${claims.sub}`)).json;
    expect(user).toMatchObject({ username: login, name: 'Octo Cat', email, email_verified: true });
    person = { ...person, login: 'another-login' };
    expect((await people.claimsOf(await signIn())).sub).toBe(claims.sub);
    person = { id: 4711, login };
    emails = [];
    expect((await people.claimsOf(await signIn())).sub).not.toBe(claims.sub);
  });

  it('is offered first in a browser that signed in there last', async () => {
    const other = await world.admin.create('/identity-providers?preset=github', {
      ...{ id: `a${unique()}`, name: 'A first one', client_id: 'gatehouse', client_secret: 's' },
    });
    const order = (page: Answer) =>
      [...page.text.matchAll(/name="provider" value="(\w+)"/g)].map(([, one]) => one);
    person = { id: unique(), login: `octo-${unique()}` };
    emails = [];
    const browser = world.browser();
    const before = order(await people.start(browser));
    expect(before.indexOf(other.id)).toBeLessThan(before.indexOf(id));
    await signIn(browser);
    await browser.click(await browser.get('/logout'), 'logout-confirm');
    expect(order(await people.start(browser))[0]).toBe(id);
    await world.admin.delete(`/identity-providers/${other.id}`);
  });

  it('an address that is not verified, or not the primary one, is nobody’s', async () => {
    for (const listed of [
      [{ email: `${unique()}@mail.example`, primary: true, verified: false }],
      [{ email: `${unique()}@mail.example`, primary: false, verified: true }],
      { message: 'Not found' },
    ]) {
      person = { id: unique(), login: `octo-${unique()}`, email: 'public@mail.example' };
      emails = listed;
      const { sub } = await people.claimsOf(await signIn());
      expect((await world.admin.get(`/users/${sub}`)).json.email).toBeUndefined();
    }
  });

  it.each([
    ['names nobody', {}],
    ['names somebody strange', { id: { a: 1 } }],
  ])('a userinfo that %s signs in nobody', async (_what, said) => {
    person = said;
    const browser = world.browser();
    expect([(await signIn(browser)).status, browser.cookies.get('session')]).toEqual([
      ...[502, undefined],
    ]);
  });

  it('is not offered where it has to be known when somebody signed in', async () => {
    expect((await people.start(world.browser(), { max_age: '60' })).has(`upstream-${id}`)).toBe(
      false,
    );
    const browser = world.browser();
    const page = await people.start(browser, { prompt: 'login' });
    expect(page.has(`upstream-${id}`)).toBe(false);
    const { action, fields } = page.formWith('login-submit');
    const forced = new URL(action, world.issuer);
    forced.pathname = forced.pathname.replace(/login$/, 'upstream');
    const answer = await browser.post(forced, { csrf: fields['csrf'], provider: id });
    expect([answer.status, answer.text]).toEqual([
      ...[400, expect.stringContaining('does not say when you signed in')],
    ]);
  });
});

describe('home realm discovery', () => {
  let domain: string;
  let home: { id: string };

  beforeAll(async () => {
    domain = `${unique()}.example`;
    home = await world.admin.create('/identity-providers?preset=github', {
      ...{ id: `h${unique()}`, client_id: 'gatehouse', client_secret: 'shared' },
      ...{ domains: [domain], authorization_endpoint: `${server.origin}/home` },
    });
  });

  afterAll(() => world.admin.delete(`/identity-providers/${home.id}`));

  const say = async (identifier: string, browser = world.browser()) => {
    const answer = await browser.click(await people.start(browser), 'upstream-domain', {
      identifier,
    });
    return { browser, answer, to: answer.location?.href.split('?')[0] };
  };

  it('asks who somebody is, and for nothing else yet; a provider’s button and Cancel are there', async () => {
    const page = await people.start(world.browser());
    expect(page.has('identifier')).toBe(true);
    expect(page.text).not.toContain('type="password"');
    expect([page.has(`upstream-${home.id}`), page.has('cancel')]).toEqual([true, true]);
    // Enter is enough: the first button goes on.
    expect(/<button [^>]*id="([^"]+)"/.exec(page.text)?.[1]).toBe('upstream-domain');
  });

  it('the domain leads to its provider, and says nothing of people', async () => {
    const user = await world.createUser({ email: `known@${domain}` });
    for (const address of [user['email'], `nobody@${domain}`, domain.toUpperCase()]) {
      expect((await say(String(address))).to).toBe(`${server.origin}/home`);
    }
  });

  it('I01 whoever is at home here is asked for the password, be there such an account or not', async () => {
    const known = await world.createUser();
    const strip = (text: string, address: string) =>
      text
        .replaceAll(
          /value="[\w-]{30,}"|(?:\/|%2F)interaction(?:\/|%2F)[\w-]+|challenge&quot;:&quot;[\w-]+|nonce="[\w-]+"/g,
          '',
        )
        .replaceAll(address, '');
    const pages = [];
    for (const address of [String(known['email']), `user-${unique()}@people.example`]) {
      const { browser, answer } = await say(address);
      expect(answer.status).toBe(303);
      const page = await browser.follow(answer);
      expect(page.formWith('login-submit').fields['username']).toBe(address);
      expect([page.has('password'), page.has('identifier')]).toEqual([true, false]);
      expect(page.has(`upstream-${home.id}`)).toBe(true);
      pages.push(strip(page.text, address));
    }
    expect(pages[0]).toBe(pages[1]);
    const { browser, answer } = await say(known.username);
    const { password } = known;
    const page = await browser.follow(answer);
    const end = await people.next(browser, page, 'login-submit', { password });
    expect((await people.claimsOf(end)).sub).toBe(known.sub);
  });

  it('a wrong password is asked for again; another address can be said', async () => {
    const { browser, answer } = await say('somebody-or-other');
    const page = await browser.follow(answer);
    const wrong = await browser.click(page, 'login-submit', { password: 'not the right one' });
    expect([wrong.status, wrong.has('password')]).toEqual([400, true]);
    const again = /id="another-way" href="([^"]+)"/.exec(wrong.text)?.[1] ?? '';
    const first = await browser.follow(await browser.get(again));
    expect([first.has('identifier'), first.has('password')]).toEqual([true, false]);
    const away = await browser.click(first, 'upstream-domain', { identifier: `x@${domain}` });
    expect(away.location?.href).toContain(`${server.origin}/home`);
  });

  it('nothing, and more than anybody is called, is said again', async () => {
    const empty = await say('  ');
    expect([empty.answer.status, empty.answer.has('identifier')]).toEqual([400, true]);
    const { browser, answer } = await say('x'.repeat(5000));
    expect((await browser.follow(answer)).has('password')).toBe(true);
  });

  it('login_hint goes before it: to the password, or straight home, once', async () => {
    const hinted = await people.start(world.browser(), { login_hint: 'ada@people.example' });
    expect(hinted.formWith('login-submit').fields['username']).toBe('ada@people.example');
    expect(hinted.has('identifier')).toBe(false);
    const browser = world.browser();
    const away = await people.start(browser, { login_hint: `ada@${domain}` });
    expect(away.location?.href).toContain(`${server.origin}/home`);
    expect(away.location?.searchParams.get('login_hint')).toBe(`ada@${domain}`);
    // Whoever comes back without having signed in there chooses.
    const back = await browser.get(away.url);
    expect(back.formWith('login-submit').fields['username']).toBe(`ada@${domain}`);
    const again = /id="another-way" href="([^"]+)"/.exec(back.text)?.[1] ?? '';
    expect((await browser.follow(await browser.get(again))).has('identifier')).toBe(true);
  });

  it('where the proof has to be fresh, and the provider cannot say so, it is one page', async () => {
    const page = await people.start(world.browser(), { prompt: 'login' });
    expect([page.has('identifier'), page.has('password')]).toEqual([false, true]);
  });

  it('a provider without domains leaves it one page', async () => {
    await world.admin.patch(`/identity-providers/${home.id}`, { domains: [] });
    await sleep(1100);
    const page = await people.start(world.browser());
    expect([page.has('identifier'), page.has('password')]).toEqual([false, true]);
    expect(page.has(`upstream-${home.id}`)).toBe(true);
  });
});
