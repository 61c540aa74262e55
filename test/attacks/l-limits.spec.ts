import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { rawHttp } from '../support/raw-http.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import {
  authorizationRequest,
  ask,
  expectAccepted,
  expectErrorRedirect,
} from './authorization-request.js';
import { jsonEndpoints, sendJson, type JsonEndpoint } from './json-endpoints.js';
import { send } from './requests.js';

const KB = 1024;
/** RFC 7591 §3.2.2: errors as OAuth has them, not as the management APIs. */
const isRegistration = ({ path }: JsonEndpoint) => path.startsWith('/register');
const FORM = 'application/x-www-form-urlencoded';

describe('requests that are too large, and numbers that are none', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let endpoints: JsonEndpoint[];

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient();
    endpoints = await jsonEndpoints(world);
  });

  const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(world.issuer + path, {
      ...{ method: 'POST', redirect: 'manual', body },
      headers: { 'content-type': FORM, authorization: basic(client), ...headers },
    });

  it('L08 a form of 64 kB is read, and one byte more is not', async () => {
    const form = (bytes: number) => 'token=none&pad='.padEnd(bytes, 'x');
    for (const path of ['/introspect', '/revoke', '/token', '/userinfo', '/logout']) {
      const { status } = await post(path, form(64 * KB));
      expect([path, status === 413]).toEqual([path, false]);
      expect([path, (await post(path, form(64 * KB + 1))).status]).toEqual([path, 413]);
    }
    // No more by POST than by GET: what strangers send there is stored.
    expect((await post('/authorize', form(16 * KB))).status).toBe(400);
    expect((await post('/authorize', form(16 * KB + 1))).status).toBe(413);
    expect((await post('/introspect', form(64 * KB))).status).toBe(200);
  });

  it('L08 in chunks of unsaid length as well', async () => {
    const chunk = `2000\r\n${'token=none&pad='.padEnd(0x2000, 'x')}\r\n`;
    const head =
      `POST /introspect HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${FORM}\r\n` +
      `Authorization: ${basic(client)}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const origin = world.application.origin;
    expect((await rawHttp(origin, `${head}${chunk}0\r\n\r\n`)).status).toBe(200);
    expect((await rawHttp(origin, `${head}${chunk.repeat(8)}0\r\n\r\n`)).status).not.toBe(413);
    expect((await rawHttp(origin, `${head}${chunk.repeat(9)}0\r\n\r\n`)).status).toBe(413);
  });

  it('L08 management documents may have 256 kB, what anybody registers 64 kB', async () => {
    const json = (bytes: number) => `{"pad":"${'x'.repeat(bytes - 10)}"}`;
    for (const endpoint of endpoints) {
      const limit = (isRegistration(endpoint) ? 64 : 256) * KB;
      const { status } = await sendJson(world, endpoint, json(limit));
      expect([endpoint.path, status === 413]).toEqual([endpoint.path, false]);
      const refused = await sendJson(world, endpoint, json(limit + 1));
      expect([endpoint.path, refused.status]).toEqual([endpoint.path, 413]);
      const type = isRegistration(endpoint) ? 'application/json' : 'application/problem+json';
      expect(refused.headers.get('content-type')?.split(';')[0]).toBe(type);
    }
  });

  it('L08 a hundred parameters are read, and one more is not, in a form and in an address', async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, 'x']));
    const authorization = { authorization: basic(client) };
    const read = await send(world, '/introspect', { ...many(99), token: 'none' }, authorization);
    expect(read.json).toEqual({ active: false });
    const refused = await send(world, '/introspect', { ...many(100), token: 'x' }, authorization);
    expect([refused.status, refused.json.error]).toEqual([400, 'invalid_request']);
    const own = Object.keys(authorizationRequest(client)).length;
    expectAccepted(await ask(world, client, many(100 - own)));
    expect((await ask(world, client, many(101 - own))).status).toBe(400);
  });

  it('L08 headers, and the address among them, may have 16 kB', async () => {
    const get = (target: string, header = '') =>
      rawHttp(
        world.application.origin,
        `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${header}\r\n`,
      );
    expect((await get('/health/live', `X-Pad: ${'x'.repeat(15 * KB)}\r\n`)).status).toBe(200);
    expect((await get('/health/live', `X-Pad: ${'x'.repeat(17 * KB)}\r\n`)).status).toBe(431);
    expect((await get(`/health/live?${'x'.repeat(15 * KB)}`)).status).toBe(200);
    expect((await get(`/health/live?${'x'.repeat(17 * KB)}`)).status).toBe(431);
    expect((await get(`/admin/users/${'x'.repeat(257)}`)).status).toBe(414);
  });

  it.each<[string, (depth: number) => string]>([
    ['lists', (n) => `{"redirect_uris":${'['.repeat(n - 1)}${']'.repeat(n - 1)}}`],
    ['objects', (n) => `{"address":${'{"a":'.repeat(n - 2)}{}${'}'.repeat(n - 2)}}`],
    ['an unknown member', (n) => `{"x":${'[{"y":'.repeat(n)}1${'}]'.repeat(n)}}`],
    ['keys', (n) => `{"jwks":{"keys":${'['.repeat(n)}${']'.repeat(n)}}}`],
  ])('L08 %s nested 30, 5,000 or 20,000 deep end as 400', async (_name, nested) => {
    for (const endpoint of endpoints) {
      // 20,000 levels are more than the 64 kB of a registration.
      for (const depth of isRegistration(endpoint) ? [30, 5000] : [30, 5000, 20_000]) {
        const answer = await sendJson(world, endpoint, nested(depth));
        expect([endpoint.path, depth, answer.status]).toEqual([endpoint.path, depth, 400]);
        const told = isRegistration(endpoint) ? 'error_description' : 'detail';
        expect(answer.json[told]).toBe('The body is nested too deeply.');
      }
    }
  });

  it('L08 brackets in a text nest nothing', async () => {
    const name = `A "${'['.repeat(40)}" \\" ${'{'.repeat(40)}`;
    const body = { client_name: name, redirect_uris: ['https://a.example/'] };
    const answer = await sendJson(world, endpoints[0]!, body);
    expect(answer.json.client_name).toBe(name);
  });

  it('L08 lists have limits of their own, below what fits into a document', async () => {
    const [clients, , , users, , servers] = endpoints;
    const list = <T>(length: number, item: (index: number) => T) =>
      Array.from({ length }, (_, i) => item(i));
    const client_name = 'Many';
    const uris = list(51, (i) => `https://client.example/${i}`);
    const roles = list(51, (i) => `role${i}`);
    const scopes = list(101, (i) => ({ name: `s${i}`, description: 'x' }));
    const name = { name: 'x', identifier: 'https://many.example' };
    expect((await sendJson(world, clients!, { client_name, redirect_uris: uris })).status).toBe(
      400,
    );
    expect(
      (await sendJson(world, clients!, { client_name, redirect_uris: uris.slice(1) })).status,
    ).toBe(201);
    expect((await sendJson(world, users!, { username: 'many', roles })).status).toBe(400);
    expect((await sendJson(world, servers!, { ...name, scopes })).status).toBe(400);
  });

  it('L08 a body of another kind is not read: multipart, XML, text', async () => {
    for (const type of ['multipart/form-data; boundary=x', 'text/xml', 'text/plain', 'x']) {
      const { status } = await post('/introspect', '--x\r\n', { 'content-type': type });
      expect([type, status]).toEqual([type, 415]);
    }
  });

  it('L14 a compressed body is refused, however small it is', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 'a'));
    expect(bomb.length).toBeLessThan(64 * KB);
    for (const encoding of ['gzip', 'x-gzip', 'deflate', 'br', 'identity, gzip', 'GZIP', 'zstd']) {
      const init = { 'content-encoding': encoding };
      const answer = await post('/introspect', bomb, init);
      expect([encoding, answer.status]).toEqual([encoding, 415]);
      expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
      expect((await sendJson(world, endpoints[0]!, '{}', init)).status).toBe(415);
    }
  });

  const ODD = ['1e9', '0x10', '-0', '-1', 'NaN', '٣', '+5', ' 5', '5.0', '1_000', '५', 'Infinity'];

  it.each(ODD)('L21 %j is no max_age and no limit', async (number) => {
    expectErrorRedirect(
      await ask(world, client, { max_age: number }),
      ...([client, 'invalid_request'] as const),
    );
    for (const path of ['/clients', '/users', '/resource-servers']) {
      const answer = await world.admin.get(`${path}?limit=${encodeURIComponent(number)}`);
      expect([path, answer.status]).toEqual([path, 400]);
    }
  });

  it.each([...ODD, 1e9, -0.5, 600.5, 59, 3601, true, [600], { valueOf: 600 }])(
    'L21 %j is no lifetime of an access token',
    async (access_token_lifetime) => {
      const [patch] = endpoints.filter(({ path }) => path.startsWith('/admin/resource-servers/'));
      const answer = await sendJson(world, patch!, { access_token_lifetime });
      expect(answer.status).toBe(400);
    },
  );
});
