import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Credentials } from '../support/sign-in.js';

const LONGEST = 60_000;
const executablePath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium'].find(
  (path) => path !== undefined && existsSync(path),
);

/** The same person in Chromium, for applications that live there. @returns what the application shows in the end */
export async function signInInChromium(
  start: string,
  { issuer, user }: { issuer: string; user: Credentials },
): Promise<{ status: number; text: string; summary: () => string }> {
  if (executablePath === undefined) throw new Error('There is no Chromium: set CHROMIUM_PATH.');
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ ignoreHTTPSErrors: true });
    const console: string[] = [];
    page.on('console', (message) => console.push(message.text()));
    page.on('pageerror', (error) => console.push(String(error)));
    page.setDefaultTimeout(LONGEST);
    await page.goto(start);
    await Promise.race([
      page.waitForURL((url) => url.href.startsWith(issuer)),
      page.getByText(/^\s*failed: /).waitFor(),
    ]);
    const early = await page.getByText(/^\s*failed: /).allTextContents();
    if (early.length > 0) throw new Error(`${early.join(' ')} ${console.join(' ')}`);
    await page.fill('input[name=username]', user.username);
    await page.fill('input[name=password]', user.password);
    await page.click('#login-submit');
    const approve = page.locator('#consent-approve');
    const shown = page.getByText(/^\s*(?:signed in|failed): /);
    await approve.or(shown).first().waitFor();
    if (await approve.isVisible()) await approve.click();
    await shown.waitFor();
    const text = (await shown.textContent()) ?? '';
    const status = text.includes('signed in') ? 200 : 500;
    return {
      status,
      text,
      summary: () => `${page.url()} ${text} ${console.join(' ')}`.slice(0, 600),
    };
  } finally {
    await browser.close();
  }
}
