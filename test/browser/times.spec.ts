import { beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { startWorld, type LocalWorld } from '../support/world.js';

// A machine that is busy with other files takes its time.
jest.setTimeout(180_000);

/** Zones without summer time, half an hour apart from whole hours or on another day. */
const READERS: readonly (readonly [who: string, BrowserContextOptions])[] = [
  ['in India', { timezoneId: 'Asia/Kolkata', locale: 'en-GB' }],
  ['in the Line Islands', { timezoneId: 'Pacific/Kiritimati', locale: 'en-US' }],
  ['in Arizona, in German', { timezoneId: 'America/Phoenix', locale: 'de-DE' }],
];

describeChromium('times on pages', () => {
  let world: LocalWorld;
  let chromium: Browser;

  beforeAll(async () => {
    world = await startWorld();
    chromium = await launchChromium();
  }, 60_000);

  async function sessionsOf(options: BrowserContextOptions) {
    const { username, password } = await world.createUser();
    const page = await (await chromium.newContext(options)).newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${world.issuer}/account/sessions`);
    await page.fill('#username', username);
    await page.fill('#password', password);
    await page.click('#login-submit');
    await page.waitForSelector('#sessions time');
    const time = page.locator('#sessions time').first();
    const at = new Date((await time.getAttribute('datetime')) ?? '');
    return { page, time, at };
  }

  it.each(READERS)('are in the zone of a reader %s, and in UTC at hand', async (who, options) => {
    const { page, time, at } = await sessionsOf(options);
    await page.waitForSelector('#sessions time[title]');
    const { locale, timezoneId: timeZone } = options;
    const wanted = { dateStyle: 'medium', timeStyle: 'short' } as const;
    const words = new Intl.DateTimeFormat(locale, { ...wanted, timeZone }).format(at);
    // Node and the browser may not agree on kinds of spaces.
    const plain = (text: string | null) => text?.replace(/\s/g, ' ');
    expect(plain(await time.textContent())).toBe(plain(words));
    expect(await time.getAttribute('title')).toMatch(/ UTC$/);
    await screenshot(page, `times-${who.replace(/\W+/g, '-')}`);
  });

  it('are in UTC where scripts do not run', async () => {
    const { time } = await sessionsOf({ javaScriptEnabled: false, locale: 'en-GB' });
    expect(await time.textContent()).toMatch(/ UTC$/);
  });
});
