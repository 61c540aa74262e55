import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { basic } from '../support/registered-client.js';
import { startServer } from '../support/server-process.js';
import { worldOf } from '../support/world.js';
import { HalfRequest } from './half-request.js';

const WITHIN = 10_000;

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
