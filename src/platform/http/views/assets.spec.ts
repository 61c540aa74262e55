import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { assets, iconPath, stylesheetPath } from './assets.js';
import { errorPage } from './error.page.js';

const css = assets.get(stylesheetPath)?.body.toString('utf8') ?? '';

describe('assets', () => {
  it('carry a digest of their content in their path, so that they may be cached for ever', () => {
    expect([...assets.keys()]).toEqual([stylesheetPath, iconPath]);
    for (const [path, { body }] of assets) {
      const digest = createHash('sha256').update(body).digest('hex').slice(0, 16);
      expect(path).toMatch(new RegExp(`^/assets/gatehouse\\.${digest}\\.(css|svg)$`));
    }
  });

  it('are what the pages link to', () => {
    const html = errorPage.render({ error: 'invalid_request', description: 'Why.' });
    expect(html).toContain(`<link rel="stylesheet" href="${stylesheetPath}">`);
    expect(html).toContain(`<link rel="icon" type="image/svg+xml" href="${iconPath}">`);
    expect(assets.get(stylesheetPath)?.contentType).toBe('text/css; charset=utf-8');
    expect(assets.get(iconPath)?.contentType).toBe('image/svg+xml');
  });

  it('A26 load nothing further', () => {
    for (const { body } of assets.values()) {
      expect(body.toString('utf8').replace('http://www.w3.org/2000/svg', '')).not.toMatch(
        /url\(|@import|https?:|<script|<style/,
      );
    }
  });
});

/** Relative luminance contrast, WCAG 2.2 section 1.4.3. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Custom properties of each colour scheme. */
function palette(scheme: 'light' | 'dark'): Map<string, string> {
  const [light = '', dark = ''] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, body]) => body);
  const block = scheme === 'light' ? light : dark;
  return new Map(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, n = '', v = '']) => [n, v]),
  );
}

describe.each(['light', 'dark'] as const)('%s colours', (scheme) => {
  const colours = palette(scheme);
  const ratio = (one: string, other: string) =>
    contrast(colours.get(one) ?? '#000000', colours.get(other) ?? '#000000');

  it.each([
    ['ink', 'paper'],
    ['ink', 'ground'],
    ['ink', 'accent-soft'],
    ['ink-soft', 'paper'],
    ['ink-soft', 'ground'],
    ['accent', 'paper'],
    ['accent', 'ground'],
    ['accent', 'accent-soft'],
    ['accent-strong', 'accent-soft'],
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
    ['alert', 'alert-soft'],
    ['caution', 'caution-soft'],
  ])('AA: %s on %s can be read (4.5:1)', (text, ground) => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['line-control', 'paper'],
    ['accent', 'paper'],
    ['accent', 'ground'],
    ['alert', 'paper'],
  ])('AA: %s on %s can be made out (3:1)', (control, ground) => {
    expect(ratio(control, ground)).toBeGreaterThanOrEqual(3);
  });
});
