import { createServer, type Server } from 'node:https';
import {
  createServer as createPlainServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, BlockList, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseNetworks } from '#platform/config';
import { isReachable } from '../../src/platform/outbound/address-guard.js';
import type { FetchOptions } from '../../src/platform/outbound/exchange.js';
import { fetchJson } from '../../src/platform/outbound/fetch-json.js';
import { OutboundError } from '../../src/platform/outbound/outbound-error.js';
import { selfSigned } from '../support/self-signed.js';

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const JSON_HEAD = { 'content-type': 'application/json' };
const LOOPBACK = parseNetworks('127.0.0.0/8 ::1');
const certificate = selfSigned();
let server: Server;
let origin: string;
let connections = 0;
let behave: Behaviour;
let seen: IncomingMessage[] = [];

beforeAll(async () => {
  server = createServer(certificate, (request, response) => {
    seen.push(request);
    behave(request, response);
  });
  server.on('connection', () => connections++);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `https://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What comes of fetching from a server that behaves like this: the document, or the reason. */
async function fetched(
  behaviour: Behaviour,
  { path = '/jwks', ...options }: Partial<FetchOptions> & { path?: string } = {},
): Promise<unknown> {
  behave = behaviour;
  seen = [];
  return outcome(origin + path, { exempt: LOOPBACK, ca: certificate.cert, ...options });
}

async function outcome(address: string, options: FetchOptions): Promise<unknown> {
  try {
    return await fetchJson(address, options);
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return error.reason;
  }
}

const answer =
  (body: string | Buffer, head: Record<string, string | string[]> = {}, status = 200): Behaviour =>
  (_request, response) => {
    response.writeHead(status, { ...JSON_HEAD, ...head }).end(body);
  };

describe('H08 what a hostile server can do', () => {
  it('H08 a small JSON document is all that is accepted', async () => {
    expect(await fetched(answer('{"keys":[]}'))).toEqual({ keys: [] });
    const type = { 'content-type': 'application/jwk-set+json; charset=utf-8' };
    expect(await fetched(answer('{"keys":[]}', type))).toEqual({ keys: [] });
  });

  it.each([301, 302, 303, 307, 308])('H08 a redirect (%i) is not followed', async (status) => {
    expect(await fetched(answer('', { location: `${origin}/elsewhere` }, status))).toBe(
      `status ${status}`,
    );
    expect(seen).toHaveLength(1);
  });

  it.each([201, 204, 400, 401, 404, 500])(
    'H08 nor is anything but 200 taken (%i)',
    async (status) => {
      expect(await fetched(answer(status === 204 ? '' : '{}', {}, status))).toBe(
        `status ${status}`,
      );
    },
  );

  it.each(['text/html', 'text/plain', 'application/octet-stream', 'application/jsonp', ''])(
    'H08 the content type %j is refused',
    async (type) => {
      expect(await fetched(answer('{}', { 'content-type': type }))).toBe('not JSON');
    },
  );

  it('H08 a body above 64 kB is cut off, whatever its length is said to be', async () => {
    const exact = `{"x":"${'x'.repeat(65_536 - 8)}"}`;
    expect(await fetched(answer(exact))).toEqual(JSON.parse(exact));
    expect(await fetched(answer(`${exact} `))).toBe('too large');
    let sent = 0;
    const endless: Behaviour = (_request, response) => {
      response.writeHead(200, JSON_HEAD);
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(16_384))) sent += 16_384;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    expect(await fetched(endless)).toBe('too large');
    expect(sent).toBeLessThan(32_000_000);
  });

  it('H08 nothing is unpacked: a gzip bomb is refused by its header', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    expect(bomb.length).toBeLessThan(65_536);
    for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip']) {
      expect(await fetched(answer(bomb, { 'content-encoding': encoding }))).toBe('compressed');
    }
    expect(await fetched(answer(bomb))).toBe('malformed JSON');
    expect(seen[0]?.headers['accept-encoding']).toBe('identity');
  });

  it.each<[string, Behaviour]>([
    ['never answers', () => undefined],
    [
      'answers one byte at a time',
      (_request, response) => {
        response.writeHead(200, JSON_HEAD);
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'never finishes',
      (_request, response) => {
        response.writeHead(200, JSON_HEAD).write('{');
      },
    ],
  ])('H08 a server that %s is given up, whatever it still does', async (_what, behaviour) => {
    const started = performance.now();
    expect(await fetched(behaviour, { deadline: 300 })).toBe('took too long');
    expect(performance.now() - started).toBeLessThan(2500);
  });

  it.each<[string, string | Buffer]>([
    ['an empty body', ''],
    ['half a document', '{"keys":['],
    ['two documents', '{}{}'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ])('H08 %s is refused', async (_what, body) => {
    expect(await fetched(answer(body))).toBe('malformed JSON');
  });

  it('H08 a connection that is cut, or headers without an end, are refused', async () => {
    const cut: Behaviour = (_request, response) => {
      response.writeHead(200, { ...JSON_HEAD, 'content-length': '100' }).write('{}');
      setTimeout(() => response.destroy(), 20);
    };
    expect(typeof (await fetched(cut))).toBe('string');
    const heads = answer('{}', { 'x-long': 'x'.repeat(20_000) });
    expect(typeof (await fetched(heads))).toBe('string');
  });

  it('H08 no cookie, no credentials and no referrer are sent, at first and later', async () => {
    const behaviour = answer('{}', { 'set-cookie': ['a=b; Path=/', 'c=d'] });
    await fetched(behaviour);
    await fetched(behaviour);
    const names = Object.keys(seen[0]?.headers ?? {}).sort();
    expect(names).toEqual(['accept', 'accept-encoding', 'connection', 'host']);
  });

  it('H08 a certificate that nobody vouches for is refused', async () => {
    behave = answer('{}');
    expect(String(await outcome(origin, { exempt: LOOPBACK }))).toMatch(/self.signed/);
  });
});

describe('H07 addresses that lead into our own network', () => {
  const nothing = new BlockList();

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:169.254.169.254',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::1',
    '2001:0:7f00:1::1',
    'localhost',
    '',
  ])('H07 %j is out of bounds', (address) => {
    expect(isReachable(address, nothing)).toBe(false);
  });

  it.each([
    ...[
      '::ffff:0:7f00:1',
      '::ffff:0:808:808',
      '3fff::1',
      '3fff:fff:ffff::',
      '5f00::1',
      '2001:20::1',
    ],
    ...[
      '100:0:0:1::1',
      '168.63.129.16',
      '::ffff:a83f:8110',
      '2001:2::1',
      '2001:10::1',
      '2001:30::1',
    ],
    ...['2620:4f:8000::1', '192.31.196.1', '192.52.193.1', '192.175.48.1', '4000::1', '1fff::1'],
    ...['e000::1', '::2', '64:ff9b::808:808', '0064:FF9B::0808:0808', '2001:0DB8::1'],
  ])('S21 nor to %s, which is special without looking so', (address) => {
    expect(isReachable(address, nothing)).toBe(false);
  });

  it('S21 of IPv6 nothing is public outside of 2000::/3', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
    const address = fc.array(group, { minLength: 8, maxLength: 8 }).map((all) => all.join(':'));
    fc.assert(
      fc.property(address, (text) => {
        const first = Number.parseInt(text.split(':', 1)[0] ?? '', 16);
        const unicast = first >= 0x2000 && first <= 0x3fff;
        if (!unicast) expect([text, isReachable(text, nothing)]).toEqual([text, false]);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['2001:200::1', '2600::1', '2a00:1450:4001:81b::200e', '3ffe::1', '168.63.129.17'])(
    'S21 %s beside them is public',
    (address) => {
      expect(isReachable(address, nothing)).toBe(true);
    },
  );

  it.each(['1.1.1.1', '93.184.216.34', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])(
    'H07 %s is not',
    (address) => {
      expect(isReachable(address, nothing)).toBe(true);
    },
  );

  it('H07 an exempted network may be reached, and only that', () => {
    const exempt = parseNetworks('10.1.0.0/16');
    expect(isReachable('10.1.2.3', exempt)).toBe(true);
    expect(isReachable('::ffff:10.1.2.3', exempt)).toBe(true);
    expect(isReachable('10.2.0.1', exempt)).toBe(false);
  });

  it('H07 no spelling of an address opens a connection', async () => {
    const port = new URL(origin).port;
    const before = connections;
    for (const host of [
      '127.0.0.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '127.1',
      '0',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::]',
      'localhost',
      'localhost.',
      'LOCALHOST',
      'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
      'user@127.0.0.1',
    ]) {
      const reason = await outcome(`https://${host}:${port}/`, { exempt: nothing });
      expect([host, typeof reason]).toEqual([host, 'string']);
    }
    expect(connections).toBe(before);
    for (const address of [`http://localhost:${port}/`, `ftp://localhost/`, 'file:///etc/passwd']) {
      expect(typeof (await outcome(address, { exempt: nothing }))).toBe('string');
    }
    expect(connections).toBe(before);
  });

  it('H07 a name that answers differently the second time leads nowhere else', async () => {
    // The first stands for a public address, and the server is there; the second is out of bounds.
    const answers = ['127.0.0.1', '127.0.0.2'];
    let asked = 0;
    const resolve: FetchOptions['resolve'] = (_host, done) => {
      done(null, [{ address: answers[Math.min(asked++, 1)] ?? '', family: 4 }]);
    };
    const options = { exempt: parseNetworks('127.0.0.1'), resolve };
    // What was checked is what is connected to: the name is asked for once.
    expect(await fetched(answer('{}'), options)).toEqual({});
    expect(asked).toBe(1);
    const before = connections;
    expect(await fetched(answer('{}'), options)).toBe('the address is out of bounds');
    expect(connections).toBe(before);
  });

  it('H07 one private address among public ones is enough to refuse', async () => {
    const resolve: FetchOptions['resolve'] = (_host, done) => {
      done(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ]);
    };
    expect(await outcome('https://both.example/', { exempt: nothing, resolve })).toBe(
      'the address is out of bounds',
    );
  });

  it('H07 plain http is for an exempted loopback only', async () => {
    const plain = createPlainServer((_request, response) => {
      response.writeHead(200, JSON_HEAD).end('{}');
    });
    await new Promise<void>((done) => plain.listen(0, '127.0.0.1', done));
    const { port } = plain.address() as AddressInfo;
    try {
      // It is really there.
      await new Promise((done) => connect(port, '127.0.0.1', () => done(undefined)).unref());
      const address = `http://127.0.0.1:${port}/`;
      expect(await outcome(address, { exempt: LOOPBACK })).toEqual({});
      expect(await outcome(address, { exempt: nothing })).toBe('the address is out of bounds');
      const named = `http://intranet.example:${port}/`;
      expect(await outcome(named, { exempt: LOOPBACK })).toBe('not https');
    } finally {
      plain.closeAllConnections();
      plain.close();
    }
  });
});
