// RFC 8252 §7: what native applications come back to.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ask, expectAccepted, expectErrorPage } from '../../attacks/authorization-request.js';
import { type LocalWorld, startWorld } from '../../support/world.js';

const OPEN = { token_endpoint_auth_method: 'none' };

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld();
});

describe('a public client all of whose redirect URIs are of the device is native', () => {
  it.each([
    [['http://127.0.0.1/callback']],
    [['http://localhost:8080', 'http://[::1]:8080/']],
    [['cursor://anysphere.example/callback']],
    [['com.example.app:/callback', 'http://127.0.0.1/']],
  ])('%j', async (redirect_uris) => {
    const client = await world.registerClient({ redirect_uris, ...OPEN, application_type: 'web' });
    expect(client['application_type']).toBe('native');
  });

  it.each([
    [{ redirect_uris: ['https://app.example/callback'], ...OPEN }],
    [{ redirect_uris: ['https://app.example/callback', 'http://127.0.0.1/'], ...OPEN }],
    [{ redirect_uris: ['http://127.0.0.1/callback'] }],
  ])('%j is not', async (metadata) => {
    expect((await world.registerClient(metadata))['application_type']).toBe('web');
  });
});

it('"MUST allow any port to be specified at the time of the request for loopback IP redirect URIs" (§7.3)', async () => {
  for (const [registered, requested] of [
    ['http://127.0.0.1/callback', 'http://127.0.0.1:51004/callback'],
    ['http://127.0.0.1', 'http://127.0.0.1:51004'],
    ['http://[::1]:1/callback', 'http://[::1]:2/callback'],
    ['http://app.localhost/callback', 'http://app.localhost:3000/callback'],
  ] as const) {
    const client = await world.registerClient({ redirect_uris: [registered], ...OPEN });
    expectAccepted(await ask(world, client, { redirect_uri: requested }));
    for (const other of [`${requested}x`, 'http://other.localhost/callback']) {
      expectErrorPage(await ask(world, client, { redirect_uri: other }));
    }
  }
});

it('names below localhost stay on the machine (RFC 6761 §6.3), and others that look like it do not', async () => {
  const create = (uri: string) =>
    world.admin.post('/clients', { client_name: 'Local', redirect_uris: [uri] });
  expect((await create('http://tickets.localhost:8080/callback')).status).toBe(201);
  for (const uri of [
    'http://localhost.example/cb',
    'http://xlocalhost/cb',
    'http://.localhost/cb',
  ]) {
    expect([uri, (await create(uri)).status]).toEqual([uri, 400]);
  }
});
