import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { assets, iconPath, stylesheetPath } from './assets.js';
import { accents, canBeAccent, contrast, nearestAccent } from './colours.js';
import { errorPage } from './error.page.js';
import { PLAIN_LOOK } from './look.js';

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
    const html = errorPage.render({ error: 'invalid_request', description: 'Why.' }).in(PLAIN_LOOK);
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

describe('the accent of an installation', () => {
  it.each(['light', 'dark'] as const)('ours is one, on %s ground', (scheme) => {
    const ours = palette(scheme).get('accent') ?? '';
    expect(canBeAccent(ours, scheme)).toBe(true);
    expect(nearestAccent(ours, scheme)).toBe(ours);
  });

  it('knows the grounds that the style sheet has', () => {
    for (const scheme of ['light', 'dark'] as const) {
      const [paper, ground] = ['paper', 'ground'].map((name) => palette(scheme).get(name) ?? '');
      // A colour that fails on one of them by a hair is none.
      for (const on of [paper, ground]) {
        const found = nearestAccent(scheme === 'light' ? '#8a8a8a' : '#505050', scheme);
        expect(contrast(found, on ?? '')).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it.each([
    ['#ffcc00', 'light'],
    ['#777777', 'light'],
    ['#ff0000', 'light'],
    ['#0000ff', 'dark'],
    ['#000000', 'dark'],
  ] as const)('AA: %s on %s ground becomes one that can be read', (wanted, scheme) => {
    expect(canBeAccent(wanted, scheme)).toBe(false);
    const nearest = nearestAccent(wanted, scheme);
    const all = accents(nearest, scheme);
    expect(contrast(all['on-accent'], nearest)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(all['accent-strong'], all['accent-soft'])).toBeGreaterThanOrEqual(4.5);
    expect(canBeAccent(nearest, scheme)).toBe(true);
  });
});
