// RFC 9110 §10.1.1; RFC 9112 §6.1.
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fastify } from 'fastify';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { limitReading } from '#platform/http';
import { rawHttp } from '../../support/raw-http.js';
import { type LocalWorld, startWorld } from '../../support/world.js';

describe('S29 what the head of a request tells is answered at once', () => {
  let world: LocalWorld;

  beforeAll(async () => {
    world = await startWorld();
  });

  /** The first answer to a head whose body never comes. */
  const head = (line: string, headers: Record<string, string>) =>
    rawHttp(
      world.application.origin,
      `${line} HTTP/1.1\r\nHost: localhost\r\n${Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
      3000,
    );
  const json = { 'Content-Type': 'application/json' };

  it('401 without a token, before a body that an admin may send', async () => {
    for (const [line, type] of [
      ['POST /admin/clients', 'application/json'],
      ['PATCH /admin/users/x', 'application/merge-patch+json'],
      ['POST /admin/resource-servers', 'application/json'],
    ] as const) {
      const sent = { 'Content-Type': type, 'Content-Length': '200000' };
      const answer = await head(line, sent);
      expect([line, answer.status, answer.header('connection')]).toEqual([line, 401, 'close']);
      expect(answer.header('www-authenticate')).toContain('Bearer');
    }
  });

  it('whoever asks whether to go on is told why not: 401, 413, 415', async () => {
    const expecting = { Expect: '100-continue' };
    const token = { Authorization: `Bearer ${await world.admin.token()}` };
    for (const [status, line, headers] of [
      [401, 'POST /admin/clients', { ...json, 'Content-Length': '10' }],
      [413, 'POST /admin/clients', { ...json, ...token, 'Content-Length': '9000000' }],
      [415, 'POST /admin/clients', { ...token, 'Content-Type': 'text/xml', 'Content-Length': '9' }],
      [
        413,
        'POST /token',
        { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': '900000' },
      ],
      [415, 'POST /token', { 'Content-Type': 'text/plain', 'Content-Length': '9' }],
    ] as const) {
      const answer = await head(line, { ...headers, ...expecting });
      expect([line, answer.status]).toEqual([line, status]);
    }
    const wanted = { ...json, ...token, 'Content-Length': '10' };
    expect((await head('POST /admin/clients', { ...wanted, ...expecting })).status).toBe(100);
  });

  it.each(['gzip, chunked', 'gzip', 'chunked, chunked', 'identity, chunked'])(
    'a body in the coding "%s" is not taken for one of ours',
    async (coding) => {
      const answer = await head('POST /token', {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Transfer-Encoding': coding,
      });
      // 400: Node itself refuses what it cannot frame.
      expect([400, 501]).toContain(answer.status);
      if (answer.status === 501) expect(answer.header('connection')).toBe('close');
    },
  );

  it('501 for one that could be framed, and not understood', async () => {
    const coded = { 'Transfer-Encoding': 'gzip, chunked' };
    expect((await head('POST /token', coded)).status).toBe(501);
  });
});

it('S29 whoever reads a long answer drop by drop is cut', async () => {
  const instance = fastify();
  limitReading(instance, 300);
  instance.get('/long', (_request, reply) => reply.send('x'.repeat(30_000_000)));
  await instance.listen({ port: 0, host: '127.0.0.1' });
  const { port } = instance.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined).pause();
  socket.write('GET /long HTTP/1.1\r\nHost: x\r\n\r\n');
  const count = () =>
    new Promise<number>((resolve) => {
      instance.server.getConnections((_error, number) => {
        resolve(number);
      });
    });
  // A drop now and then, so that the connection is never idle.
  for (let i = 0; i < 20; i++) {
    await sleep(25);
    socket.read(10);
  }
  expect(await count()).toBe(0);
  socket.destroy();
  await instance.close();
});
