import { generateKeyPairSync } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApplication } from '../support/application.js';
import { clock } from '../support/clock.js';
import { registerDevice } from '../support/device.js';
import { describeEachDatabase } from '../support/mariadb.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { METADATA, sendRegistration } from '../support/registration.js';
import { LocalWorld } from '../support/world.js';
import { authorizationRequest, queryString } from './authorization-request.js';
import { inParallel, send } from './requests.js';

const KIB = 1024;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Everything by which a stranger can have something kept, with as much beside it as fits. */
const WAYS: readonly (readonly [
  string,
  (flood: Flood, n: number, from: Record<string, string>) => Promise<{ status: number }>,
])[] = [
  [
    'GET /authorize',
    ({ world, client }, n, headers) =>
      fetch(
        `${world.issuer}/authorize?${queryString(client, { state: `${n}${'s'.repeat(2000)}`, login_hint: 'h'.repeat(10_000) })}`,
        { redirect: 'manual', headers },
      ),
  ],
  [
    'POST /authorize',
    ({ world, client }, n, headers) =>
      fetch(`${world.issuer}/authorize`, {
        ...{ method: 'POST', redirect: 'manual', headers: { ...FORM, ...headers } },
        body: queryString(client, { state: String(n), login_hint: 'h'.repeat(12_000) }),
      }),
  ],
  [
    'POST /logout',
    ({ world }, n, headers) =>
      send(world, '/logout', { state: `${n}${'s'.repeat(20_000)}` }, headers),
  ],
  [
    'POST /par',
    ({ world, client }, n, headers) => {
      const fields = { state: String(n), login_hint: 'h'.repeat(20_000) };
      return send(world, '/par', authorizationRequest(client, fields), headers);
    },
  ],
  [
    'GET /account',
    ({ world }, _n, headers) => fetch(`${world.issuer}/account`, { redirect: 'manual', headers }),
  ],
  [
    'POST /device_authorization',
    ({ world, device: { client_id } }, _n, headers) =>
      send(world, '/device_authorization', { client_id, scope: 'openid' }, headers),
  ],
  [
    'POST /register',
    ({ world }, n, headers) =>
      sendRegistration(world, {
        headers,
        body: { ...METADATA, client_name: `c${n}`, contacts: Array(40).fill('c'.repeat(250)) },
      }),
  ],
  [
    'POST /token',
    ({ world }, n, headers) =>
      send(
        world,
        '/token',
        { grant_type: 'client_credentials' },
        {
          ...headers,
          authorization: basic({ client_id: `nobody-${n}`, client_secret: 'x' }),
        },
      ),
  ],
];

interface Flood {
  readonly world: LocalWorld;
  readonly client: RegisteredClient;
  readonly device: RegisteredClient;
}

describe('S09 storage has a ceiling for what strangers can write', () => {
  let flood: Flood;
  let addresses = 0;

  beforeAll(async () => {
    const world = new LocalWorld(
      await startApplication({ TRUSTED_PROXIES: '127.0.0.1', REGISTRATION: 'open' }),
    );
    flood = {
      world,
      client: await world.registerClient({ token_endpoint_auth_method: 'none' }),
      device: await registerDevice(world),
    };
  });

  /** What the database takes on disk, with all that waits to be written in it. */
  async function size(): Promise<number> {
    const { world } = flood;
    await world.application.control.flushEvents();
    await world.query('PRAGMA wal_checkpoint(TRUNCATE)');
    return statSync(join(world.application.dataDir, 'gatehouse.sqlite')).size;
  }

  it.each(WAYS)('S09 %s from one address fills no more than its room', async (_way, way) => {
    const limits = { kept_of_address: 512, registrations_per_hour: 1000 };
    await flood.world.admin.patch('/settings/limits', limits);
    const headers = { 'x-forwarded-for': `192.0.2.${++addresses}` };
    const before = await size();
    const statuses: number[] = [];
    for (let round = 0; round < 40; round++) {
      const answers = await inParallel(25, (n) => way(flood, 100 * round + n, headers));
      statuses.push(...answers.map(({ status }) => status));
    }
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    // Pages and indices take room beside what is kept.
    expect((await size()) - before).toBeLessThan(3 * 512 * KIB);
  });

  it('S09 from everywhere they fill no more than all of the room', async () => {
    const limits = { kept_of_address: 8192, kept_in_all: 8 };
    await flood.world.admin.patch('/settings/limits', limits);
    clock.elapse(1801);
    const before = await size();
    const statuses: number[] = [];
    for (let round = 0; round < 60; round++) {
      const answers = await inParallel(25, (n) => {
        const headers = { 'x-forwarded-for': `10.${round}.${n}.1` };
        return WAYS[2]![1](flood, n, headers);
      });
      statuses.push(...answers.map(({ status }) => status));
    }
    expect(new Set(statuses)).toEqual(new Set([303, 503]));
    expect((await size()) - before).toBeLessThan(2 * 8 * KIB * KIB);
    // The room is there again, and until then whoever is signed in notices nothing.
    clock.elapse(1801);
    expect((await flood.world.browser().get('/account')).status).toBe(303);
  });

  it('S09 S04 those who fill the room shut nobody out', async () => {
    const limits = { kept_of_address: 8192, kept_in_all: 8 };
    await flood.world.admin.patch('/settings/limits', limits);
    clock.elapse(1801);
    const statuses: number[] = [];
    for (let n = 0; n < 20; n++) {
      const headers = { 'x-forwarded-for': `198.51.100.${n}` };
      const answers = await inParallel(20, (i) => WAYS[2]![1](flood, 100 * n + i, headers));
      statuses.push(...answers.map(({ status }) => status));
    }
    expect(statuses.at(-1)).toBe(503);
    const newcomer = { 'x-forwarded-for': '203.0.113.200' };
    expect((await WAYS[0]![1](flood, 1, newcomer)).status).toBe(303);
    clock.elapse(1801);
  });

  it('S09 state and nonce have 8 KiB each, and all that is kept of a request 24 KiB', async () => {
    const { world, client } = flood;
    const { client_id } = client;
    const push = (changes: object) =>
      send(world, '/par', { ...authorizationRequest(client, { ...changes }), client_id });
    const full = { state: 's'.repeat(8192), nonce: 'n'.repeat(8192) };
    expect((await push(full)).status).toBe(201);
    expect((await push({ state: 's'.repeat(8193) })).status).toBe(400);
    expect((await push({ nonce: 'n'.repeat(8193) })).status).toBe(400);
    const more = await push({ ...full, login_hint: 'l'.repeat(9000) });
    expect([more.status, more.json]).toMatchObject([400, { error: 'invalid_request' }]);
    clock.elapse(1801);
  });

  it('S09 what nobody knows is not kept', async () => {
    const { world, client } = flood;
    const unknown = { unheard_of: 'x'.repeat(9000), 'a[b]': 'y'.repeat(2000) };
    const before = await world.query('SELECT uid FROM interactions');
    const known = new Set(before.map(({ uid }: { uid: string }) => uid));
    await world.browser().get('/authorize', authorizationRequest(client, unknown));
    await world.browser().post('/authorize', authorizationRequest(client, unknown));
    await send(world, '/logout', { ...unknown, state: 's' });
    const after = await world.query('SELECT uid, parameters FROM interactions');
    const kept = after.filter(({ uid }: { uid: string }) => !known.has(uid));
    expect(kept).toHaveLength(3);
    for (const { parameters } of kept) expect(parameters).not.toMatch(/unheard_of|xxx|yyy/);
    const { client_id } = client;
    const request = authorizationRequest(client, unknown);
    expect((await send(world, '/par', { ...request, client_id })).status).toBe(201);
    const rows = await world.query('SELECT parameters FROM pushed_authorization_requests');
    expect(JSON.stringify(rows)).not.toMatch(/unheard_of|y{9}/);
  });

  it('S09 failures of clients that nobody knows are counted after the first of a minute', async () => {
    const { world } = flood;
    const failed = async () => {
      await world.application.control.flushEvents();
      const [row] = await world.query(
        "SELECT COUNT(*) AS number FROM events WHERE type = 'client.authentication_failed'",
      );
      return Number(row.number);
    };
    const before = await failed();
    const headers = { 'x-forwarded-for': '192.0.2.200' };
    await inParallel(200, (n) => WAYS.at(-1)![1](flood, 5000 + n, headers));
    expect((await failed()) - before).toBeLessThanOrEqual(20);
  });
});

describeEachDatabase('S20 what grows when it is written down', (databaseUrl) => {
  let world: LocalWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = new LocalWorld(await startApplication({ DATABASE_URL: await databaseUrl() }));
    client = await world.registerClient({ token_endpoint_auth_method: 'none' });
  });

  const GROWING = ['"', '\\', '\u2028', 'é', '🦊', 'x'];
  const filled = (text: string, bytes: number) =>
    text.repeat(Math.floor(bytes / Buffer.byteLength(text)));

  it.each(GROWING)(
    'S20 %j in requests is 400 by the size that is stored, never 500',
    async (text) => {
      const { client_id } = client;
      const request = { ...authorizationRequest(client), client_id };
      for (const bytes of [8000, 11_000, 20_000, 30_000, 60_000]) {
        const value = filled(text, Math.min(bytes, encodedRoom(text)));
        const logout = await send(world, '/logout', { state: value });
        const pushed = await send(world, '/par', { ...request, login_hint: value });
        const stored = Buffer.byteLength(JSON.stringify(value));
        for (const [{ status }, good] of [
          [logout, 303],
          [pushed, 201],
        ] as const) {
          // What is just at the limit may go either way: names and the rest count as well.
          if (Math.abs(stored - 24 * KIB) < 1500) expect([good, 400]).toContain(status);
          else
            expect([text, stored, status]).toEqual([text, stored, stored > 24 * KIB ? 400 : good]);
        }
      }
    },
  );

  /** A form takes 64 kB, in which most of these take three times their size. */
  const encodedRoom = (text: string) =>
    Math.floor(62_000 / (encodeURIComponent(text).length / Buffer.byteLength(text)));

  const uri = 'https://large.example/callback';
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const jwk = { ...key.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' };
  const DOCUMENTS: readonly (readonly [string, (value: string) => object])[] = [
    ['clients', (v) => ({ client_name: 'x', redirect_uris: [uri], contacts: [v] })],
    ['clients', (v) => ({ client_name: v, redirect_uris: [uri] })],
    [
      'clients',
      (v) => ({ client_name: 'x', redirect_uris: [uri], jwks: { keys: [{ ...jwk, kid: v }] } }),
    ],
    [
      'assertion-issuers',
      (v) => ({
        name: 'x',
        issuer: 'https://i.example',
        jwks: { keys: [{ ...jwk, kid: v }] },
      }),
    ],
    [
      'assertion-issuers',
      (v) => ({ name: v, issuer: 'https://i.example', jwks_uri: 'https://i.example/jwks' }),
    ],
    [
      'resource-servers',
      (v) => ({
        identifier: 'https://large.example',
        name: 'x',
        scopes: Array.from({ length: 90 }, (_, n) => ({
          name: `s${n}`,
          description: v.slice(0, 2000),
        })),
      }),
    ],
    ['users', (v) => ({ username: 'large', address: { formatted: v }, roles: [v.slice(0, 64)] })],
    [
      'users',
      (v) => ({ username: 'large', name: v, nickname: v, picture: `https://p.example/${v}` }),
    ],
    ['initial-access-tokens', (v) => ({ name: 'x', policy: { redirect_hosts: [v], scope: v } })],
    [
      'clients',
      (v) => ({
        client_name: 'x',
        redirect_uris: [uri],
        jwks: { keys: [{ ...jwk, kid: '1', note: v }] },
      }),
    ],
    [
      'assertion-issuers',
      (v) => ({
        name: 'x',
        issuer: 'https://j.example',
        jwks: { keys: [{ ...jwk, kid: '1', note: v }] },
      }),
    ],
    [
      'assertion-issuers',
      (v) => ({
        name: 'x',
        issuer: 'https://k.example',
        jwks: { keys: [{ ...jwk, kid: '1' }], note: v },
      }),
    ],
  ];

  it.each(DOCUMENTS)('S20 no document of %s is a 500', async (path, documentOf) => {
    for (const text of GROWING) {
      for (const bytes of [200, 6000, 30_000, 70_000, 200_000]) {
        const answer = await world.admin.post(`/${path}`, documentOf(filled(text, bytes)));
        expect([text, bytes, answer.status < 500]).toEqual([text, bytes, true]);
      }
    }
  });
});
