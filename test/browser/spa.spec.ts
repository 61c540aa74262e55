import { afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { freePort } from '../support/free-port.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { ExampleProcess } from './example-process.js';
import { Person } from './person.js';

/** What the page asked of the token endpoint, and what it was given. */
interface Exchange {
  readonly asked: Readonly<Record<string, string>>;
  readonly given: { readonly refresh_token: string; readonly access_token: string };
}

describeChromium('examples/spa: oidc-client-ts in a browser', () => {
  let world: LocalWorld;
  let app: ExampleProcess;
  let chromium: Browser;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    app = new ExampleProcess('spa', `http://localhost:${await freePort()}`, {
      GATEHOUSE: world.issuer,
      STATE_DIR: temporaryDirectory(),
    });
    await app.start({ ADMIN_PASSWORD: world.application.adminPassword });
    // Registered by now: it needs no admin any more.
    await app.stop();
    await app.start();
    chromium = await launchChromium();
    user = await world.createUser({ name: 'Ada Example' });
  }, 60_000);

  afterEach(async () => {
    await Promise.all(chromium.contexts().map((context) => context.close()));
  });

  /** Somebody who has the application open; its clock is the test's. */
  async function visitor(): Promise<Person> {
    const person = await Person.at(await chromium.newContext());
    await person.page.clock.install();
    await person.open(app.origin);
    return person;
  }

  async function signIn(person: Person): Promise<void> {
    await person.page.click('#sign-in');
    await person.page.waitForSelector('#username');
    await person.signIn(user);
    if (await person.page.locator('#consent-approve').isVisible()) await person.allow();
    await person.page.waitForSelector('#sign-out');
  }

  /** Every exchange at the token endpoint from now on. */
  function exchanges(page: Page): Promise<Exchange>[] {
    const seen: Promise<Exchange>[] = [];
    page.on('response', (response) => {
      if (response.url() !== `${world.issuer}/token`) return;
      const asked = Object.fromEntries(new URLSearchParams(response.request().postData() ?? ''));
      seen.push(response.json().then((given: Exchange['given']) => ({ asked, given })));
    });
    return seen;
  }

  const text = (person: Person, id: string) => person.page.locator(`#${id}`).innerText();

  it('code flow with PKCE: shows who signed in, and asks userinfo with the access token', async () => {
    const ada = await visitor();
    const complaints: string[] = [];
    ada.page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await screenshot(ada.page, 'spa');
    const tokens = exchanges(ada.page);
    await signIn(ada);
    expect(await text(ada, 'name')).toBe('Ada Example');
    expect(await text(ada, 'subject')).toBe(user.sub);
    expect(new URL(ada.page.url()).href).toBe(`${app.origin}/`);
    const [code] = await Promise.all(tokens);
    expect(code?.asked).toMatchObject({
      grant_type: 'authorization_code',
      code_verifier: expect.stringMatching(/^.{43,}$/),
    });
    expect(code?.asked).not.toHaveProperty('client_secret');
    await ada.page.click('#ask');
    await ada.page.waitForSelector('#answer:not(:empty)');
    expect(JSON.parse(await text(ada, 'answer'))).toMatchObject({
      sub: user.sub,
      name: 'Ada Example',
    });
    await screenshot(ada.page, 'spa-signed-in');
    expect(complaints).toEqual([]);
  });

  it('renews by itself before the access token expires, each time with the rotated token', async () => {
    const ada = await visitor();
    const tokens = exchanges(ada.page);
    await signIn(ada);
    const first = await text(ada, 'expires');
    for (const times of ['1', '2']) {
      await ada.page.clock.fastForward('09:30');
      await ada.page.locator('#renewals', { hasText: times }).waitFor();
    }
    expect(await text(ada, 'expires')).not.toBe(first);
    expect(await text(ada, 'name')).toBe('Ada Example');
    const [code, one, two] = await Promise.all(tokens);
    expect(one?.asked['grant_type']).toBe('refresh_token');
    expect(one?.asked['refresh_token']).toBe(code?.given.refresh_token);
    expect(two?.asked['refresh_token']).toBe(one?.given.refresh_token);
    const all = [code, one, two].map((exchange) => exchange?.given.refresh_token);
    expect(new Set(all).size).toBe(3);
    expect((await world.userinfo(two?.given.access_token ?? '')).status).toBe(200);
    await ada.page.reload();
    expect(await text(ada, 'subject')).toBe(user.sub);
  });

  it('signing out ends the tokens and the session at Gatehouse', async () => {
    const ada = await visitor();
    const tokens = exchanges(ada.page);
    await signIn(ada);
    const [code] = await Promise.all(tokens);
    const asking = ada.page.waitForRequest((request) => request.url().includes('/logout?'));
    await ada.page.click('#sign-out');
    const asked = new URL((await asking).url()).searchParams;
    expect(asked.get('id_token_hint')).toMatch(/^ey/);
    expect(asked.get('post_logout_redirect_uri')).toBe(`${app.origin}/signed-out`);
    await ada.page.waitForURL(`${app.origin}/signed-out`);
    await ada.page.waitForSelector('#message:not(:empty)');
    expect(await text(ada, 'message')).toBe('You are signed out.');
    const { client_id = '' } = code?.asked ?? {};
    const client = { client_id, token_endpoint_auth_method: 'none' } as RegisteredClient;
    const refreshed = await world.refresh(client, code?.given.refresh_token ?? '');
    expect([refreshed.status, refreshed.json.error]).toEqual([400, 'invalid_grant']);
    expect((await world.userinfo(code?.given.access_token ?? '')).status).toBe(401);
    // Nobody is signed in any more, neither here nor there.
    await ada.open(app.origin);
    await ada.page.click('#sign-in');
    await ada.page.waitForSelector('#username');
  });

  it('says so when the sign-in was ended elsewhere', async () => {
    const ada = await visitor();
    await signIn(ada);
    const account = await ada.context.newPage();
    await account.goto(`${world.issuer}/account`);
    await account.click('#sign-out');
    await account.click('#logout-confirm');
    await account.waitForSelector('#sign-in');
    await ada.page.clock.fastForward('09:30');
    await ada.page.waitForSelector('#message:not(:empty)');
    expect(await text(ada, 'message')).toContain('Your sign-in has ended.');
    expect(await ada.page.locator('#sign-out').isVisible()).toBe(false);
  });

  it('somebody who refuses is told that this is fine', async () => {
    const ada = await visitor();
    await ada.page.click('#sign-in');
    await ada.page.waitForSelector('#username');
    await ada.press('#cancel');
    await ada.page.waitForSelector('#message:not(:empty)');
    expect(await text(ada, 'message')).toBe('You chose not to sign in. That is fine.');
    expect(await ada.page.locator('#sign-in').isVisible()).toBe(true);
  });
});
