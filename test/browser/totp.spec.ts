import { beforeAll, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { clock } from '../support/clock.js';
import type { RegisteredUser } from '../support/world.js';
import { accessibilityFaults } from './accessibility.js';

/** Setting up an app, signing in with it, and without it: as people see it. */
describeChromium('an authenticator app and recovery codes', () => {
  let world: OwnWorld;
  let chromium: Browser;

  beforeAll(async () => {
    world = await startOwnWorld();
    chromium = await launchChromium();
  }, 60_000);

  const codeOf = (key: string) =>
    new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: clock.now() * 1000 });

  async function open(options: BrowserContextOptions = {}) {
    const page = await (await chromium.newContext(options)).newPage();
    page.setDefaultTimeout(10_000);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${world.issuer}/account/security`);
    return { page, complaints };
  }

  async function withPassword(page: Page, { username, password }: RegisteredUser) {
    await page.fill('#username', username);
    await page.fill('#password', password);
    await page.click('#login-submit');
  }

  async function look(page: Page, name: string) {
    await screenshot(page, name);
    expect(await accessibilityFaults(page)).toEqual([]);
    // Nothing is wider than the page.
    const wide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    expect([name, wide]).toEqual([name, false]);
  }

  it.each([
    ['wide', {}],
    ['narrow', { viewport: { width: 320, height: 700 } }],
  ] as const)('enrol, sign in, recover (%s)', async (appearance, options) => {
    const user = await world.createUser({ name: 'Alice Example' });
    const { page, complaints } = await open(options);
    await withPassword(page, user);
    await page.click('#enrol-totp');
    await page.waitForSelector('#totp-secret');
    await look(page, `totp-enrolment-${appearance}`);
    const key = ((await page.textContent('#totp-secret')) ?? '').replaceAll(' ', '');
    await page.fill('#code', codeOf(key));
    await page.dblclick('#code-submit');
    await page.waitForSelector('#recovery-codes');
    await look(page, `recovery-codes-${appearance}`);
    const codes = await page.locator('#recovery-codes li').allTextContents();
    const download = page.waitForEvent('download');
    await page.click('#codes-download');
    expect((await download).suggestedFilename()).toBe('recovery-codes.txt');
    await page.dblclick('#codes-kept');
    await page.waitForSelector('#ways');
    await look(page, `account-second-factor-${appearance}`);
    expect(await page.textContent('main')).toContain('10 of 10 left');
    expect(complaints).toEqual([]);

    clock.advance(60);
    const again = await open(options);
    await withPassword(again.page, user);
    await again.page.waitForSelector('#code');
    await look(again.page, `second-factor-totp-${appearance}`);
    await again.page.fill('#code', '000000');
    await again.page.click('#code-submit');
    await look(again.page, `second-factor-wrong-${appearance}`);
    await again.page.fill('#code', codeOf(key));
    await again.page.dblclick('#code-submit');
    await again.page.waitForSelector('#ways');

    const lost = await open(options);
    await withPassword(lost.page, user);
    await lost.page.click('#another-way');
    await look(lost.page, `recovery-code-${appearance}`);
    await lost.page.fill('#code', codes[0] ?? '');
    await lost.page.dblclick('#code-submit');
    await lost.page.waitForSelector('#totp-secret');
    const fresh = ((await lost.page.textContent('#totp-secret')) ?? '').replaceAll(' ', '');
    await lost.page.fill('#code', codeOf(fresh));
    await lost.page.dblclick('#code-submit');
    await lost.page.waitForSelector('#ways');
    expect(await lost.page.textContent('main')).toContain('9 of 10 left');
  });
});
