import type { Chance } from './chance.js';

/** What has broken servers before: encodings, numbers, paths, markup, queries, keys, sizes. */
const NASTY: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\r\nX-Injected: 1',
  '\ufeff',
  '\u202egnp.exe',
  'é',
  '💥',
  '%',
  '%zz',
  '%00',
  '%ed%a0%80',
  '+',
  "' OR '1'='1",
  '"; DROP TABLE users; --',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '<%= 7 %>',
  '../../../../etc/passwd',
  '..%2f..%2f',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'http://127.0.0.1:22/',
  'http://[::1]',
  'https://',
  '//evil.example',
  'https://evil.example\\@good.example',
  '-1',
  '0',
  '1e309',
  '0x10',
  'NaN',
  '99999999999999999999',
  '2147483648',
  '٣',
  'true',
  'null',
  'undefined',
  '[]',
  '{}',
  '{"a":{"a":{"a":{}}}}',
  '{"__proto__":{"admin":true}}',
  '__proto__',
  'constructor',
  'prototype[x]',
  'eyJhbGciOiJub25lIn0.e30.',
  'eyJhbGciOiJSUzI1NiJ9.e30.AAAA',
  'a.b.c',
  'a.b.c.d.e',
  'openid openid',
  'a'.repeat(300),
  'b'.repeat(9000),
  'x '.repeat(200),
  '('.repeat(500),
  'a@'.repeat(100),
];

/** JSON values of every kind, where one kind is expected. */
const MISFITS: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  [],
  {},
  [[]],
  [null],
  { $ne: null },
  { type: 'raw' },
  ['a', 1, {}],
  { length: 1e9 },
];

/** Either one of the values that mean something here, or one that means harm. */
export function text(chance: Chance, meaningful: readonly string[]): string {
  if (chance.oneIn(2)) return chance.of(meaningful);
  const value = chance.of(NASTY);
  return chance.oneIn(4) ? value + chance.of(NASTY) : value;
}

export function json(chance: Chance, meaningful: readonly string[], depth = 0): unknown {
  if (depth < 2 && chance.oneIn(4)) {
    return chance.oneIn(2)
      ? chance.some(meaningful, 4).map(() => json(chance, meaningful, depth + 1))
      : { [text(chance, meaningful)]: json(chance, meaningful, depth + 1) };
  }
  return chance.oneIn(3) ? chance.of(MISFITS) : text(chance, meaningful);
}
