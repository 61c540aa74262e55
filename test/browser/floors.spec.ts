import { beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { totpOf } from '../support/second-factor.js';
import type { RegisteredUser } from '../support/world.js';
import { accessibilityFaults } from './accessibility.js';

/** What people see who have to do more than sign in. */
describeChromium('a second factor that can wait, and a password that cannot', () => {
  let world: OwnWorld;
  let chromium: Browser;

  beforeAll(async () => {
    world = await startOwnWorld();
    chromium = await launchChromium();
    const group = await world.admin.create('/groups', {
      ...{ name: 'careful', require_acr: 'https://refeds.org/profile/mfa' },
    });
    const change = { grace_days: 14 };
    expect((await world.admin.patch('/settings/second-factor', change)).status).toBe(200);
    careful = group.id;
  }, 60_000);

  let careful: string;

  async function signIn(user: RegisteredUser, options: BrowserContextOptions): Promise<Page> {
    const page = await (await chromium.newContext(options)).newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`${world.issuer}/account`);
    await page.fill('#username', user.username);
    await page.fill('#password', user.password);
    await page.dblclick('#login-submit');
    return page;
  }

  async function look(page: Page, name: string) {
    await screenshot(page, name);
    expect(await accessibilityFaults(page)).toEqual([]);
    const wide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    expect([name, wide]).toEqual([name, false]);
  }

  it.each([
    ['wide-light', {}],
    ['narrow-dark', { viewport: { width: 320, height: 700 }, colorScheme: 'dark' }],
  ] as const)('are asked for one after the other (%s)', async (appearance, options) => {
    const user = await world.createUser({ name: 'Alice Example', require_new_password: true });
    await world.admin.call('PUT', `/groups/${careful}/members/${user.sub}`);
    const page = await signIn(user, options);
    await page.waitForSelector('#new-password');
    await look(page, `new-password-${appearance}`);
    await page.fill('#new-password', 'short');
    await page.fill('#repeat-password', 'short');
    await page.click('#new-password-submit');
    await page.waitForSelector('#new-password-error');
    await look(page, `new-password-refused-${appearance}`);
    const password = 'a better horse for battery';
    await page.fill('#new-password', password);
    await page.fill('#repeat-password', password);
    await page.dblclick('#new-password-submit');
    await page.waitForSelector('#menu-profile');
    // At the next sign-in they may put the second factor off, and then they do not.
    const later = await signIn({ ...user, password }, options);
    await later.waitForSelector('#later');
    await look(later, `grace-${appearance}`);
    await later.dblclick('#later');
    await later.waitForSelector('#menu-profile');
    const now = await signIn({ ...user, password }, options);
    const key = ((await now.textContent('#totp-secret')) ?? '').replaceAll(' ', '');
    await now.fill('#code', totpOf(key));
    await now.dblclick('#code-submit');
    await now.waitForSelector('#recovery-codes');
    await now.dblclick('#codes-kept');
    await now.waitForSelector('#menu-profile');
  });
});
