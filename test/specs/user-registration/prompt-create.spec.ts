import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { authorizationRequest, expectErrorRedirect } from '../../attacks/authorization-request.js';
import { type MailSink, mailingTo, startMailSink } from '../../support/mail-sink.js';
import { pkce } from '../../support/pkce.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { pushed } from '../../support/pushed.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';
import { askFor, chosen, linkFor, openSignUp, someAddress } from '../mail/sign-ups.js';

describe('Initiating User Registration via OpenID Connect: prompt=create', () => {
  let sink: MailSink;
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;
  const { code_verifier, ...challenge } = pkce();

  beforeAll(async () => {
    sink = await startMailSink();
    world = await startWorld(mailingTo(sink));
    client = await world.registerClient({ first_party: true });
    user = await world.createUser();
  });

  beforeEach(() => openSignUp(world));

  const supported = async () =>
    (await world.get('/.well-known/openid-configuration')).json.prompt_values_supported;

  const request = (prompt: string) => authorizationRequest(client, { prompt, ...challenge });

  it('is told in the metadata and taken where people make accounts, and neither otherwise', async () => {
    expect(await supported()).toEqual(['none', 'login', 'consent', 'select_account', 'create']);
    await openSignUp(world, { enabled: 'off' });
    expect(await supported()).toEqual(['none', 'login', 'consent', 'select_account']);
    const refused = await world.browser().get('/authorize', request('create'));
    expectErrorRedirect(refused, client, 'invalid_request');
    expect(refused.parameters['error_description']).toBe(
      'The prompt create is not supported: people do not make accounts here by themselves.',
    );
  });

  it('leads to the page for a new account, and with it to the application', async () => {
    const browser = world.browser();
    const page = await browser.open('/authorize', request('create'));
    expect([page.url.pathname, page.status]).toEqual(['/sign-up', 200]);
    expect(page.text).toContain(client['client_name']);
    const email = someAddress();
    const link = await linkFor(sink, email, () => askFor(browser, page, email));
    const done = await browser.click(await browser.get(link), 'confirm-submit', chosen());
    const end = await browser.follow(done);
    const { code = '' } = end.parameters;
    const redirect_uri = client.redirect_uris[0] ?? '';
    const issued = { code, redirect_uri, code_verifier, response: {}, browser };
    const { id_token } = (await world.redeem(client, issued)).json;
    const [made] = (await world.admin.get(`/users?q=${email}`)).json.items;
    expect(decodeJwt(id_token).sub).toBe(made.sub);
  });

  it('does so too where somebody is signed in, who is somebody else', async () => {
    const { browser } = await world.authorize({ client, user });
    const page = await browser.open('/authorize', request('create'));
    expect(page.url.pathname).toBe('/sign-up');
    const email = someAddress();
    const link = await linkFor(sink, email, () => askFor(browser, page, email));
    const done = await browser.click(await browser.get(link), 'confirm-submit', chosen());
    const end = await browser.follow(done);
    expect(end.parameters['code']).toEqual(expect.any(String));
  });

  it('whoever has an account signs in from there, and is not led back', async () => {
    const browser = world.browser();
    const page = await browser.open('/authorize', request('create'));
    const href = /id="sign-in" href="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const login = await browser.get(href);
    expect(login.has('login-submit')).toBe(true);
    const { username, password } = user;
    const end = await browser.follow(
      await browser.click(login, 'login-submit', { username, password }),
    );
    expect(end.parameters['code']).toEqual(expect.any(String));
  });

  it('stands beside others, but not beside none', async () => {
    const page = await world.browser().open('/authorize', request('create consent'));
    expect(page.url.pathname).toBe('/sign-up');
    const refused = await world.browser().get('/authorize', request('none create'));
    expectErrorRedirect(refused, client, 'invalid_request');
  });

  it('is good in a pushed request', async () => {
    const request_uri = await pushed(world, client, { prompt: 'create' });
    const page = await world
      .browser()
      .open('/authorize', { client_id: client.client_id, request_uri });
    expect(page.url.pathname).toBe('/sign-up');
  });
});
