import { describe, expect, it } from '@jest/globals';
import { displayText } from '#platform/http';
import * as rules from './claim-rules.js';

type Rule = (value: string) => string | undefined;

const TABLE: readonly (readonly [string, Rule, readonly string[], readonly string[]])[] = [
  [
    'birthdate',
    rules.birthdateError,
    ['1990-12-31', '1990', '0000-02-29', '2024-02-29'],
    [
      '1990-13-01',
      '2023-02-29',
      '1990-1-1',
      '31.12.1990',
      '1990-12',
      '',
      '١٩٩٠',
      '1990-12-31T00:00',
    ],
  ],
  [
    'zoneinfo',
    rules.zoneinfoError,
    ['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'UTC'],
    ['Mars/Base', '+01:00', '', '../etc', 'x'.repeat(65)],
  ],
  [
    'locale',
    rules.localeError,
    ['de', 'en-US', 'zh-Hant-TW'],
    ['e', 'en_US', '', '-', 'en-', 'x'.repeat(99)],
  ],
  [
    'phone_number',
    rules.phoneNumberError,
    [
      ...['+14255550123', '+4930123456', '+14255550123;ext=5678'],
      // The examples of OIDC Core §5.1.
      ...['+1 (425) 555-1212', '+56 (2) 687 2400', '+1 (604) 555-1234;ext=5678'],
    ],
    [
      ...['14255550123', '+0123456789', '+123456', '+1234567890123456', '', '+1 (604)'],
      ...['+14255550123;ext=', '+14255550123;ext=a', '+14255550123;isub=1', '+1425555\n0123'],
      ...['+1   425 555 0123', '+14255550123 ', '+14255550123;ext=1234567890123456'],
    ],
  ],
  [
    'picture',
    rules.webPageError,
    ['https://example.com/a.png', 'https://example.com/#me', 'http://example.com/~ada'],
    ['ftp://example.com', 'javascript:alert(1)', 'data:image/png;base64,AA', 'https://', ''],
  ],
  [
    'role',
    rules.roleError,
    ['admin', 'a', 'app:editor-2_x'],
    ['', 'Admin', '1st', 'a b', 'ä', 'a'.repeat(65), 'x"y'],
  ],
  [
    'formatted address',
    rules.lines(500),
    ['1 High Street\nSpringfield', '1 High Street\r\nSpringfield'],
    ['', 'a\n\nb', 'a\rb', 'a\u202Eb', 'a\n'.repeat(11), 'x'.repeat(501)],
  ],
  ['name', displayText(10), ['Alice', '山田'], ['', ' ', 'a\u202Eb', 'a\nb', 'x'.repeat(11)]],
];

describe.each(TABLE)('the claim %s', (_name, rule, sound, unsound) => {
  it.each(sound)('may be %j', (value) => {
    expect(rule(value)).toBeUndefined();
  });
  it.each(unsound)('may not be %j', (value) => {
    expect(rule(value)).toEqual(expect.any(String));
  });
});

describe('claims from a hostile admin client', () => {
  it('L09 100 kB are refused in milliseconds by every rule', () => {
    const before = performance.now();
    for (const [, rule] of TABLE) {
      for (const unit of ['a', '-', '1', '+', '\n', 'a/']) {
        expect(rule(unit.repeat(100_000 / unit.length))).toEqual(expect.any(String));
      }
    }
    expect(performance.now() - before).toBeLessThan(400);
  });
});
