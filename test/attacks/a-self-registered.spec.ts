import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from '../support/browser.js';
import { selfRegistered, sendRegistration } from '../support/registration.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';

const HOST = 'evil.example';
const EVIL = { client_name: 'Your Bank', redirect_uris: [`https://${HOST}/callback`] };
const WARNING = 'This application registered itself';

describe('A: a client that registered itself is nobody that people can trust', () => {
  let world: LocalWorld;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    user = await world.createUser();
  });

  const open = (browser: Browser, client: any, changes = {}) =>
    browser.open('/authorize', authorizationRequest(client, changes));

  const signIn = (browser: Browser, page: Awaited<ReturnType<typeof open>>) =>
    browser.click(page, 'login-submit', { username: user.username, password: user.password });

  it('A14 a bad request leads to the login page first, and then to a page that shows the host', async () => {
    const client = await selfRegistered(world, EVIL);
    for (const changes of [{ scope: 'bogus' }, { response_type: 'x' }, { resource: 'x' }]) {
      const browser = world.browser();
      const page = await open(browser, client, changes);
      expect([page.status, page.has('login-submit')]).toEqual([200, true]);
      expect(page.text).toContain(WARNING);
      const after = await browser.follow(await signIn(browser, page));
      expect([after.status, after.location]).toEqual([200, undefined]);
      expect(after.text).toContain(`<strong class="host"><bdi>${HOST}</bdi></strong>`);
      expect(after.text).toContain(WARNING);
      const link = /<a [^>]*id="continue"[^>]*href="([^"]*)"/.exec(after.text)?.[1] ?? '';
      expect(link).toMatch(/^https:\/\/evil\.example\/callback\?error=\w+&amp;/);
      // Whoever is signed in is not asked again, and is not sent on either.
      const again = await open(browser, client, changes);
      expect([again.location, again.has('continue')]).toEqual([undefined, true]);
    }
  });

  it('A14 nor is there a way around it by prompt=none, by refusing, or by form_post', async () => {
    const client = await selfRegistered(world, EVIL);
    const silent = await open(world.browser(), client, { prompt: 'none' });
    expect([silent.status, silent.location]).toEqual([200, undefined]);
    expect(silent.text).toContain(HOST);

    const browser = world.browser();
    const login = await open(browser, client);
    const refused = await browser.follow(await browser.click(login, 'cancel'));
    expect([refused.location, refused.has('continue')]).toEqual([undefined, true]);

    const posted = await open(world.browser(), client, {
      ...{ prompt: 'none', response_mode: 'form_post' },
    });
    expect(posted.text).toContain(`action="https://${HOST}/callback"`);
    expect(posted.text).not.toContain('<script');
    expect(posted.text).toContain(`<strong class="host"><bdi>${HOST}</bdi></strong>`);
  });

  it('A14 in a frame, where nobody is led anywhere, the client hears of it', async () => {
    const client = await selfRegistered(world, EVIL);
    const query = new URLSearchParams(
      authorizationRequest(client, { prompt: 'none' }) as Record<string, string>,
    );
    const headers = { 'sec-fetch-dest': 'iframe' };
    const answer = await world.get(`/authorize?${query.toString()}`, headers);
    expect([answer.status, answer.parameters['error']]).toEqual([303, 'login_required']);
  });

  it('A14 S15 nor is /logout a way to be sent on: the page shows where it would lead', async () => {
    const [bye, front] = [`https://${HOST}/bye`, `https://${HOST}/front`];
    const metadata = { ...EVIL, post_logout_redirect_uris: [bye] };
    for (const more of [{}, { frontchannel_logout_uri: front }]) {
      const client = await selfRegistered(world, { ...metadata, ...more });
      const issued = await world.authorizationCode({ client, user });
      const { id_token } = (await world.redeem(client, issued)).json;
      const { browser } = issued;
      const query = { id_token_hint: id_token, post_logout_redirect_uri: bye, state: 's' };
      const asked = await browser.get('/logout', query);
      expect(asked.text).toContain(WARNING);
      const signedOut = await browser.click(asked, 'logout-confirm');
      // By and by nobody is signed in any more, nobody is asked, and an ID token is at hand.
      const passedBy = await world.browser().get('/logout', query);
      const posted = await browser.follow(await browser.post('/logout', query));
      for (const page of [signedOut, passedBy, posted]) {
        expect([page.status, page.location]).toEqual([200, undefined]);
        expect(page.text).toContain('Signed out');
        expect(page.text).toContain(WARNING);
        expect(page.text).toContain(`<strong class="host"><bdi>${HOST}</bdi></strong>`);
        expect(page.text).toContain(`id="continue" href="${bye}?state=s"`);
        expect(page.text).not.toContain('http-equiv="refresh"');
      }
    }
    const trusted = await selfRegistered(world, metadata, { unverified: false });
    const { browser, ...issued } = await world.authorizationCode({ client: trusted, user });
    const { id_token } = (await world.redeem(trusted, { ...issued, browser })).json;
    const query = { id_token_hint: id_token, post_logout_redirect_uri: bye };
    const end = await browser.get('/logout', query);
    expect(end.location?.href).toBe(bye);
  });

  it('A37 people are warned on every page and asked each time', async () => {
    const client = await selfRegistered(world, EVIL);
    const { browser, end } = await world.authorize({ client, user });
    expect(end.parameters['code']).toBeDefined();
    const shown = browser.history.filter(({ status }) => status === 200);
    expect(shown.length).toBe(2);
    for (const { text } of shown) {
      expect(text).toContain(WARNING);
      expect(text).toContain(HOST);
    }
    // The consent is stored, for the tokens rest on it, but not remembered.
    for (let time = 0; time < 2; time++) {
      const page = await open(browser, client);
      expect(page.has('consent-approve')).toBe(true);
      const next = await browser.follow(await browser.click(page, 'consent-approve'));
      expect(next.parameters['code']).toBeDefined();
    }
  });

  it('A37 until an admin has looked at it, and again when it changes afterwards', async () => {
    const client = await selfRegistered(world, EVIL);
    const { browser } = await world.authorize({ client, user });
    await world.admin.patch(`/clients/${client.client_id}`, { unverified: false });
    expect((await open(browser, client, { prompt: 'none' })).parameters['code']).toBeDefined();
    const changed = await sendRegistration(world, {
      method: 'PUT',
      path: `/${client.client_id}`,
      token: client.registration_access_token,
      body: { ...EVIL, client_name: 'Another Bank', client_id: client.client_id },
    });
    expect(changed.status).toBe(200);
    const page = await open(browser, client);
    expect([page.has('consent-approve'), page.text.includes(WARNING)]).toEqual([true, true]);
  });

  it('A37 an admin can vouch for the clients of an initial access token', async () => {
    const client = await selfRegistered(world, EVIL, { unverified: false });
    const { browser } = await world.authorize({ client, user });
    expect(browser.history.some(({ text }) => text.includes(WARNING))).toBe(false);
    expect((await open(browser, client, { prompt: 'none' })).parameters['code']).toBeDefined();
  });

  it('A36 names are checked as for admins, and hosts shown in their ASCII form', async () => {
    for (const client_name of ['Bank \u202Etxt.exe', 'Bank\u200B', 'x'.repeat(5000)]) {
      await expect(selfRegistered(world, { client_name })).rejects.toThrow(
        'invalid_client_metadata',
      );
    }
    const redirect_uris = ['https://xn--bnk-rla.example/cb'];
    const client = await selfRegistered(world, { client_name: 'B\u0430nk', redirect_uris });
    const { browser } = await world.authorize({ client, user });
    const consent = browser.history.find((page) => page.has('consent-approve'));
    expect(consent?.text).toContain('xn--bnk-rla.example');
  });
});
