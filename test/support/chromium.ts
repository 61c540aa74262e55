import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { atEndOfFile } from './end-of-file.js';
import { skippable } from './skippable.js';

const executable = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && path !== '' && existsSync(path));

const missing = executable === undefined ? 'no Chromium (set CHROMIUM_PATH)' : undefined;

/** `describe` that is skipped, naming the reason, where no Chromium is installed. */
export const describeChromium = skippable(describe, missing);

/** Starts Chromium with a profile of its own; it is closed with the test file. */
export async function launchChromium(): Promise<Browser> {
  if (executable === undefined) throw new Error('No Chromium found.');
  const browser = await chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  atEndOfFile(() => browser.close());
  return browser;
}

const FOLDER = join('test', 'screenshots');
const WIDTHS = [360, 1200];
const SCHEMES = ['light', 'dark'] as const;

/** Photographs the page as it stands on a phone and a desk, light and dark; returns the files. */
export async function screenshot(page: Page, name: string): Promise<string[]> {
  mkdirSync(FOLDER, { recursive: true });
  const before = page.viewportSize();
  const files: string[] = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const path = join(FOLDER, `${name}-${colorScheme}-${width}.png`);
      // Colours fade when the scheme changes; the picture is of what they become.
      await page.screenshot({ path, fullPage: true, animations: 'disabled' });
      files.push(path);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before !== null) await page.setViewportSize(before);
  return files;
}
