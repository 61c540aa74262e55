import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { OidcProviderProcess } from '../support/identity-provider.js';
import { accessibilityFaults } from './accessibility.js';

/** Accounts elsewhere, in a browser that follows every redirect by itself. */
describeChromium('accounts elsewhere', () => {
  let world: OwnWorld;
  let chromium: Browser;
  let corp: OidcProviderProcess;

  beforeAll(async () => {
    world = await startOwnWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
    const settings = { name: 'Example Corp', domains: ['corp.example'] };
    corp = await OidcProviderProcess.start(world, settings);
    await world.admin.create('/identity-providers?preset=github', {
      ...{ id: 'github', client_id: 'gatehouse', client_secret: 'secret' },
    });
    chromium = await launchChromium();
  }, 60_000);

  async function open(path: string): Promise<{ page: Page; complaints: string[] }> {
    const page = await (await chromium.newContext()).newPage();
    page.setDefaultTimeout(15_000);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.goto(world.issuer + path);
    return { page, complaints };
  }

  /** No page is wider than a small phone. */
  async function expectNarrow(page: Page): Promise<void> {
    const before = page.viewportSize();
    await page.setViewportSize({ width: 320, height: 640 });
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(320);
    if (before !== null) await page.setViewportSize(before);
  }

  it('somebody proves once that the account here is theirs, and goes in by the other from then on', async () => {
    const email = `ada-${randomBytes(4).toString('hex')}@corp.example`;
    const user = await world.createUser({ name: 'Ada Example', email, email_verified: true });
    await corp.next({ sub: email, email, email_verified: true, name: 'Ada Example' });
    const { page, complaints } = await open('/account');
    await screenshot(page, 'sign-in-elsewhere');
    await expectNarrow(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    // The domain leads there; Enter is enough.
    await page.fill('#identifier', email);
    await page.press('#identifier', 'Enter');
    await page.waitForSelector('text=Is this your account?');
    await screenshot(page, 'link-account');
    await expectNarrow(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.fill('#username', user.username);
    await page.fill('#password', user.password);
    await page.click('#login-submit');
    await page.waitForURL(`${world.issuer}/account`);
    await page.click('#menu-linked');
    await page.waitForSelector('.unlink');
    await screenshot(page, 'linked-accounts');
    await expectNarrow(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.textContent('#linked')).toContain(email);

    const again = await open('/account');
    await again.page.click(`#upstream-${corp.id}`);
    await again.page.waitForURL(`${world.issuer}/account`);
    expect(await again.page.content()).toContain(user.sub);
    await again.page.goto(`${world.issuer}/logout`);
    await again.page.click('#logout-confirm');
    await again.page.waitForSelector('#sign-out-elsewhere');
    await screenshot(again.page, 'signed-out-elsewhere');
    expect(await accessibilityFaults(again.page)).toEqual([]);
    expect([...complaints, ...again.complaints]).toEqual([]);
  }, 120_000);

  it('somebody whom nobody knows is told whom to ask, and can go on in another way', async () => {
    await corp.next({ sub: 'a stranger' });
    const { page } = await open('/account');
    await page.click(`#upstream-${corp.id}`);
    await page.waitForSelector('[role=alert]');
    await screenshot(page, 'nobody-elsewhere');
    await expectNarrow(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.fill('#identifier', 'ada');
    await page.press('#identifier', 'Enter');
    await page.waitForSelector('#login-submit');
    expect(await page.inputValue('#username')).toBe('ada');
    await screenshot(page, 'sign-in-here');
    await expectNarrow(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  }, 60_000);
});
