import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { encode } from '../support/browser.js';
import { describeChromium, launchChromium } from '../support/chromium.js';
import { atEndOfFile } from '../support/end-of-file.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';

/** Breaks out of a text, of an attribute in either quotes, of a script and of a template. */
const PAYLOAD =
  `"'><img src=x onerror=alert(1)><script>alert(2)</script>` +
  `</title></style><svg/onload=alert(3)>\`\${alert(4)}{{7*7}}<%= 7*7 %>`;
const LINK = 'javascript:alert(5)//https://x.example';

/** Those of passkeys, and of times in the zone of the reader. */
const OURS = ':is([src^="/assets/passkeys."], [src^="/assets/times."])[type="module"]';

/** A text, because it runs in the browser: the types of a page are not those of this file. */
const IN_THE_PAGE = `({
  handlers: [...document.querySelectorAll('*')].filter(({ attributes }) =>
    [...attributes].some(({ name }) => name.startsWith('on'))).length,
  foreign: document.querySelectorAll('img[src="x"], svg[onload], main script:not(${OURS}), i, b').length,
  scripts: document.querySelectorAll('script:not(${OURS})').length,
  schemes: [...document.links].map((link) => link.protocol)
    .filter((protocol) => !/^https?:$/.test(protocol)),
})`;

describeChromium('script in what pages show, in Chromium', () => {
  let world: LocalWorld;
  let chromium: Browser;
  let client: RegisteredClient;
  let user: RegisteredUser;
  let page: Page;
  const alarms: string[] = [];

  beforeAll(async () => {
    [world, chromium] = await Promise.all([startWorld(), launchChromium()]);
    await world.registerResourceServer({
      ...{ identifier: 'https://api.example', name: `API ${PAYLOAD}`.slice(0, 200) },
      scopes: [{ name: 'evil', description: PAYLOAD }],
    });
    client = await world.registerClient({
      ...{ client_name: PAYLOAD, scope: 'openid profile evil', response_types: ['code'] },
      redirect_uris: [`${world.issuer}/health/live`],
    });
    const claims = { name: PAYLOAD, given_name: PAYLOAD.slice(0, 90), nickname: '<b>bold</b>' };
    user = await world.createUser({ username: `<i>user</i>&"'`, ...claims });
  });

  beforeEach(async () => {
    alarms.length = 0;
    const context = await chromium.newContext({ userAgent: `Evil/1.0 ${PAYLOAD}` });
    page = await context.newPage();
    page.on('dialog', (dialog) => {
      alarms.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => alarms.push(`error ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${world.issuer}/`)) alarms.push(`request ${request.url()}`);
    });
    // A blocked script would be markup of theirs that only the policy kept from running.
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) alarms.push(message.text());
    });
  });

  const visit = (path: string, query: Record<string, unknown> = {}) =>
    page.goto(`${world.issuer}${path}?${encode(query as Record<string, string>).toString()}`);

  /** The page shows the text as text, and nothing of it has become markup. */
  async function expectHarmless(shows?: string): Promise<void> {
    const found = await page.evaluate(IN_THE_PAGE);
    expect(found).toEqual({ handlers: 0, foreign: 0, scripts: 0, schemes: [] });
    if (shows !== undefined) expect(await page.locator('body').innerText()).toContain(shows);
    expect(alarms).toEqual([]);
  }

  const start = (changes: Record<string, string> = {}) =>
    visit('/authorize', authorizationRequest(client, { scope: 'openid profile evil', ...changes }));

  it('L01 the login page: client name, login_hint, locales and a failed username', async () => {
    const tags = { ui_locales: `en ${PAYLOAD}`, claims_locales: PAYLOAD, acr_values: PAYLOAD };
    await start({ login_hint: PAYLOAD, display: PAYLOAD, ...tags });
    expect(await page.inputValue('#username')).toBe(PAYLOAD);
    await expectHarmless(PAYLOAD);
    await page.fill('#username', `${PAYLOAD}again`);
    await page.fill('#password', 'a wrong guess');
    await page.click('#login-submit');
    expect(await page.inputValue('#username')).toBe(`${PAYLOAD}again`);
    await expectHarmless(PAYLOAD);
  });

  async function signIn(): Promise<void> {
    await page.fill('#username', user.username);
    await page.fill('#password', user.password);
    await page.click('#login-submit');
  }

  it('L01 the consent page: person, client, resource server and scope', async () => {
    await start();
    await signIn();
    await page.waitForSelector('#consent-approve');
    await expectHarmless(PAYLOAD);
    expect(await page.locator('body').innerText()).toContain(user.username);
    await page.click('#consent-approve');
  });

  it('L01 the account page: claims, browser, applications with consent', async () => {
    await visit('/account', { notice: PAYLOAD, error: PAYLOAD });
    await signIn();
    await page.waitForSelector('#menu-security');
    await expectHarmless(PAYLOAD);
    for (const place of ['security', 'sessions', 'applications', 'data']) {
      await visit(`/account/${place}`, {});
      await expectHarmless();
    }
    await visit('/logout', { state: PAYLOAD, post_logout_redirect_uri: LINK });
    await expectHarmless();
  });

  it('L01 error pages: what was wrong is not repeated as markup', async () => {
    const attempts: [string, Record<string, unknown>][] = [
      ['/authorize', { client_id: PAYLOAD }],
      ['/authorize', authorizationRequest(client, { redirect_uri: LINK })],
      ['/authorize', authorizationRequest(client, { redirect_uri: `https://x/${PAYLOAD}` })],
      [`/interaction/${encodeURIComponent(PAYLOAD).slice(0, 200)}`, {}],
      [`/docs/${encodeURIComponent(PAYLOAD)}`, {}],
      ['/authorize/%zz<script>alert(1)</script>', {}],
      ['/logout', { id_token_hint: PAYLOAD, post_logout_redirect_uri: PAYLOAD }],
    ];
    for (const [path, query] of attempts) {
      await visit(path, query);
      await expectHarmless();
    }
  });

  it('L01 a link that is no web address cannot be registered', async () => {
    for (const member of [
      'client_uri',
      'policy_uri',
      'tos_uri',
      'logo_uri',
      'initiate_login_uri',
    ]) {
      for (const uri of [LINK, 'data:text/html,<script>alert(1)</script>', 'vbscript:x', PAYLOAD]) {
        const metadata = { client_name: 'x', redirect_uris: ['https://x.example/'], [member]: uri };
        expect((await world.admin.post('/clients', metadata)).status).toBe(400);
      }
    }
    for (const member of ['profile', 'picture', 'website']) {
      expect((await world.admin.post('/users', { username: 'y', [member]: LINK })).status).toBe(
        400,
      );
    }
  });

  it('L02 the page of form_post: state arrives as it was sent, and nothing else is posted', async () => {
    const posted: string[] = [];
    const server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => posted.push(chunk.toString()));
      request.on('end', () => response.end('arrived'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    atEndOfFile(() => new Promise((resolve) => server.close(resolve)));
    const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cb?q="%3E%3Cscript%3E&x='`;
    const metadata = { redirect_uris: [target.replaceAll('"', '%22')], application_type: 'native' };
    const receiver = await world.registerClient({ ...metadata, first_party: true });
    page.removeAllListeners('request');
    const state = `"><script>alert(1)</script><input name="code" value="other">${PAYLOAD}`;
    await visit(
      '/authorize',
      authorizationRequest(receiver, { response_mode: 'form_post', state }),
    );
    await signIn();
    await page.waitForURL((url) => url.pathname === '/cb');
    const fields = [...new URLSearchParams(posted.join(''))];
    const names = ['code', 'iss', 'session_state', 'state'];
    expect(fields.map(([name]) => name).sort()).toEqual(names);
    expect(Object.fromEntries(fields)['state']).toBe(state);
    expect(alarms).toEqual([]);
  });
});
