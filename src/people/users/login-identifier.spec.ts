import { describe, expect, it } from '@jest/globals';
import {
  emailError,
  loginKey,
  loginPairError,
  skeletonOf,
  usernameError,
} from './login-identifier.js';

describe('what people sign in with', () => {
  it.each([
    ['alice', 'ALICE'],
    ['alice', ' alice '],
    ['alice', 'ａｌｉｃｅ'],
    ['office', 'oﬃce'],
    ['kelvin', '\u212Aelvin'],
    ['jos\u00e9', 'jose\u0301'],
    ['alice@example.com', 'Alice＠Example.COM'],
    ['stra\u00dfe', 'STRA\u1E9EE'],
  ])('I24 %j and %j are the same', (one, other) => {
    expect(loginKey(other)).toBe(loginKey(one));
  });

  it.each([
    ['admin', 'admın'],
    ['paypal', 'paypaI'],
    ['paypal', 'рaypal'],
    ['modern', 'modem'],
    ['alice', 'ALICE'],
    ['alice', 'al\u0456ce'],
  ])('S25 %j and %j look alike', (one, other) => {
    expect(skeletonOf(other)).toBe(skeletonOf(one));
  });

  it.each([
    ['alice', 'alicia'],
    ['jose', 'jos\u00e9'],
    ['anna', 'hanna'],
    ['мария', 'марія'],
  ])('S25 %j and %j do not', (one, other) => {
    expect(skeletonOf(other)).not.toBe(skeletonOf(one));
  });

  it('I24 lower-casing follows no locale, and normalising twice changes nothing', () => {
    expect(loginKey('TITLE')).toBe('title');
    for (const text of ['\u0130stanbul', 'ﬀ', '\u1E9E', '\u03D3', 'ｋ\u0307']) {
      expect(loginKey(loginKey(text))).toBe(loginKey(text));
    }
  });

  it.each(['alice', 'a', 'alice@example.com', 'zoë', 'алиса', '山田太郎', 'DOMAIN\\bob', 'o’neil'])(
    'accepts the username %j',
    (username) => {
      expect(usernameError(username)).toBeUndefined();
    },
  );

  it.each([
    '',
    ' ',
    'two words',
    'tab\there',
    'zero\u200Bwidth',
    'over\u202Eride',
    'line\nbreak',
    'null\0byte',
    'full\u3000width',
    '\uD800',
    'x'.repeat(256),
    '\uFDFA'.repeat(20),
  ])('I24 refuses the username %j', (username) => {
    expect(usernameError(username)).toEqual(expect.any(String));
  });

  it.each(['\u0430dmin', 'adm\u0456n', 'alph\u03B1'])(
    'I24 refuses %j, whose letters come from two scripts that look alike',
    (username) => {
      expect(usernameError(username)).toContain('mix');
    },
  );

  it.each([
    'a@b',
    'alice@example.com',
    "o'neil+tag@sub.example.co.uk",
    'zoë@exämple.de',
    'a@127.x',
  ])('accepts the e-mail address %j', (email) => {
    expect(emailError(email)).toBeUndefined();
  });

  it.each([
    '',
    'alice',
    '@example.com',
    'alice@',
    'a@b@c',
    'alice@evil.example＠example.com',
    'a b@example.com',
    'alice@example..com',
    '.alice@example.com',
    'alice.@example.com',
    'alice@-example.com',
    'alice@example-.com',
    'alice@exam_ple.com',
    '"alice"@example.com',
    'alice@[127.0.0.1]',
    'Alice <alice@example.com>',
    'alice@example.com\r\nBcc: bob@example.com',
    'al\u200Bice@example.com',
    `${'a'.repeat(65)}@example.com`,
    `alice@${'a'.repeat(64)}.com`,
    `a@${'b.'.repeat(200)}com`,
  ])('refuses the e-mail address %j', (email) => {
    expect(emailError(email)).toEqual(expect.any(String));
  });

  it('L09 hostile input of 100 kB is refused in milliseconds', () => {
    const before = performance.now();
    for (const unit of ['a', '@', '.', 'a.', '-', '\uFDFA', 'a@']) {
      const text = unit.repeat(100_000 / unit.length);
      expect(emailError(text)).toEqual(expect.any(String));
      expect(usernameError(text)).toEqual(expect.any(String));
    }
    expect(performance.now() - before).toBeLessThan(200);
  });

  it("a username with @ is its owner's e-mail address, or nobody's", () => {
    expect(loginPairError('alice', undefined)).toBeUndefined();
    expect(loginPairError('Alice@example.com', 'alice@EXAMPLE.com')).toBeUndefined();
    expect(loginPairError('alice@example.com', undefined)).toEqual(expect.any(String));
    expect(loginPairError('alice＠example.com', 'bob@example.com')).toEqual(expect.any(String));
  });
});
