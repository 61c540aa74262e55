import { beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { enrolApp, totpOf } from '../support/second-factor.js';
import { accessibilityFaults } from './accessibility.js';

// A machine that is busy with other files takes its time.
jest.setTimeout(180_000);

/** Staying signed in, and a browser that is trusted: as people see it. */
describeChromium('a browser that is remembered', () => {
  let world: OwnWorld;
  let chromium: Browser;

  beforeAll(async () => {
    world = await startOwnWorld();
    const change = { keep_signed_in: 'on', trusted_browser_days: 30 };
    expect((await world.admin.patch('/settings/sign-in', change)).status).toBe(200);
    chromium = await launchChromium();
  }, 60_000);

  async function look(page: Page, name: string) {
    await screenshot(page, name);
    expect(await accessibilityFaults(page)).toEqual([]);
    const wide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    expect([name, wide]).toEqual([name, false]);
  }

  it.each<[string, BrowserContextOptions]>([
    ['wide', {}],
    ['narrow', { viewport: { width: 320, height: 700 } }],
    ['dark', { colorScheme: 'dark' }],
  ])('asks for both, and forgets what it is told to (%s)', async (appearance, options) => {
    const { user, key } = await enrolApp(world, await world.createUser({ name: 'Alice Example' }));
    const context = await chromium.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${world.issuer}/account`);
    await look(page, `keep-signed-in-${appearance}`);
    await page.fill('#username', user.username);
    await page.fill('#password', user.password);
    await page.click('label[for=keep]');
    await page.click('#login-submit');
    await page.waitForSelector('#code');
    await look(page, `trust-browser-${appearance}`);
    await page.fill('#code', totpOf(key));
    await page.click('label[for=trust]');
    await page.click('#code-submit');
    await page.waitForSelector('#menu-profile');
    const kept = (await context.cookies()).find(({ name }) => name === 'gatehouse_session');
    expect(kept?.expires).toBeGreaterThan(Date.now() / 1000 + 29 * 24 * 3600);

    await context.clearCookies({ name: 'gatehouse_session' });
    await page.goto(`${world.issuer}/account/security`);
    await page.fill('#username', user.username);
    await page.fill('#password', user.password);
    await page.click('#login-submit');
    await page.waitForSelector('#trusted');
    await look(page, `trusted-browsers-${appearance}`);
    const other = (await context.cookies()).find(({ name }) => name === 'gatehouse_session');
    expect(other?.expires).toBe(-1);
    await page.dblclick('.distrust');
    // The session rested on it.
    await page.waitForSelector('#code');
  });
});
