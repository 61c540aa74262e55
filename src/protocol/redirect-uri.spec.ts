import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { privateSchemeError, registrationError } from './redirect-uri.js';
import { APPLICATION_TYPES } from './registered-values.js';

describe('registering a redirect URI', () => {
  it.each([
    'https://ok.example',
    'https://ok.example/cb',
    'https://ok.example:8443/cb?tenant=a%2Fb',
    'https://sub.xn--bcher-kva.example/cb',
    'https://[2001:db8::1]/cb',
    'https://intra_net/cb',
    'https://192.0.2.1/cb',
    'http://localhost:4000/cb',
    'http://127.0.0.1:4000/cb',
    'http://[::1]:4000/cb',
  ])('%s is fine for web and native clients', (uri) => {
    expect(registrationError(uri, 'web')).toBeUndefined();
    expect(registrationError(uri, 'native')).toBeUndefined();
  });

  it.each(['https://ok.example/cb#', 'https://ok.example/cb#x', 'com.example.app:/cb#x'])(
    'A04 "MUST NOT include a fragment component": %s',
    (uri) => {
      expect(registrationError(uri, 'native')).toBe('The URI must not have a fragment.');
    },
  );

  it.each(['javascript', 'data', 'vbscript', 'file', 'blob', 'about'])(
    'A16 no client registers a %s: URI, however it is written',
    (scheme) => {
      const shouted = scheme.toUpperCase();
      const mixed = scheme.slice(0, 1).toUpperCase() + scheme.slice(1);
      const split = (by: string) => `${scheme.slice(0, 2)}${by}${scheme.slice(2)}`;
      for (const written of [scheme, shouted, mixed, split('\t'), split('\n'), split('%0a')]) {
        for (const before of ['', ' ', '\t', '\u0000', '\u0001', '\u00a0', '\ufeff', '\\']) {
          for (const after of [
            'alert(1)',
            '//x.example/%0aalert(1)',
            '/x',
            '',
            '\tx',
            'https://ok',
          ]) {
            const uri = `${before}${written}:${after}`;
            for (const type of APPLICATION_TYPES) {
              expect([uri, registrationError(uri, type)]).toEqual([uri, expect.any(String)]);
            }
          }
        }
      }
      expect(registrationError(`${scheme}:x`, 'native')).toMatch(/scheme that is not allowed/);
    },
  );

  it.each(['com.example.app:/cb', 'com.example.app://cb', 'org.x-y.app2:/', 'COM.Example:/cb?x=1'])(
    'A17 a native app may register the private-use scheme of %s, a web client may not',
    (uri) => {
      expect(registrationError(uri, 'native')).toBeUndefined();
      expect(registrationError(uri, 'web')).toBe('A web client must use https redirect URIs.');
    },
  );

  it.each([
    'myapp:/cb',
    'myapp://cb',
    'ftp://ok.example/cb',
    'com.:/cb',
    'com..app:/cb',
    'urn:x:y',
  ])('A17 a private-use scheme without an inner dot can be that of others: %s', (uri) => {
    expect(privateSchemeError(uri)).toMatch(/reversed domain name/);
    expect(registrationError(uri, 'native')).toBeUndefined();
  });

  it.each([
    'http://host/cb',
    'http://ok.example/cb',
    'http://192.168.0.1/cb',
    'http://127.0.0.2/cb',
    'http://localhost.evil.test/cb',
    'http://LOCALHOST/cb',
    'HTTP://localhost/cb',
  ])('A18 plain http is refused off loopback: %s', (uri) => {
    expect(registrationError(uri, 'web')).toMatch(/^Plain http/);
    expect(registrationError(uri, 'native')).toMatch(/^Plain http/);
  });

  it.each([
    ['', 'relative'],
    ['/cb', 'relative'],
    ['//ok.example/cb', 'relative'],
    ['1https://ok.example', 'a scheme must begin with a letter'],
    ['https:ok.example/cb', 'no authority'],
    ['https:/ok.example/cb', 'no authority'],
    ['https:///cb', 'an empty host'],
    ['https://:443/cb', 'an empty host'],
    ['https://user@ok.example/cb', 'user information'],
    ['https://user:password@ok.example/cb', 'user information'],
    ['https://@ok.example/cb', 'empty user information'],
    ['com.example.app://user@host/cb', 'user information'],
    ['https://*.ok.example/cb', 'a wildcard'],
    ['https://ok%2eexample/cb', 'an escaped host'],
    ['https://0x7f000001/cb', 'a host that browsers rewrite'],
    ['https://127.1/cb', 'a host that browsers rewrite'],
    ['https://[::0001]/cb', 'a host that browsers rewrite'],
    ['https://[::1/cb', 'a broken IPv6 host'],
    ['https://ok.example:/cb', 'an empty port'],
    ['https://ok.example:0443/cb', 'a port with a leading zero'],
    ['https://ok.example:65536/cb', 'a port out of range'],
    ['https://ok.example\\@evil.test/cb', 'a backslash'],
    ['https://ok.example/a b', 'a space'],
    ['https://ok.example/cb\r\nX: y', 'a line break'],
    ['https://ok.example/cb\u0000', 'a NUL'],
    ['https://b\u00fccher.example/cb', 'a character beyond ASCII'],
    ['https://ok.example/\u202ecb', 'a bidi override'],
    ['https://ok.example/<script>', 'angle brackets'],
    ['https://ok.example/"x"', 'quotes'],
    ['https://ok.example/%zz', 'a broken escape'],
    ['https://ok.example/%2', 'a broken escape'],
    ['https://ok.example/cb?a[]=1', 'brackets outside the host'],
    [`https://ok.example/${'a'.repeat(2000)}`, 'too long'],
  ])('A02 %j cannot be registered: %s', (uri) => {
    for (const type of APPLICATION_TYPES) {
      // The description goes out as error_description, whose characters RFC 6749 §5.2 limits.
      expect(registrationError(uri, type)).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    }
  });

  it('a URI of 2000 characters still fits', () => {
    const uri = 'https://ok.example/'.padEnd(2000, 'a');
    expect(registrationError(uri, 'web')).toBeUndefined();
    expect(registrationError(`${uri}a`, 'web')).toMatch(/longer than 2000/);
  });

  it('what can be registered is what a browser goes to, unchanged up to its path', () => {
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4Extended(),
      fc.string(),
      fc.ipV6().map((ip) => `[${ip}]`),
    );
    fc.assert(
      fc.property(host, fc.oneof(fc.webPath(), fc.string()), (authority, path) => {
        const uri = `https://${authority}/${path}`;
        if (registrationError(uri, 'web') !== undefined) return;
        const url = new URL(uri);
        expect(uri.toLowerCase().startsWith(`https://${url.hostname}`)).toBe(true);
        expect([url.username, url.password, url.hash]).toEqual(['', '', '']);
      }),
    );
  });

  it('L09 100 kB of anything is refused', () => {
    for (const piece of ['a', '/', ':', '%', '@', '[', '.a', '//[', '\t', 'a.']) {
      const long = piece.repeat(100_000 / piece.length);
      for (const uri of [long, `https://${long}`, `com.${long}:/cb`, `https://ok/${long}[`]) {
        expect(registrationError(uri, 'native')).toMatch(/longer than/);
      }
    }
  });
});
