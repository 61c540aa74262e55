import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import type { Browser, Query } from '../support/browser.js';
import { decodeEntities } from '../support/html-form.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import {
  ask,
  authorizationRequest,
  expectErrorPage,
  expectErrorRedirect,
} from './authorization-request.js';

const NATIVE = { application_type: 'native', token_endpoint_auth_method: 'none' };

describe('A: consent and scope', () => {
  let world: LocalWorld;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    user = await world.createUser();
    await world.registerResourceServer({
      identifier: 'https://photos.example',
      scopes: ['photos:read', 'photos:write'],
    });
  });

  const again = (browser: Browser, client: RegisteredClient, changes: Query = {}) =>
    browser.open('/authorize', authorizationRequest(client, changes));

  /** The first authorization of a person by a client. */
  async function approved(client: RegisteredClient): Promise<Browser> {
    const { end, browser } = await world.authorize({ client, user });
    expect(end.parameters['code']).toBeDefined();
    return browser;
  }

  it.each([
    ['loopback', 'http://127.0.0.1/cb'],
    ['localhost', 'http://localhost:8000/cb'],
    ['private-use scheme', 'com.example.app:/cb'],
  ])('A30 a public client with a %s redirect URI is asked about every time', async (_kind, uri) => {
    for (const first_party of [false, true]) {
      const client = await world.registerClient({ redirect_uris: [uri], ...NATIVE, first_party });
      const browser = await approved(client);
      const page = await again(browser, client);
      expect(page.has('consent-approve')).toBe(true);
      const silent = await again(browser, client, { prompt: 'none' });
      expectErrorRedirect(silent, client, 'consent_required');
      // One consent is one code: the next request of the same browser is asked about once more.
      const end = await browser.follow(await browser.click(page, 'consent-approve'));
      expect(end.parameters['code']).toBeDefined();
      expect((await again(browser, client)).has('consent-approve')).toBe(true);
    }
  });

  it('A30 clients that nobody else can pretend to be are remembered', async () => {
    const confidential = { redirect_uris: ['http://localhost:8000/cb'] };
    for (const metadata of [{ token_endpoint_auth_method: 'none' }, confidential]) {
      const client = await world.registerClient(metadata);
      const browser = await approved(client);
      const silent = await again(browser, client, { prompt: 'none' });
      expect(silent.parameters['code']).toBeDefined();
      expect((await again(browser, client, { prompt: 'consent' })).has('consent-approve')).toBe(
        true,
      );
    }
  });

  it('A30 what is remembered covers no more than what was allowed', async () => {
    const client = await world.registerClient({ scope: 'openid profile email' });
    const browser = await approved(client);
    const wider = await again(browser, client, { scope: 'openid email', prompt: 'none' });
    expectErrorRedirect(wider, client, 'consent_required');
    expect((await again(browser, client, { scope: 'openid email' })).has('cancel')).toBe(true);
    const other = await world.registerClient();
    const silent = await again(browser, other, { prompt: 'none' });
    expectErrorRedirect(silent, other, 'consent_required');
  });

  it('A34 a scope that is not the client’s is refused and named; what nobody knows gives nothing', async () => {
    const client = await world.registerClient({ scope: 'openid photos:read' });
    for (const scope of [
      ...['openid photos:write', 'photos:read email', 'openid clients:write', 'bogus'],
      ...['OPENID', 'openid  photos:read', 'openid\u00a0photos:read', 'openid,photos:read'],
      ...['openid "', 'openid \\', 'photos:*', '*', ' '],
    ]) {
      expectErrorRedirect(await ask(world, client, { scope }), client, 'invalid_scope');
    }
    const named = await ask(world, client, { scope: 'openid photos:write' });
    expect(named.parameters['error_description']).toContain('photos:write');
    // "Scope values used that are not understood by an implementation SHOULD be ignored" (OIDC Core §3.1.2.1).
    for (const scope of ['openid bogus', ' openid ', 'openid photos:WRITE']) {
      const { scope: given } = await world.tokens({ client, user, scope });
      expect([scope, given]).toEqual([scope, 'openid']);
    }
  });

  it('A34 no grant gives more than was allowed', async () => {
    const grant_types = ['authorization_code', 'refresh_token', 'client_credentials'];
    const scope = 'openid profile photos:read';
    const client = await world.registerClient({ scope, grant_types });
    const tokens = await world.tokens({ client, user, scope: 'openid photos:read' });
    expect(tokens.scope).toBe('openid photos:read');
    for (const wider of ['openid photos:read photos:write', 'openid profile', 'bogus']) {
      const refreshed = await world.refresh(client, tokens.refresh_token ?? '', { scope: wider });
      expect([wider, refreshed.status, refreshed.json.error]).toEqual([
        wider,
        400,
        'invalid_scope',
      ]);
    }
    for (const own of ['photos:write', 'photos:read photos:write', 'clients:read']) {
      const answer = await world.token(client, { grant_type: 'client_credentials', scope: own });
      expect([own, answer.status, answer.json.error]).toEqual([own, 400, 'invalid_scope']);
    }
  });

  it('A34 a scope at the token endpoint widens nothing that a code was given for', async () => {
    const client = await world.registerClient({ scope: 'openid profile email' });
    const issued = await world.authorizationCode({ client, user, scope: 'openid' });
    const answer = await world.redeem(client, issued, { scope: 'openid profile email' });
    expect([answer.status, answer.json.scope]).toEqual([200, 'openid']);
    expect((await world.userinfo(answer.json.access_token)).json).toEqual({ sub: user.sub });
  });

  it('A34 power over Gatehouse is granted to admins only, and the answer says what is missing', async () => {
    const scope = 'openid clients:write users:write';
    const client = await world.registerClient({ scope });
    const tokens = await world.tokens({ client, user, scope });
    expect(tokens.scope).toBe('openid');
    const url = new URL('/admin/users', world.issuer);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    expect((await world.get(url.pathname, headers)).status).toBe(403);
  });

  it('A34 a client that lost a scope gets no more codes with it', async () => {
    const client = await world.registerClient({ scope: 'openid photos:read' });
    const { browser } = await world.authorize({ client, user, scope: 'openid photos:read' });
    await world.admin.patch(`/clients/${client.client_id}`, { scope: 'openid' });
    const answer = await again(browser, client, { scope: 'openid photos:read' });
    expectErrorRedirect(answer, client, 'invalid_scope');
  });

  it('A36 consent shows the host that the answer goes to, in its ASCII form', async () => {
    const host = 'xn--bnk-rla.example';
    const shown = async (metadata: Record<string, unknown>): Promise<Answer> => {
      const client = await world.registerClient(metadata);
      const { end } = await world.authorize({ client, user, consent: 'cancel' });
      expect(end.parameters['error']).toBe('access_denied');
      const fresh = await world.registerClient(metadata);
      const { browser } = await world.authorize({ client: fresh, user, consent: 'cancel' });
      return browser.history.find((page) => page.has('consent-approve')) ?? end;
    };
    const look = await shown({ redirect_uris: [`https://${host}/cb`], client_name: 'Bаnk' });
    expect(look.text).toContain(host);
    expect(look.text).not.toMatch(/b[äаá]nk\.example/i);
    expect(look.text).toContain('Bаnk');
    const native = await shown({ ...NATIVE, redirect_uris: ['com.example.app:/cb'] });
    expect(native.text).toContain('com.example.app:');
  });

  it('A36 a name is text, whatever it looks like', async () => {
    const client_name = `<img src=x onerror=alert(1)>"'&{{7*7}}<%= 1 %>`;
    const client = await world.registerClient({ client_name });
    const { browser } = await world.authorize({ client, user });
    const pages = browser.history.filter(({ status }) => status === 200);
    expect(pages.length).toBeGreaterThan(1);
    for (const { text } of pages) {
      expect(text).not.toContain('<img src=x');
      expect(decodeEntities(text)).toContain(client_name);
    }
  });

  it('A14 errors are sent to addresses that an administrator registered, and only there', async () => {
    // What an administrator registered is trusted (RFC 9700 §4.11.2): the client hears at once what is
    // wrong with its request. For clients that registered themselves see a-self-registered.spec.ts.
    const client = await world.registerClient();
    for (const changes of [{ scope: 'bogus' }, { prompt: 'none' }, { response_type: 'x' }]) {
      const answer = await ask(world, client, changes);
      expect(answer.location?.href.startsWith(client.redirect_uris[0] ?? 'none')).toBe(true);
      expectErrorPage(
        await ask(world, client, { ...changes, redirect_uri: 'https://evil.example' }),
      );
    }
    await world.admin.patch(`/clients/${client.client_id}`, { disabled: true });
    expectErrorPage(await ask(world, client, { scope: 'bogus' }));
  });

  it('A38 a request that arrives by POST without cookies finds the session at its own GET', async () => {
    const client = await world.registerClient();
    const browser = await approved(client);
    const cookies = ['session', 'browser'].map((name) => [name, browser.cookies.get(name) ?? '']);
    browser.cookies.clear();
    const foreign = { origin: 'https://client.example', 'sec-fetch-site': 'cross-site' };
    const posted = await browser.post('/authorize', authorizationRequest(client), foreign);
    expect([posted.status, posted.location?.origin]).toEqual([303, world.issuer]);
    expect(posted.headers.getSetCookie()).toEqual([]);
    for (const [name = '', value = ''] of cookies) browser.cookies.set(`gatehouse_${name}`, value);
    const end = await browser.follow(posted);
    expect(end.parameters).toMatchObject({ code: expect.stringMatching(/^gh_ac_/) });
  });
});
