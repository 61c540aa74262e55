import { readFileSync, writeFileSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { rawHttp } from '../support/raw-http.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { tlsEnvironment, type TlsEnvironment } from '../support/tls.js';

describe('https with TLS_CERT and TLS_KEY', () => {
  let files: TlsEnvironment;
  let port: number;
  let server: ServerProcess;

  beforeAll(async () => {
    files = tlsEnvironment();
    port = await freePort();
    const origin = `https://localhost:${port}`;
    server = await startServer({ port, origin, env: { ...files, HOST: 'localhost' } });
  });

  /** What a handshake gives: the protocol and the certificate. */
  async function handshake(options: ConnectionOptions = {}) {
    const socket: TLSSocket = connect({
      ...{ port, host: '127.0.0.1', rejectUnauthorized: false },
      ...options,
    });
    await once(socket, 'secureConnect');
    const seen = { protocol: socket.getProtocol(), certificate: socket.getPeerX509Certificate() };
    socket.destroy();
    return seen;
  }

  const inFile = () => readFileSync(files.TLS_CERT, 'utf8').trim();
  const served = async (options?: ConnectionOptions) =>
    (await handshake(options)).certificate?.toString().trim();

  const hangUp = async (event: string) => {
    const before = server.logs().split(event).length;
    process.kill(server.pid ?? 0, 'SIGHUP');
    while (server.logs().split(event).length === before) await sleep(20);
  };

  it('the issuer is https://localhost:$PORT without being told', async () => {
    expect(server.logs()).toContain(`\n  Issuer      https://localhost:${port}\n`);
    const answer = await fetch(`${server.issuer}/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({ issuer: server.issuer });
  });

  it('speaks TLS 1.3 and 1.2, and nothing older; plain http gets no answer', async () => {
    expect((await handshake()).protocol).toBe('TLSv1.3');
    expect((await handshake({ maxVersion: 'TLSv1.2' })).protocol).toBe('TLSv1.2');
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const;
    await expect(handshake(old)).rejects.toThrow(/alert protocol version/);
    const plain = rawHttp(`http://127.0.0.1:${port}`, 'GET /jwks HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await plain).toMatchObject({ status: 0, body: '' });
  });

  it('a renewed certificate is served after SIGHUP, by name and by address', async () => {
    const first = await served();
    expect(first).toBe(inFile());
    tlsEnvironment(files);
    expect(await served()).toBe(first);
    await hangUp('certificate.renewed');
    expect(inFile()).not.toBe(first);
    for (const { address } of await lookup('localhost', { all: true })) {
      expect(await served({ host: address, servername: 'localhost' })).toBe(inFile());
    }
    expect(await served()).toBe(inFile());
  });

  it('one that cannot be used is not: what was served stays, and the log names the variable', async () => {
    const before = await served();
    writeFileSync(files.TLS_KEY, '-----BEGIN PRIVATE KEY-----\ncanary\n');
    await hangUp('certificate.kept');
    expect(await served()).toBe(before);
    expect(server.logs()).toMatch(/certificate\.kept.*TLS_KEY must be the path/);
    expect(server.logs()).not.toContain('canary');
    expect(server.logs()).not.toContain(files.TLS_KEY);
  });
});

describe('S22 S29 the TLS that is spoken', () => {
  let port: number;

  beforeAll(async () => {
    const files = tlsEnvironment();
    port = await freePort();
    const origin = `https://localhost:${port}`;
    await startServer({ port, origin, env: { ...files, HOST: 'localhost' } });
  });

  const open = async (options: ConnectionOptions) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
    await once(socket, 'secureConnect');
    return socket;
  };

  it.each([
    'AES128-GCM-SHA256',
    'AES256-SHA',
    'ECDHE-ECDSA-AES128-SHA256',
    'ECDHE-ECDSA-AES256-SHA',
    'ECDHE-ECDSA-AES128-CCM8',
    'ECDHE-ECDSA-AES128-CCM',
    'ECDHE-ECDSA-ARIA128-GCM-SHA256',
  ])('%s is not agreed on (RFC 9325 §4.2)', async (ciphers) => {
    const old = { ciphers: `${ciphers}:@SECLEVEL=0`, maxVersion: 'TLSv1.2' } as const;
    await expect(open(old)).rejects.toThrow(/handshake failure|no ciphers|no cipher match/i);
  });

  it.each(['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305'])(
    '%s is',
    async (c) => {
      const socket = await open({ ciphers: c, maxVersion: 'TLSv1.2' });
      expect(socket.getCipher().name).toBe(c);
      socket.destroy();
    },
  );

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'no ticket opens a %s session again',
    async (version) => {
      const first = await open({ minVersion: version, maxVersion: version });
      const tickets: Buffer[] = [];
      first.on('session', (ticket) => tickets.push(ticket));
      first.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      await once(first.resume(), 'close');
      const [session] = tickets;
      const again = await open({
        minVersion: version,
        maxVersion: version,
        ...(session && { session }),
      });
      expect(again.isSessionReused()).toBe(false);
      again.destroy();
    },
  );
});
