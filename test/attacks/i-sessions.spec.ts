import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { encode, type Browser } from '../support/browser.js';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { walk } from '../support/sign-in.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';
import { ReverseProxy } from './reverse-proxy.js';

const SESSION = '__Host-gatehouse_session';
const BROWSER = '__Host-gatehouse_browser';
const BROWSER_STATE = '__Host-gatehouse_browser_state';

describe('sessions of browsers, behind a proxy that terminates TLS', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;
  let browser: Browser;

  beforeAll(async () => {
    const issuer = 'https://sso.example.com';
    world = await startWorld({ ISSUER: issuer, TRUSTED_PROXIES: '127.0.0.1' });
    new ReverseProxy([world.application]);
    client = await world.registerClient({ first_party: true });
    user = await world.createUser();
  });

  beforeEach(() => {
    browser = world.browser();
  });

  const ask = (changes: Record<string, string> = {}): Promise<Answer> =>
    browser.get('/authorize', authorizationRequest(client, changes));
  const signIn = async (changes: Record<string, string> = {}, who = user) =>
    walk(browser, await ask(changes), { user: who });
  const session = () => browser.cookies.get(SESSION);

  /** Whether a browser with this cookie alone is signed in. */
  async function works(cookie: string | undefined): Promise<boolean> {
    const thief = world.browser();
    thief.cookies.set(SESSION, cookie ?? 'none');
    const answer = await thief.get('/authorize', {
      ...authorizationRequest(client),
      prompt: 'none',
    });
    expect(answer.location?.origin).toBe('https://client.example');
    return answer.parameters['error'] === undefined;
  }

  it('I03 a session planted before sign-in is not the one that is signed in', async () => {
    const planted = 'A'.repeat(43);
    browser.cookies.set(SESSION, planted);
    expect((await signIn()).parameters['code']).toBeDefined();
    expect(session()).not.toBe(planted);
    expect(await works(planted)).toBe(false);
    expect(await works(session())).toBe(true);
  });

  it('I03 proving oneself again gives a new session id, and the old one is dead', async () => {
    await signIn();
    const before = session();
    expect((await signIn({ prompt: 'login' })).parameters['code']).toBeDefined();
    expect(session()).not.toBe(before);
    expect(await works(before)).toBe(false);
    expect(await works(session())).toBe(true);
  });

  it('I03 the session that a browser had for somebody else ends at sign-in', async () => {
    await signIn();
    const before = session();
    await signIn({ prompt: 'login' }, await world.createUser());
    expect(await works(before)).toBe(false);
  });

  it('I03 signing in adopts no session of another browser that signed in with the same cookie', async () => {
    await signIn();
    const stolen = session();
    const other = world.browser();
    other.cookies.set(SESSION, stolen ?? '');
    const start = await other.get('/authorize', authorizationRequest(client, { prompt: 'login' }));
    await walk(other, start, { user });
    expect(other.cookies.get(SESSION)).not.toBe(stolen);
    expect(await works(stolen)).toBe(false);
  });

  it('I04 cookies are __Host-, Secure, HttpOnly, SameSite=Lax, for / and without Domain', async () => {
    await signIn();
    const set = browser.history.flatMap(({ headers }) => headers.getSetCookie());
    expect(set.map((line) => line.split('=')[0])).toEqual(
      expect.arrayContaining([SESSION, BROWSER]),
    );
    for (const line of set) {
      const [pair = '', ...attributes] = line.split('; ');
      expect(pair).toMatch(/^__Host-gatehouse_\w+=[\w.-]+$/);
      // What a session is recognised by is for scripts in frames, and worth nothing by itself.
      const recognised = pair.startsWith(`${BROWSER_STATE}=`);
      expect(attributes.filter((one) => !one.startsWith('Max-Age=')).sort()).toEqual(
        recognised
          ? ['Path=/', 'SameSite=None', 'Secure']
          : ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'],
      );
      if (recognised) expect(await works(pair.split('=')[1])).toBe(false);
    }
    expect(session()).toMatch(/^[\w-]{43}$/);
  });

  it('I04 of two cookies with one name neither counts', async () => {
    await signIn();
    const good = `${SESSION}=${session()}`;
    const cookie = `${good}; ${SESSION}=${'B'.repeat(43)}`;
    const request = authorizationRequest(client, { prompt: 'none' });
    for (const header of [cookie, `${SESSION}=x; ${good}`, `${good}; ${good}`]) {
      const url = new URL(`/authorize?${encode(request).toString()}`, world.issuer);
      const answer = await world.browser().request(url, { headers: { cookie: header } });
      expect(answer.parameters['error']).toBe('login_required');
    }
  });

  it('I04 a tossed browser cookie beside the real one takes no interaction over', async () => {
    const page = await browser.follow(await ask());
    const own = `${BROWSER}=${browser.cookies.get(BROWSER)}`;
    const url = page.url;
    const tossed = await world
      .browser()
      .request(url, { headers: { cookie: `${own}; ${BROWSER}=${'C'.repeat(43)}` } });
    expect(tossed.status).toBe(400);
    expect(tossed.has('login-submit')).toBe(false);
  });

  it('I04 a cookie without the prefix is not ours: a subdomain could have set it', async () => {
    await signIn();
    const cookie = `gatehouse_session=${session()}`;
    const url = new URL('/account', world.issuer);
    const answer = await world.browser().request(url, { headers: { cookie } });
    expect(answer.location?.pathname).toMatch(/^\/interaction\//);
  });

  it('I06 an hour without use ends a session', async () => {
    await signIn();
    clock.advance(3590);
    expect(await works(session())).toBe(true);
    clock.advance(3600);
    expect(await works(session())).toBe(false);
  });

  it('I06 use prolongs a session, but never beyond twelve hours', async () => {
    await signIn();
    for (let hours = 0; hours < 11.5; hours += 0.5) {
      clock.advance(1800);
      expect(await works(session())).toBe(true);
    }
    clock.advance(1801);
    expect(await works(session())).toBe(false);
  });

  it('I06 max_age counts from the last proof, not from the last use', async () => {
    await signIn();
    clock.advance(301);
    expect((await ask({ max_age: '300', prompt: 'none' })).parameters['error']).toBe(
      'login_required',
    );
  });
});
