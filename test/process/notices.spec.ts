import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

/** They need files of their own, and stay in node_modules with their licences (scripts/bundle.js). */
const OUTSIDE = ['@node-rs/argon2', 'bcryptjs', 'better-sqlite3', 'mysql2', 'pino', 'piscina'];

describe('what stands beside the bundle', () => {
  const [, ...notices] = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8')
    .split('-'.repeat(80))
    .map((notice) => notice.trim());
  const titles = notices.map((notice) => notice.split('\n')[0] ?? '');

  it('names each library whose code is in it, in the version that is, and no other', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const [name, version] of Object.entries(dependencies)) {
      const named = titles.some((title) => `${title} `.startsWith(`${name} ${version} `));
      expect([name, named]).toEqual([name, !OUTSIDE.includes(name)]);
    }
    // What they bring along is in it too.
    expect(titles.some((title) => title.startsWith('fast-json-stringify '))).toBe(true);
  });

  it('says under which licence each is', () => {
    const silent = notices.filter((notice) => !/\(\S.*\)$|licen[cs]e/im.test(notice));
    expect(silent).toEqual([]);
  });
});
