import { beforeAll, describe, expect, it } from '@jest/globals';
import { ReverseProxy } from '../../attacks/reverse-proxy.js';
import { tlsEnvironment } from '../../support/tls.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld } from '../../support/world.js';

/** https by a certificate of our own; the issuer is what it is by default. */
const directly = (): Promise<LocalWorld> => startWorld({ ...tlsEnvironment() });

/** A proxy that terminates TLS and says so. */
async function behindProxy(): Promise<LocalWorld> {
  const world = await startWorld({
    ISSUER: 'https://sso.example.com',
    TRUSTED_PROXIES: '127.0.0.1',
  });
  const proxy = new ReverseProxy([world.application]);
  proxy.headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'sso.example.com' };
  return world;
}

describe.each([
  ['directly', directly],
  ['behind a proxy', behindProxy],
])('over TLS, %s', (_how, start) => {
  let world: LocalWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = await start();
    client = await world.registerClient();
  });

  it.each(['openid-configuration', 'oauth-authorization-server'])(
    'every address in %s is https and on the issuer',
    async (name) => {
      const { json } = await world.get(`/.well-known/${name}`);
      expect(json.issuer).toBe(world.issuer);
      const addresses = Object.entries<unknown>(json).filter(
        ([member, value]) => typeof value === 'string' && /^https?:/.test(value + member),
      );
      expect(addresses.length).toBeGreaterThan(8);
      for (const [member, address] of addresses) {
        expect([member, new URL(String(address)).origin]).toEqual([member, world.issuer]);
      }
      expect(world.issuer).toMatch(/^https:/);
    },
  );

  it('every cookie is __Host-, Secure and for the whole origin', async () => {
    const user = await world.createUser();
    const { browser } = await world.authorizationCode({ client, user });
    const cookies = browser.history.flatMap(({ headers }) => headers.getSetCookie());
    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-gatehouse_\w+=/);
      // OIDC Session Management §4.2: the one cookie that a script has to read, in a frame.
      const forScripts = cookie.startsWith('__Host-gatehouse_browser_state=');
      const own = forScripts ? ['SameSite=None'] : ['HttpOnly'];
      expect(cookie.split('; ')).toEqual(expect.arrayContaining(['Secure', 'Path=/', ...own]));
      expect(cookie).not.toMatch(/domain/i);
    }
  });

  it('tokens are issued and accepted', async () => {
    const tokens = await world.tokens({ client, user: await world.createUser() });
    expect((await world.userinfo(tokens.access_token)).status).toBe(200);
  });
});
