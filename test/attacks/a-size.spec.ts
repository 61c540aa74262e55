import { beforeAll, expect, it } from '@jest/globals';
import { startApplication } from '../support/application.js';
import { describeEachDatabase } from '../support/mariadb.js';
import { rawHttp } from '../support/raw-http.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { LocalWorld } from '../support/world.js';
import { ask, authorizationRequest, expectAccepted, queryString } from './authorization-request.js';

describeEachDatabase('A: requests of great size', (databaseUrl) => {
  let world: LocalWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    const DATABASE_URL = await databaseUrl();
    world = new LocalWorld(await startApplication({ DATABASE_URL }));
    client = await world.registerClient();
  });

  const get = (target: string, extra = '') =>
    rawHttp(
      world.issuer,
      `GET ${target} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n${extra}Connection: close\r\n\r\n`,
    );

  it('A35 a posted request is stored only up to the size that one by GET can have', async () => {
    const browser = world.browser();
    const post = (body: string) =>
      browser.request('/authorize', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `${queryString(client)}&foo=${body}`,
      });
    for (const filling of ['x', '"', '\\', '%22', 'é', '%F0%9F%A6%8A']) {
      const fits = await post(filling.repeat(Math.floor(14_000 / Buffer.byteLength(filling))));
      expect([filling, fits.status]).toEqual([filling, 303]);
      const tooLong = await post(filling.repeat(Math.floor(60_000 / Buffer.byteLength(filling))));
      expect([filling, tooLong.status]).toEqual([filling, 413]);
    }
    const login = await browser.follow(
      await browser.post('/authorize', authorizationRequest(client)),
    );
    expect(login.has('login-submit')).toBe(true);
  });

  it('A35 huge lists and very many parameters are turned away at once', async () => {
    const scope = Array.from({ length: 10_000 }, (_, i) => `scope${i}`).join(' ');
    const words = 'openid '.repeat(1500).trim();
    const attempts: [string, () => Promise<{ status: number }>][] = [
      ['100 kB of scope', () => get(`/authorize?${queryString(client, { scope })}`)],
      ['duplicate words', () => get(`/authorize?${queryString(client, { scope: words })}`)],
      ['5 000 parameters', () => get(`/authorize?${'a&'.repeat(5000)}`)],
      ['100 kB of login_hint', () => get(`/authorize?login_hint=${'x'.repeat(100_000)}`)],
      ['many in a form', () => world.post('/token', client, Object.fromEntries(numbered(3000)))],
      ['a large form', () => world.post('/token', client, { scope })],
      ['deep brackets', () => get(`/authorize?${'a[x]'.repeat(2000)}=1`)],
      ['a large header', () => get('/authorize', `X-Large: ${'x'.repeat(100_000)}\r\n`)],
    ];
    for (const [name, attempt] of attempts) {
      const startedAt = performance.now();
      const { status } = await attempt();
      const elapsed = performance.now() - startedAt;
      expect([name, [303, 400, 413, 414, 431].includes(status), status]).toEqual([
        name,
        true,
        status,
      ]);
      // Generous against a busy machine; what it must not be is seconds.
      expect(elapsed).toBeLessThan(1000);
    }
    expectAccepted(await ask(world, client));
  });

  it('A35 a registration has a size, too', async () => {
    const long = Array.from({ length: 50 }, (_, i) => `https://c.example/${i}/${'x'.repeat(1900)}`);
    const [client_name, redirect_uris] = ['Large', ['https://c.example/cb']];
    for (const metadata of [
      { client_name, redirect_uris: long },
      { client_name, redirect_uris, contacts: Array.from({ length: 600 }, () => 'c'.repeat(300)) },
    ]) {
      const created = await world.admin.post('/clients', metadata);
      expect([created.status, created.json.error]).toEqual([400, 'invalid_client_metadata']);
      const changed = await world.admin.patch(`/clients/${client.client_id}`, metadata);
      expect([changed.status, changed.json.error]).toEqual([400, 'invalid_client_metadata']);
    }
    expectAccepted(await ask(world, client));
  });

  it('A35 a long login_hint that fits is shown as text or not at all', async () => {
    const page = await world
      .browser()
      .open(`/authorize?${queryString(client, { login_hint: `"><script>${'x'.repeat(8000)}` })}`);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('<script>');
  });
});

function numbered(count: number): [string, string][] {
  return Array.from({ length: count }, (_, i) => [`p${i}`, '1']);
}
