import { describe, expect, it } from '@jest/globals';
import { browserName, moment, monogram } from './wording.js';
import { textsFor } from '#platform/texts';

const webKit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('browserName', () => {
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0) ${webKit} Chrome/126.0 Safari/537.36`, 'Chrome on Windows'],
    [`Mozilla/5.0 (Windows NT 10.0) ${webKit} Chrome/126 Safari/537 Edg/126`, 'Edge on Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox on Linux'],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) ${webKit} Safari/604.1`,
      'Safari on iOS',
    ],
    [`Mozilla/5.0 (Linux; Android 14) ${webKit} Chrome/126 Mobile Safari/537`, 'Chrome on Android'],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webKit} Safari/605`, 'Safari on macOS'],
    ['curl/8.5.0', 'curl/8.5.0'],
    [undefined, 'Unknown browser'],
    [' ', 'Unknown browser'],
  ])('%p is %s', (userAgent, name) => {
    expect(browserName(userAgent, textsFor())).toBe(name);
  });

  it('cuts what a client makes up', () => {
    expect(browserName('x'.repeat(10_000), textsFor())).toHaveLength(60);
  });
});

describe('moment', () => {
  it('writes epoch seconds for machines and for people', () => {
    expect(moment(0, textsFor())).toEqual({
      iso: '1970-01-01T00:00:00.000Z',
      text: '1 Jan 1970, 00:00 UTC',
    });
  });
});

describe('monogram', () => {
  it.each([
    ['alice', 'A'],
    ['"42" things', '4'],
    ['élan', 'É'],
    ['<>', '?'],
    ['', '?'],
  ])('%p gives %s', (name, letter) => {
    expect(monogram(name)).toBe(letter);
  });
});
