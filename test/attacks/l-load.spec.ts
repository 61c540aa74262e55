import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EventQueue, Events } from '#platform/events';
import { ANONYMOUS } from '#platform/http';
import { Clients } from '#registry/clients';
import { Housekeeper } from '#platform/housekeeping';
import { FailureWindow } from '#platform/throttling';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { ask } from './authorization-request.js';
import { sendJson } from './json-endpoints.js';
import { LoginForm } from './login-form.js';
import { inParallel, send } from './requests.js';

describe('input made to cost time, memory or connections', () => {
  let world: OwnWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = await startOwnWorld();
    client = await world.registerClient();
  });

  const TEXTS: readonly (readonly [path: string, members: readonly string[]])[] = [
    ['/admin/clients', ['client_name', 'client_uri', 'scope', 'resource_server']],
    ['/admin/resource-servers', ['identifier', 'name']],
    [
      '/admin/users',
      ['username', 'email', 'name', 'locale', 'zoneinfo', 'phone_number', 'website', 'birthdate'],
    ],
  ];

  // Each is the worst case of one kind of regular expression; with backtracking it takes minutes.
  const LONG = 100_000;
  it.each<[string, string]>([
    ['of one letter', 'a'.repeat(LONG)],
    ['of dots', '.'.repeat(LONG)],
    ['of at signs', 'a@'.repeat(LONG / 2)],
    ['of labels without an end', `a@${'a.'.repeat(LONG / 2)}!`],
    ['of spaces', `x${' '.repeat(LONG)}x`],
    ['of tabs and spaces', '\t '.repeat(LONG / 2)],
    ['of scheme characters', `${'a+.-'.repeat(LONG / 4)}:`],
    ['of a host', `https://${'a-'.repeat(LONG / 2)}.example/`],
    ['of numbers of a host', `http://${'1.'.repeat(LONG / 2)}1/`],
    ['of percent signs', `https://a.example/${'%'.repeat(LONG)}`],
    ['of path steps', `https://a.example/${'../'.repeat(LONG / 3)}`],
    ['of a locale', 'en-'.repeat(LONG / 3)],
    ['of digits', `+${'1'.repeat(LONG)}`],
    ['of letters to normalise', 'ﷺ'.repeat(20_000)],
    ['of combining marks', `a${'\u0301'.repeat(LONG / 2)}`],
    ['of quotes and backslashes', '\\"'.repeat(LONG / 2)],
    ['of scopes', 'a '.repeat(LONG / 2)],
  ])('L09 a text %s is judged at once, wherever it stands', async (_name, text) => {
    const startedAt = performance.now();
    for (const [path, members] of TEXTS) {
      const endpoint = { method: 'POST', path } as const;
      for (const member of members) {
        const body = { client_name: 'x', redirect_uris: ['https://a.example/'], [member]: text };
        expect((await sendJson(world, endpoint, body)).status).toBe(400);
      }
    }
    for (const list of ['redirect_uris', 'post_logout_redirect_uris', 'contacts']) {
      const body = { client_name: 'x', redirect_uris: ['https://a.example/'], [list]: [text] };
      expect((await sendJson(world, { method: 'POST', path: '/admin/clients' }, body)).status).toBe(
        400,
      );
    }
    const form = text.slice(0, 15_000);
    for (const name of ['redirect_uri', 'scope', 'login_hint', 'ui_locales', 'nonce', 'resource']) {
      expect((await ask(world, client, { [name]: form.slice(0, 3000) })).status).toBeLessThan(500);
      expect((await send(world, '/token', { [name]: form })).status).toBeLessThan(500);
    }
    // Far above what it takes, far below what backtracking over 100,000 characters takes.
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  const count = async (table: string): Promise<number> => {
    const [row] = await world.query(`SELECT COUNT(*) AS number FROM ${table}`);
    return Number(row.number);
  };

  it('L15 what nobody knows leaves no row behind: clients, tokens, interactions, scopes', async () => {
    const tables = ['interactions', 'authorizations', 'access_tokens', 'used_values', 'sessions'];
    const before = await Promise.all(tables.map(count));
    await inParallel(100, async (i) => {
      await ask(world, { ...client, client_id: `unknown-${i}` });
      await ask(world, client, { redirect_uri: `https://unknown-${i}.example/` });
      await ask(world, client, { scope: `unknown-${i}` });
      await send(world, '/token', {
        grant_type: 'authorization_code',
        code: `c${i}`,
        client_id: `u${i}`,
      });
      await world.userinfo(`unknown-${i}`);
      await world.get(`/interaction/${`${i}`.padStart(43, 'x')}`);
      await world.introspect(client, `unknown-${i}`);
    });
    expect(await Promise.all(tables.map(count))).toEqual(before);
  });

  it('L15 memories of this process are bounded', async () => {
    const clients = world.application.nest.get(Clients);
    const cache = Reflect.get(clients, 'cache') as { entries: Map<string, unknown> };
    await inParallel(5500, async (i) => clients.find(`made-up-${i}`));
    expect(cache.entries.size).toBeLessThanOrEqual(5000);
    await clients.find('x'.repeat(129));
    expect([...cache.entries.keys()].every((key) => key.length <= 128)).toBe(true);

    const window = new FailureWindow(60);
    for (let i = 0; i < 12_000; i++) window.record(`key-${i}`);
    expect((Reflect.get(window, 'counts') as Map<string, unknown>).size).toBeLessThanOrEqual(
      10_000,
    );

    const events = world.application.nest.get(Events);
    for (let i = 0; i < 11_000; i++) events.note({ type: 'login.failed', actor: ANONYMOUS });
    const queue = world.application.nest.get(EventQueue);
    expect((Reflect.get(queue, 'waiting') as unknown[]).length).toBeLessThanOrEqual(10_000);
    while ((Reflect.get(queue, 'waiting') as unknown[]).length > 0) await queue.flush();
  });

  /** A connection on which `text` was sent; how it ended is told in `ended`. */
  function open(text: string): { socket: Socket; ended: Promise<string> } {
    const socket = connect(world.application.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    const ended = new Promise<string>((resolve) => socket.on('close', () => resolve(heard)));
    socket.write(text);
    return { socket, ended };
  }

  it('L16 slow senders are cut off, and others are served meanwhile', async () => {
    const server = world.application.nest.getHttpServer();
    expect(server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 15_000 });
    // As configured, only faster. The server looks once a second whom to cut off.
    Object.assign(server, { headersTimeout: 1000, requestTimeout: 1500 });
    const heads = Array.from({ length: 300 }, () => open('GET /jwks HTTP/1.1\r\nHost: x\r\nX: '));
    const bodies = Array.from({ length: 100 }, () =>
      open(
        'POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n' +
          'Content-Type: application/x-www-form-urlencoded\r\n\r\n',
      ),
    );
    const timer = setInterval(() => {
      for (const { socket } of [...heads, ...bodies]) if (socket.writable) socket.write('x');
    }, 200);
    for (let i = 0; i < 30; i++) expect((await world.get('/health/ready')).status).toBe(200);
    expect((await world.clientCredentials(await microservice())).access_token).toBeDefined();
    const ends = await Promise.all([...heads, ...bodies].map(({ ended }) => ended));
    clearInterval(timer);
    expect(ends.filter((heard) => heard.startsWith('HTTP/1.1 408'))).toHaveLength(400);
    await sleep(50);
    expect((await world.get('/health/ready')).status).toBe(200);
    Object.assign(server, { headersTimeout: 10_000, requestTimeout: 15_000 });
  });

  const microservice = () =>
    world.registerClient({ grant_types: ['client_credentials'], redirect_uris: [] });

  it('L16 nobody keeps a silent connection: half a minute before, a minute after a request', () => {
    const server = world.application.nest.getHttpServer();
    expect(server.timeout).toBe(30_000);
    expect(server.keepAliveTimeout).toBe(65_000);
  });

  it('L15 every row that expires is cleaned away, in every table that has such rows', async () => {
    const user = await world.createUser();
    await world.tokens({ client, user, scope: 'openid offline_access' });
    const form = await LoginForm.open(world, client);
    for (let guess = 0; guess < 3; guess++) await form.try(`nobody-${guess}`, 'a wrong guess');
    const housekeeper = world.application.nest.get(Housekeeper);
    const chores = Reflect.get(housekeeper, 'chores') as { name: string }[];
    const expiring = world.application.dataSource.entityMetadatas
      .filter(({ columns }) => columns.some(({ databaseName }) => databaseName === 'expires_at'))
      .map(({ tableName }) => tableName)
      // A secret may expire while its client lives, and goes with it. A lease is one row for ever.
      .filter((table) => !['client_secrets', 'leases'].includes(table));
    expect(expiring.length).toBeGreaterThan(5);
    expect(chores.map(({ name }) => name)).toEqual(
      expect.arrayContaining(expiring.map((table) => `expired ${table}`)),
    );
    expect(await count('interactions')).toBeGreaterThan(0);
    // Events go up to a checkpoint, and the next one is made after an hour.
    clock.advance(3601);
    await housekeeper.work();
    const written = await count('events');
    clock.advance(500 * 24 * 3600);
    await housekeeper.work();
    // A client expires only when it registered itself.
    for (const table of expiring) {
      expect([table, await count(`${table} WHERE expires_at IS NOT NULL`)]).toEqual([table, 0]);
    }
    expect(written).toBeGreaterThan(10);
    expect(await count('events')).toBeLessThan(10);
  });
});
