import { beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { FixtureMethodsModule } from '../fixtures/fixture-methods.module.js';
import { codeOf } from '../fixtures/sign-in/code/code.method.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { freePort } from '../support/free-port.js';
import { RelyingParty } from '../support/relying-party.js';
import type { RegisteredUser } from '../support/world.js';
import { accessibilityFaults } from './accessibility.js';

/** The pages on which methods that are no part of Gatehouse stand, in a browser. */
describeChromium('ways to sign in', () => {
  let world: OwnWorld;
  let chromium: Browser;
  let provider: RelyingParty;
  const links = new Map<string, string>();

  beforeAll(async () => {
    provider = await RelyingParty.start();
    const port = await freePort();
    const callbackURL = `http://localhost:${port}/interaction/callback/elsewhere`;
    const elsewhere = { provider: provider.origin, callbackURL, links };
    const modules = [FixtureMethodsModule.all(elsewhere)];
    world = await startOwnWorld({ PORT: String(port) }, { modules });
    provider.behaviours.set('/authorize', ({ url }, response) => {
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', 'code');
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      response.writeHead(302, { location: back.href }).end();
    });
    const json = (body: object) => JSON.stringify(body);
    provider.behaviours.set('/token', (_visit, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(json({ access_token: 'at', token_type: 'Bearer' }));
    });
    provider.behaviours.set('/userinfo', (_visit, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(json({ sub: 'them' }));
    });
    chromium = await launchChromium();
  }, 60_000);

  async function open(): Promise<{ page: Page; complaints: string[] }> {
    const page = await (await chromium.newContext()).newPage();
    page.setDefaultTimeout(10_000);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.goto(`${world.issuer}/account`);
    return { page, complaints };
  }

  async function withPassword(page: Page, { username, password }: RegisteredUser) {
    await page.fill('#username', username);
    await page.fill('#password', password);
    await page.click('#login-submit');
  }

  it('a second factor is set up on the account page, and asked for at the next sign-in', async () => {
    const user = await world.createUser({ name: 'Alice Example' });
    const { page, complaints } = await open();
    await screenshot(page, 'sign-in-ways');
    expect(await accessibilityFaults(page)).toEqual([]);
    await withPassword(page, user);
    await page.click('#menu-security');
    await page.click('#enrol-pin');
    await screenshot(page, 'authenticator-new');
    expect(await accessibilityFaults(page)).toEqual([]);
    const secret = (await page.textContent('#pin-secret')) ?? '';
    await page.fill('#pin', codeOf(secret));
    await page.dblclick('#pin-submit');
    await page.click('#codes-kept');
    await page.waitForURL(`${world.issuer}/account/security`);
    await screenshot(page, 'account-authenticators');
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);

    const again = await open();
    await withPassword(again.page, user);
    await again.page.waitForSelector('#pin');
    await screenshot(again.page, 'second-factor');
    expect(await accessibilityFaults(again.page)).toEqual([]);
    await again.page.reload();
    await again.page.fill('#pin', codeOf(secret));
    await again.page.dblclick('#pin-submit');
    await again.page.waitForSelector('#menu-profile');
    expect(again.complaints).toEqual([]);
  });

  it('a challenge is answered by the script of the page, under its policy', async () => {
    const user = await world.createUser();
    const { page, complaints } = await open();
    await page.fill('#challenge-name', user.username);
    await page.click('#challenge-submit');
    await page.waitForURL(`${world.issuer}/account`);
    expect(await page.textContent('main')).toContain(user.sub);
    expect(complaints).toEqual([]);
  });

  it('somebody goes to another server and comes back signed in', async () => {
    const user = await world.createUser();
    links.set('them', user.sub);
    const { page, complaints } = await open();
    await page.click('#elsewhere-submit');
    await page.waitForURL(`${world.issuer}/account`);
    expect(await page.textContent('main')).toContain(user.sub);
    expect(complaints).toEqual([]);
  });
});
