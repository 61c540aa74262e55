import { beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Query } from '../../support/browser.js';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

const BYE = 'https://client.example/bye?from=gatehouse';
const NATIVE_BYE = 'com.example.app:/bye';

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld();
  client = await world.registerClient({
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['com.example.app:/callback'],
    post_logout_redirect_uris: [BYE, NATIVE_BYE],
  });
  user = await world.createUser();
});

async function signedIn(): Promise<{ browser: Browser; hint: string }> {
  const issued = await world.authorizationCode({ client, user });
  const { id_token: hint } = (await world.redeem(client, issued)).json;
  return { browser: issued.browser, hint };
}

const confirm = async (browser: Browser, query: Query) =>
  browser.click(await browser.get('/logout', query), 'logout-confirm');

describe('RP-Initiated Logout §2, §3', () => {
  // §2: "the OP MUST ask the End-User this question if an id_token_hint was not provided or if the supplied ID
  // Token does not belong to the current OP session": here one was, and it does.
  it('an ID token of the live session signs out unasked and sends them on', async () => {
    const { browser, hint } = await signedIn();
    const query = { id_token_hint: hint, post_logout_redirect_uri: BYE, state: 's' };
    const { status, location } = await browser.get('/logout', query);
    expect(status).toBe(303);
    expect(location?.href).toBe(`${BYE}&state=s`);
    expect(browser.cookies.get('session')).toBeUndefined();
    const start = { client, user, browser, parameters: { prompt: 'none' } };
    expect((await world.authorize(start)).end.parameters['error']).toBe('login_required');
  });

  it('"the OP MUST ask the End-User" and then sends them on, with state, keeping the query', async () => {
    const { browser } = await signedIn();
    const { hint } = await signedIn();
    const state = 's &+é='.repeat(20);
    const query = { id_token_hint: hint, post_logout_redirect_uri: BYE, state };
    const page = await browser.get('/logout', query);
    expect(page.text).toContain(user.username);
    expect(page.text).toContain(String(client['client_name']));
    expect(page.headers.get('content-security-policy')).not.toContain('form-action');
    const { status, location } = await browser.click(page, 'logout-confirm');
    expect(status).toBe(303);
    expect(location?.href.startsWith('https://client.example/bye?from=gatehouse&')).toBe(true);
    expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({ from: 'gatehouse', state });
    expect(browser.cookies.get('session')).toBeUndefined();
  });

  it('a native app is called back by its scheme', async () => {
    const { browser, hint } = await signedIn();
    const query = { id_token_hint: hint, post_logout_redirect_uri: NATIVE_BYE, state: 'x' };
    expect((await browser.get('/logout', query)).headers.get('location')).toBe(
      `${NATIVE_BYE}?state=x`,
    );
  });

  it.each<[string, Query]>([
    ['without parameters', {}],
    ['with state alone', { state: 'x' }],
    ['with what only helps', { logout_hint: 'somebody', ui_locales: 'nl en' }],
    ['with what is unknown', { foo: 'bar' }],
  ])('%s the person is asked and stays with us', async (_case, query) => {
    const { browser } = await signedIn();
    const end = await confirm(browser, query);
    expect([end.status, end.location]).toEqual([200, undefined]);
    expect(end.text).toContain('Signed out');
    // Once more: there is nobody to ask.
    expect((await browser.get('/logout')).text).toContain('Signed out');
  });

  it('with a hint alone the person stays with us', async () => {
    const { browser, hint } = await signedIn();
    const end = await browser.get('/logout', { id_token_hint: hint, foo: 'bar' });
    expect([end.status, end.location]).toEqual([200, undefined]);
    expect(end.text).toContain('Signed out');
  });

  it('"OPs MUST support the use of the HTTP GET and POST methods": from another site too', async () => {
    const { browser, hint } = await signedIn();
    const query = { id_token_hint: hint, post_logout_redirect_uri: BYE, state: 'posted' };
    const anonymous = new Browser(world.issuer);
    const posted = await anonymous.post('/logout', query, {
      origin: 'https://client.example',
      'sec-fetch-site': 'cross-site',
    });
    expect(posted.status).toBe(303);
    expect(posted.location?.href).not.toContain(hint);
    const end = await browser.get(posted.location ?? '');
    expect(end.location?.searchParams.get('state')).toBe('posted');
    const late = await anonymous.get(posted.location ?? '');
    expect([late.status, late.location]).toEqual([400, undefined]);
    expect(late.text).toContain('Logout error');
  });

  it('a session too idle to sign anybody in is ended all the same, and its tokens with it', async () => {
    clock.advance(0);
    const issued = await world.authorizationCode({ client, user });
    const { id_token, refresh_token } = (await world.redeem(client, issued)).json;
    clock.advance(3700);
    expect((await issued.browser.get('/account')).status).toBe(303);
    const refreshed = await world.refresh(client, refresh_token);
    expect(refreshed.status).toBe(200);
    await issued.browser.get('/logout', { id_token_hint: id_token });
    const late = await world.refresh(client, refreshed.json.refresh_token);
    expect([late.status, late.json.error]).toEqual([400, 'invalid_grant']);
  });

  it('goes on at once when nobody is signed in and the hint is good', async () => {
    const { hint } = await signedIn();
    const query = { id_token_hint: hint, post_logout_redirect_uri: NATIVE_BYE };
    expect((await world.browser().get('/logout', query)).headers.get('location')).toBe(NATIVE_BYE);
  });

  it('a client that is disabled or gone asks in vain', async () => {
    const gone = await world.registerClient({ post_logout_redirect_uris: [BYE] });
    const { id_token } = await world.tokens({ client: gone, user });
    const query = { id_token_hint: id_token, post_logout_redirect_uri: BYE };
    const path = `/clients/${gone.client_id}`;
    await world.admin.patch(path, { disabled: true });
    const disabled = await world.browser().get('/logout', query);
    expect([disabled.status, disabled.location]).toEqual([400, undefined]);
    await world.admin.delete(path);
    expect((await world.browser().get('/logout', query)).status).toBe(400);
  });

  it('a parameter that came twice is an error', async () => {
    const answer = await world.browser().get('/logout', { state: ['a', 'b'] });
    expect([answer.status, answer.location]).toEqual([400, undefined]);
    expect(answer.text).toContain('Logout error');
  });
});
