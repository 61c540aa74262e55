import { describe, expect, it } from '@jest/globals';
import { absoluteUriError, schemeOf, splitLoopbackUri, webUriError } from './absolute-uri.js';

const ACTIVE = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  '\u0001javascript:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  'javascript://ok.example/%0aalert(1)',
  'data:text/html,x',
  'DATA:text/html;base64,eA==',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://ok.example/uuid',
  'about:blank',
  'filesystem:https://ok.example/x',
  'view-source:https://ok.example/',
];

const MALFORMED = [
  '',
  'ok.example/logo.png',
  '//ok.example/logo.png',
  '/logo.png',
  'https://user:password@ok.example/',
  'https://ok.example\\@evil.test/',
  'https://ok.example/a b',
  'https://ok.example/\u0000',
  'https://ok.example/caf\u00e9',
  'https://ok.example/%g0',
  'https://ok.example/[x]',
  'https://127.1/',
  'https://xn--/',
  'https://xn--a/',
  'https://xn--zzzz9999.example/',
  'https://ok.xn--ok-/',
  'https:ok.example',
  `https://ok.example/${'a'.repeat(2000)}`,
];

describe('web addresses in client metadata', () => {
  it.each([...ACTIVE, ...MALFORMED])('A16 %j is refused', (uri) => {
    for (const options of [{}, { allowHttp: true }, { allowHttp: true, allowFragment: true }]) {
      expect(webUriError(uri, options)).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    }
  });

  it.each([
    'https://ok.example',
    'https://ok.example:8443/logo.png?v=1',
    'https://[2001:db8::1]/x',
  ])('%s is accepted', (uri) => {
    expect(webUriError(uri)).toBeUndefined();
    expect(webUriError(uri, { allowHttp: true })).toBeUndefined();
  });

  it.each(['http://localhost:4000/logo.png', 'http://127.0.0.1/x', 'http://[::1]:4000'])(
    '%s is accepted only where plain http is',
    (uri) => {
      expect(webUriError(uri)).toBe('The URI must use https.');
      expect(webUriError(uri, { allowHttp: false })).toBe('The URI must use https.');
      expect(webUriError(uri, { allowHttp: true })).toBeUndefined();
    },
  );

  it.each(['http://ok.example/', 'http://10.0.0.1/', 'com.example.app:/x', 'ftp://ok/', 'urn:a:b'])(
    '%s is accepted nowhere',
    (uri) => {
      expect(webUriError(uri)).toMatch(/must use https/);
      expect(webUriError(uri, { allowHttp: true })).toMatch(/must use https/);
    },
  );

  it('A04 a fragment is refused, an empty one too, unless pages are asked for', () => {
    for (const uri of ['https://ok.example/#', 'https://ok.example/terms#privacy']) {
      expect(webUriError(uri)).toBe('The URI must not have a fragment.');
      expect(webUriError(uri, { allowFragment: true })).toBeUndefined();
    }
    const pages = { allowHttp: true, allowFragment: true };
    expect(webUriError('http://localhost:4000/#/terms', pages)).toBeUndefined();
    expect(webUriError('http://localhost#terms', pages)).toBeUndefined();
    expect(webUriError('http://ok.example/#@localhost', pages)).toMatch(/https/);
    expect(webUriError('https://ok.example/#a#b', { allowFragment: true })).toMatch(/malformed/);
  });
});

describe('absolute URIs', () => {
  it.each([
    'https://api.example',
    'http://api.internal:8080/v1',
    'urn:example:api',
    'api://orders',
  ])('%s is fine as the identifier of a resource (RFC 8707 §2)', (uri) => {
    expect(absoluteUriError(uri)).toBeUndefined();
  });

  it.each([...ACTIVE, ...MALFORMED, 'https://api.example/#', 'urn:example:api#x', 'api://[x'])(
    'A16 %j is not',
    (uri) => {
      expect(absoluteUriError(uri)).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    },
  );

  it('the scheme is compared in lower case', () => {
    expect(schemeOf('HTTPS://ok.example')).toBe('https');
    expect(schemeOf('//ok.example')).toBeUndefined();
    expect(schemeOf(':x')).toBeUndefined();
  });

  it('a loopback URI is split into host and the rest', () => {
    expect(splitLoopbackUri('http://[::1]:80/a?b')).toEqual({ host: '[::1]', rest: '/a?b' });
    expect(splitLoopbackUri('http://localhost')).toEqual({ host: 'localhost', rest: '' });
    expect(splitLoopbackUri('http://localhost:65536')).toBeUndefined();
    expect(splitLoopbackUri('http://localhostess')).toBeUndefined();
  });

  it('L09 100 kB of anything is refused', () => {
    for (const piece of ['a', '/', ':', '%', '@', '[', '#', '//[', '\t']) {
      const long = piece.repeat(100_000 / piece.length);
      expect(absoluteUriError(`https://${long}`)).toMatch(/longer than/);
      expect(webUriError(long, { allowHttp: true, allowFragment: true })).toMatch(/longer than/);
      expect(splitLoopbackUri(long)).toBeUndefined();
      expect(schemeOf(`1${long}`)).toBeUndefined();
    }
  });
});
