import { describe, expect, it } from '@jest/globals';
import { BROWSER_MODULES } from './browser-modules.js';
import { modules } from './modules/index.js';
import { plans, type Part } from './plans.js';

const all: [string, readonly Part[]][] = Object.entries(plans);

describe('the plans', () => {
  it('have as many modules as those of the suite', () => {
    const counts = all.map(([name, parts]) => [
      name.replace(/^oidcc-|-certification-test-plan$/g, ''),
      parts.map((part) => part.modules.length),
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      basic: [38],
      implicit: [27, 31],
      hybrid: [36, 33, 33],
      config: [1],
      dynamic: [23, 23, 23, 23, 23, 23],
      'formpost-basic': [38],
      'formpost-implicit': [27, 31],
      'formpost-hybrid': [36, 33, 33],
      '3rdparty-init-login': [2],
      'rp-initiated-logout': [11],
      'frontchannel-rp-initiated-logout': [2],
      'backchannel-rp-initiated-logout': [2],
      'session-management': [2],
    });
  });

  it('name each module once for a variant', () => {
    for (const { modules: names } of all.flatMap(([, parts]) => parts)) {
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('have a test for each module, and for no others', () => {
    const named = all.flatMap(([, parts]) => parts.flatMap((part) => part.modules));
    const tested = [...Object.keys(modules), ...BROWSER_MODULES];
    expect([...new Set(named)].sort()).toEqual([...new Set(tested)].sort());
  });
});
