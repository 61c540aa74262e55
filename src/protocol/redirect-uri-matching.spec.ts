import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findRegistered, matchesRegistered } from './redirect-uri.js';
import { APPLICATION_TYPES } from './registered-values.js';

const REGISTERED = 'https://ok.example/app/cb?tenant=a&lang=en';

const MUTATIONS: readonly string[] = [
  'https://ok.example/app/cb?tenant=a&lang=en/',
  'https://ok.example/app/cb/?tenant=a&lang=en',
  'https://ok.example/app/CB?tenant=a&lang=en',
  'https://ok.example/App/cb?tenant=a&lang=en',
  'https://ok.example/app/cb',
  'https://ok.example/app/cb?',
  'https://ok.example/app/cb?tenant=a',
  'https://ok.example/app/cb?lang=en&tenant=a',
  'https://ok.example/app/cb?tenant=a&lang=en&',
  'https://ok.example/app/cb?tenant=a&lang=en&x=1',
  'https://ok.example/app/cb?tenant=a&&lang=en',
  'https://ok.example/app/cb?tenant=a&lang=e%6e',
  'https://ok.example/app/%63b?tenant=a&lang=en',
  'https://ok.example/app/./cb?tenant=a&lang=en',
  'https://ok.example/app//cb?tenant=a&lang=en',
  'https://ok.example/x/../app/cb?tenant=a&lang=en',
  'https://ok.example/app/cb/../evil?tenant=a&lang=en',
  'https://ok.example/app/cb/%2e%2e/evil?tenant=a&lang=en',
  'https://ok.example/app/cb/..;/evil?tenant=a&lang=en',
  'https://ok.example/app%2fcb?tenant=a&lang=en',
  'https://ok.example/app%252fcb?tenant=a&lang=en',
  'https://ok.example/app\\cb?tenant=a&lang=en',
  'https:\\\\ok.example/app/cb?tenant=a&lang=en',
  'https:/ok.example/app/cb?tenant=a&lang=en',
  'https:///ok.example/app/cb?tenant=a&lang=en',
  '//ok.example/app/cb?tenant=a&lang=en',
  '/app/cb?tenant=a&lang=en',
  'http://ok.example/app/cb?tenant=a&lang=en',
  'HTTPS://ok.example/app/cb?tenant=a&lang=en',
  'https://OK.example/app/cb?tenant=a&lang=en',
  'https://ok.example:443/app/cb?tenant=a&lang=en',
  'https://ok.example:/app/cb?tenant=a&lang=en',
  'https://ok.example:8443/app/cb?tenant=a&lang=en',
  'https://ok.example./app/cb?tenant=a&lang=en',
  'https://okaexample/app/cb?tenant=a&lang=en',
  'https://ok.example.evil.test/app/cb?tenant=a&lang=en',
  'https://sub.ok.example/app/cb?tenant=a&lang=en',
  'https://ok.example@evil.test/app/cb?tenant=a&lang=en',
  'https://user@ok.example/app/cb?tenant=a&lang=en',
  'https://ok.example@ok.example@evil.test/app/cb?tenant=a&lang=en',
  'https://evil.test#@ok.example/app/cb?tenant=a&lang=en',
  'https://evil.test/?https://ok.example/app/cb?tenant=a&lang=en',
  'https://ok.ex\u0430mple/app/cb?tenant=a&lang=en',
  'https://xn--ok-6kc.example/app/cb?tenant=a&lang=en',
  'https://\uff4f\uff4b.example/app/cb?tenant=a&lang=en',
  'https://ok\u3002example/app/cb?tenant=a&lang=en',
  'https://ok.example/app/c\tb?tenant=a&lang=en',
  'https://ok.example/app/c\nb?tenant=a&lang=en',
  'https://ok.example/app/cb?tenant=a&lang=en\r\n',
  'https://ok.example/app/cb?tenant=a&lang=en\u0000',
  ' https://ok.example/app/cb?tenant=a&lang=en',
  'https://ok.example/app/cb?tenant=a&lang=en ',
  'https://ok.example/app/cb?tenant=a&lang=en#',
  'https://ok.example/app/cb?tenant=a&lang=en#x',
  '',
];

const LOOPBACK = 'http://127.0.0.1/cb?x=1';

describe('matching a redirect URI with the registered ones', () => {
  it('A01 an unregistered redirect URI is found nowhere', () => {
    const registered = [REGISTERED, 'https://other.example/cb'];
    expect(findRegistered(registered, 'https://evil.example', 'web')).toBeUndefined();
    expect(findRegistered([], REGISTERED, 'web')).toBeUndefined();
    expect(findRegistered(registered, 'https://other.example/cb', 'web')).toBe(registered[1]);
  });

  it.each(APPLICATION_TYPES)(
    'A02 of all near matches only the identical one passes (%s)',
    (type) => {
      expect(new Set(MUTATIONS).size).toBeGreaterThanOrEqual(40);
      const accepted = [...MUTATIONS, REGISTERED].filter(
        (uri) => findRegistered([REGISTERED], uri, type) !== undefined,
      );
      expect(accepted).toEqual([REGISTERED]);
    },
  );

  it.each(['', ':0', ':1', ':80', ':51004', ':65535'])(
    'A03 a native app may be called back on the loopback port "%s"',
    (port) => {
      for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
        for (const path of ['', '/', '/cb', '?x=1', '/cb?x=1']) {
          const registered = `http://${host}${path}`;
          const requested = `http://${host}${port}${path}`;
          expect(matchesRegistered(registered, requested, 'native')).toBe(true);
          expect(findRegistered([REGISTERED, registered], requested, 'native')).toBe(registered);
          // The port of a registered loopback URI stands for any port as well.
          expect(matchesRegistered(`http://${host}:4000${path}`, requested, 'native')).toBe(true);
        }
      }
    },
  );

  it.each([
    'http://127.0.0.1:4000/other?x=1',
    'http://127.0.0.1:4000/CB?x=1',
    'http://127.0.0.1:4000/cb/?x=1',
    'http://127.0.0.1:4000/cb',
    'http://127.0.0.1:4000/cb?x=2',
    'http://127.0.0.1:4000/cb?x=1&y=2',
    'http://127.0.0.1:4000/cb?x=1#',
    'http://127.0.0.1:4000/cb?x=1\n',
    'http://127.0.0.1:4000/a/../cb?x=1',
    'https://127.0.0.1:4000/cb?x=1',
    'HTTP://127.0.0.1:4000/cb?x=1',
    'http://127.0.0.2:4000/cb?x=1',
    'http://127.1:4000/cb?x=1',
    'http://127.0.0.01:4000/cb?x=1',
    'http://0x7f000001:4000/cb?x=1',
    'http://2130706433:4000/cb?x=1',
    'http://0.0.0.0:4000/cb?x=1',
    'http://[::ffff:127.0.0.1]:4000/cb?x=1',
    'http://[0:0:0:0:0:0:0:1]:4000/cb?x=1',
    'http://[::1]:4000/cb?x=1',
    'http://localhost:4000/cb?x=1',
    'http://127.0.0.1.evil.test:4000/cb?x=1',
    'http://127.0.0.1:80@evil.test/cb?x=1',
    'http://user@127.0.0.1:4000/cb?x=1',
    'http://127.0.0.1@evil.test/cb?x=1',
    'http://127.0.0.1:4000\\@evil.test/cb?x=1',
    'http:\\\\127.0.0.1:4000/cb?x=1',
    'http:/127.0.0.1:4000/cb?x=1',
    ' http://127.0.0.1:4000/cb?x=1',
  ])('A03 the loopback exception does not stretch to %j', (requested) => {
    expect(matchesRegistered(LOOPBACK, requested, 'native')).toBe(false);
    expect(findRegistered([LOOPBACK], requested, 'native')).toBeUndefined();
  });

  it.each([
    '',
    '00',
    '01',
    '080',
    '65536',
    '99999',
    '100000',
    '-1',
    '+80',
    '1e3',
    '0x50',
    '80 ',
    '٣',
  ])('A03 L21 "%s" is no port', (port) => {
    expect(matchesRegistered(LOOPBACK, `http://127.0.0.1:${port}/cb?x=1`, 'native')).toBe(false);
  });

  it('A03 localhost gets the exception only when it was registered itself (D4)', () => {
    expect(matchesRegistered('http://[::1]/cb', 'http://localhost:1/cb', 'native')).toBe(false);
    expect(matchesRegistered('http://localhost/cb', 'http://127.0.0.1:1/cb', 'native')).toBe(false);
    expect(matchesRegistered('http://localhost/cb', 'http://localhost:1/cb', 'native')).toBe(true);
  });

  it.each(['127.0.0.1', '[::1]', 'localhost'])(
    'A03 a web client is called back on the registered port of %s only',
    (host) => {
      const registered = `http://${host}:4000/cb`;
      expect(matchesRegistered(registered, registered, 'web')).toBe(true);
      for (const port of ['', ':80', ':4001', ':04000']) {
        expect(matchesRegistered(registered, `http://${host}${port}/cb`, 'web')).toBe(false);
      }
    },
  );

  it('A03 there is no port exception off loopback', () => {
    expect(matchesRegistered('https://ok/cb', 'https://ok:1/cb', 'native')).toBe(false);
    expect(matchesRegistered('com.a.b://h/cb', 'com.a.b://h:1/cb', 'native')).toBe(false);
    expect(matchesRegistered('http://evil.test/cb', 'http://evil.test:1/cb', 'native')).toBe(false);
  });

  it('L09 a redirect URI of 100 kB is simply not registered', () => {
    for (const piece of ['a', '/', ':1', '%2e', '@', '[', 'http://127.0.0.1:', '?#']) {
      const long = `http://127.0.0.1:${piece.repeat(100_000 / piece.length)}`;
      expect(findRegistered([REGISTERED, LOOPBACK], long, 'native')).toBeUndefined();
      expect(
        findRegistered([REGISTERED, LOOPBACK], piece.repeat(50_000), 'native'),
      ).toBeUndefined();
    }
  });
});

// Texts that differ by little, which is where a sloppy comparison would call two of them the same.
const parts = fc.tuple(
  fc.constantFrom('http://', 'http://', 'https://', 'HTTP://', 'http:/', 'com.a.b://'),
  fc.constantFrom('127.0.0.1', '127.0.0.2', '[::1]', 'localhost', 'LOCALHOST', 'ok.example'),
  fc.oneof(
    fc.constantFrom('', ':', ':080', ':65536', '@x'),
    fc.integer({ min: 0, max: 65_535 }).map((port) => `:${String(port)}`),
  ),
  fc.constantFrom('', '/', '/cb', '/cb/', '/Cb', '/%63b', '/cb?', '/cb?x'),
);
const nearby = parts.map((chosen) => chosen.join(''));
/** Two such texts that share each part more often than not. */
const pairs = fc
  .tuple(parts, parts, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }))
  .map(
    ([a, b, keep]) => [a.join(''), a.map((part, i) => (keep[i] ? part : b[i])).join('')] as const,
  );

describe('properties of matching', () => {
  it('A02 for web clients matching is string equality', () => {
    fc.assert(
      fc.property(fc.oneof(pairs, fc.tuple(fc.webUrl(), fc.string())), ([a, b]) => {
        expect(matchesRegistered(a, a, 'web')).toBe(true);
        expect(matchesRegistered(a, b, 'web')).toBe(a === b);
      }),
    );
  });

  it('A03 for native apps it is string equality up to a loopback port', () => {
    const loopback = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(:(?:0|[1-9]\d*))?(?=[/?]|$)/;
    const withoutPort = (uri: string) =>
      uri.includes(':65536') ? uri : uri.replace(loopback, '$1:*');
    let exceptions = 0;
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const matches = matchesRegistered(a, b, 'native');
        expect([a, b, matches]).toEqual([a, b, withoutPort(a) === withoutPort(b)]);
        if (matches && a !== b) exceptions += 1;
      }),
      { numRuns: 2000 },
    );
    expect(exceptions).toBeGreaterThan(0);
  });

  it('findRegistered answers a member of the list, and one that matches', () => {
    fc.assert(
      fc.property(
        fc.array(nearby),
        nearby,
        fc.constantFrom(...APPLICATION_TYPES),
        (list, requested, type) => {
          const found = findRegistered(list, requested, type);
          const matching = list.filter((uri) => matchesRegistered(uri, requested, type));
          expect(found === undefined).toBe(matching.length === 0);
          if (found !== undefined) expect(matching).toContain(found);
        },
      ),
    );
  });
});
