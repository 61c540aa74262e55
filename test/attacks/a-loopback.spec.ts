import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { ask, expectAccepted, expectErrorPage } from './authorization-request.js';

describe('A: loopback redirect URIs', () => {
  const registered = ['http://127.0.0.1/cb', 'http://[::1]:8080/cb?x=1'];
  let world: LocalWorld;
  let native: RegisteredClient;
  beforeAll(async () => {
    world = await startWorld();
    const metadata = { application_type: 'native', token_endpoint_auth_method: 'none' };
    native = await world.registerClient({ redirect_uris: registered, ...metadata });
  });

  it('A03 a native application may use any port, and the answer goes to that port', async () => {
    for (const port of ['', ':0', ':1', ':80', ':51004', ':65535']) {
      for (const redirect_uri of [`http://127.0.0.1${port}/cb`, `http://[::1]${port}/cb?x=1`]) {
        expectAccepted(await ask(world, native, { redirect_uri }));
        const refused = await ask(world, native, { redirect_uri, scope: 'bogus' });
        expect(refused.headers.get('location')?.startsWith(redirect_uri)).toBe(true);
      }
    }
  });

  it('A03 nothing but the port may differ', async () => {
    for (const redirect_uri of [
      ...['http://127.0.0.1/other', 'http://127.0.0.1/cb/', 'http://127.0.0.1/cb?x=1'],
      ...['http://127.0.0.1', 'http://127.0.0.1:80', 'http://127.0.0.1/CB', 'http://127.0.0.1/cb#'],
      ...['https://127.0.0.1/cb', 'http://127.0.0.2/cb', 'http://127.1/cb', 'http://2130706433/cb'],
      ...['http://0x7f000001/cb', 'http://0177.0.0.1/cb', 'http://127.0.0.01/cb'],
      ...['http://localhost/cb', 'http://localhost:1234/cb', 'http://0.0.0.0/cb'],
      ...['http://127.0.0.1.evil.tld/cb', 'http://127.0.0.1:80@evil.tld/cb'],
      ...[
        'http://127.0.0.1@evil.tld/cb',
        'http://evil.tld@127.0.0.1/cb',
        'http://127.0.0.1\\@x/cb',
      ],
      ...['http://127.0.0.1:/cb', 'http://127.0.0.1:00080/cb', 'http://127.0.0.1:65536/cb'],
      ...['http://127.0.0.1:99999/cb', 'http://127.0.0.1:-1/cb', 'http://127.0.0.1: 80/cb'],
      ...['http://127.0.0.1:8o/cb', 'http://127.0.0.1:80:80/cb', 'http://127.0.0.1:80\t/cb'],
      ...[
        'http://[::1]/cb',
        'http://[0:0:0:0:0:0:0:1]:8080/cb?x=1',
        'http://[::ffff:127.0.0.1]/cb',
      ],
      ...['http://[::1]:8080/cb', 'http://[::1]:8080/cb?x=2', 'http://[::1%25lo]:8080/cb?x=1'],
      ...['HTTP://127.0.0.1/cb', 'http:127.0.0.1/cb', 'http:///127.0.0.1/cb'],
    ]) {
      expectErrorPage(await ask(world, native, { redirect_uri }));
    }
  });

  it('A03 localhost gets any port only where a native application registered that name', async () => {
    const redirect_uris = ['http://localhost:3000/cb'];
    const named = await world.registerClient({ redirect_uris, application_type: 'native' });
    expectAccepted(await ask(world, named, { redirect_uri: 'http://localhost:4000/cb' }));
    expectErrorPage(await ask(world, named, { redirect_uri: 'http://127.0.0.1:3000/cb' }));
  });

  it('A03 a web client is called back on the registered port only', async () => {
    const redirect_uris = ['http://127.0.0.1:3000/cb', 'http://localhost:3000/cb'];
    const web = await world.registerClient({ redirect_uris });
    for (const redirect_uri of redirect_uris) {
      expectAccepted(await ask(world, web, { redirect_uri }));
      expectErrorPage(
        await ask(world, web, { redirect_uri: redirect_uri.replace('3000', '3001') }),
      );
    }
    expectErrorPage(await ask(world, web, { redirect_uri: 'http://127.0.0.1/cb' }));
  });
});
