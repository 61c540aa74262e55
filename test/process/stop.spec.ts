import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { basic } from '../support/registered-client.js';
import { startServer } from '../support/server-process.js';
import { worldOf } from '../support/world.js';
import { freePort } from '../support/free-port.js';
import { rawHttp } from '../support/raw-http.js';
import { HalfRequest } from './half-request.js';

const WITHIN = 10_000;
const LIVE = 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n';

describe('SIGTERM', () => {
  it('requests in flight are answered, new ones refused, and the process exits with 0', async () => {
    const server = await startServer();
    const client = await worldOf(server).registerClient({
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scope: 'clients:read',
    });
    const url = `${server.issuer}/token`;
    const headers = { authorization: basic(client) };
    const inFlight = await HalfRequest.post(url, headers, 'grant_type=client_credentials');
    // The server has read the headers once a later request on another connection was answered.
    await fetch(`${server.issuer}/health/live`, { headers: { connection: 'close' } });

    const startedAt = performance.now();
    const stopped = server.stop();
    await sleep(300);
    await expect(fetch(`${server.issuer}/health/live`)).rejects.toThrow();

    const answer = await inFlight.finish();
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"access_token"');
    expect(await stopped).toBe(0);
    // Well before the time that is left to those who never finish.
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('a request that never completes does not keep it from exiting within 10 s', async () => {
    const server = await startServer();
    const stalled = await HalfRequest.post(`${server.issuer}/token`, {}, 'grant_type=x');
    await fetch(`${server.issuer}/health/live`, { headers: { connection: 'close' } });
    const startedAt = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(WITHIN);
    expect(await stalled.end()).toBe('');
  });

  it('idle connections do not either: it exits at once', async () => {
    const server = await startServer();
    await (await fetch(`${server.issuer}/jwks`)).arrayBuffer();
    const startedAt = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});

describe('O15 once SIGTERM came', () => {
  it('each answer ends its connection, also one that was asked for before', async () => {
    const server = await startServer({ env: { SHUTDOWN_DELAY: '2' } });
    const agentless = async () => (await rawHttp(server.issuer, LIVE)).header('connection');
    expect(await agentless()).toBe('keep-alive');
    const inFlight = await HalfRequest.post(`${server.issuer}/token`, {}, 'grant_type=nothing');
    await fetch(`${server.issuer}/health/live`, { headers: { connection: 'close' } });
    const stopped = server.stop();
    await sleep(300);
    expect(await agentless()).toBe('close');
    expect((await fetch(`${server.issuer}/health/ready`)).status).toBe(503);
    expect(await inFlight.finish()).toMatch(/\r\nconnection: close\r\n/i);
    expect(await stopped).toBe(0);
  });
});

describe('O23 a caller who goes away in the middle of a body', () => {
  it('is no failure of the database, and no line above debug', async () => {
    const metricsPort = await freePort();
    const server = await startServer({
      env: { LOG_LEVEL: 'debug', METRICS_PORT: String(metricsPort) },
    });
    const started = server.logs().length;
    const paths = ['/token', '/introspect', '/revoke', '/par', '/register', '/admin/clients'];
    const bodies = ['grant_type=client_credentials', 'x'.repeat(200)];
    for (const path of paths) {
      for (const body of bodies) {
        const half = await HalfRequest.post(server.issuer + path, {}, body);
        await sleep(20);
        half.leave();
      }
    }
    await sleep(300);
    const lines = server
      .logs()
      .slice(started)
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { level: string; reason?: string; stack?: string });
    expect(lines.filter(({ level }) => ['warn', 'error', 'fatal'].includes(level))).toEqual([]);
    expect(lines.filter(({ stack }) => stack !== undefined)).toEqual([]);
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toMatch(/^gatehouse_http_requests_aborted_total (?:[6-9]|1\d)$/m);
  });
});
