import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { StartRefused } from '#platform/config';
import { AdminApi } from './admin-api.js';

const TOKEN = { ADMIN_TOKEN: 'a-token' };

/** A port at which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the admin API, as commands call it', () => {
  it.each(['nonsense', 'sso.example.com', 'ftp://sso.example.com', 'http://'])(
    'refuses %j, which is no URL of an installation',
    (issuer) => {
      expect(() => new AdminApi(issuer, TOKEN)).toThrow(StartRefused);
    },
  );

  it('asks for a token before it asks for anything', () => {
    expect(() => new AdminApi('http://localhost:3000', {})).toThrow(StartRefused);
  });

  it('says where nobody answers, and why', async () => {
    const issuer = `http://127.0.0.1:${String(await closedPort())}`;
    const calling = new AdminApi(issuer, TOKEN).call('GET', '/config');
    await expect(calling).rejects.toMatchObject({
      problems: [`Nobody answers at ${issuer}/admin/config (ECONNREFUSED). Is it running there?`],
    });
  });
});
