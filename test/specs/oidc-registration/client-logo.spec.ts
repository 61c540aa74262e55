import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, type LocalWorld } from '../../support/world.js';

// The smallest PNG: one transparent dot.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

describe('"logo_uri: URL that references a logo for the Client application" (OIDC Registration §2)', () => {
  let host: Server;
  let base: string;
  let asked: string[] = [];
  let world: LocalWorld;

  beforeAll(async () => {
    host = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/never.png') return;
      const svg = request.url === '/logo.svg';
      response.writeHead(200, { 'content-type': svg ? 'image/svg+xml' : 'image/png' });
      response.end(svg ? SVG : PNG);
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${String((host.address() as AddressInfo).port)}`;
    world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.1/32' });
  });

  afterAll(() => {
    host.closeAllConnections();
    host.close();
  });

  const loginPage = async (clientId: string, redirectUri: string): Promise<string> => {
    const browser = world.browser();
    const start = await browser.get('/authorize', {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    return (await browser.get(start.headers.get('location') ?? '')).text;
  };

  it('A26 shows the logo on the login page, from our own address', async () => {
    const client = await world.registerClient({ logo_uri: `${base}/logo.png` });
    const page = await loginPage(client.client_id, client.redirect_uris[0] ?? '');
    const [, src] = /<img class="client-logo" src="([^"]+)"/.exec(page) ?? [];
    expect(src).toBe(`/client-logos/${client.client_id}`);
    expect(page).not.toContain(base);
    const logo = await fetch(world.issuer + (src ?? ''));
    expect(logo.status).toBe(200);
    expect(logo.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await logo.arrayBuffer()).equals(PNG)).toBe(true);
  });

  it('A26 that of the installation comes from our own address too, on every page', async () => {
    const set = (logo_uri: string | null) => world.admin.patch('/settings/branding', { logo_uri });
    expect((await set(`${base}/logo.png`)).status).toBe(200);
    for (const path of ['/', '/nothing']) {
      const { text } = await world.get(path, { accept: 'text/html' });
      expect(text).toContain('<img class="brand-logo" src="/brand/logo"');
      expect(text).not.toContain(base);
    }
    const logo = await fetch(`${world.issuer}/brand/logo`);
    expect([logo.status, logo.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(logo.headers.get('content-security-policy')).toContain('sandbox');
    await set(`${base}/logo.svg`);
    expect((await fetch(`${world.issuer}/brand/logo`)).status).toBe(404);
    await set(null);
  });

  it('H11 serves it as a picture and nothing else', async () => {
    const client = await world.registerClient({ logo_uri: `${base}/logo.png` });
    const { headers } = await world.get(`/client-logos/${client.client_id}`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-disposition')).toBe('inline; filename="logo"');
    expect(headers.get('content-security-policy')).toContain('sandbox');
  });

  it('a logo that cannot be fetched, or not soon, is the monogram and no broken picture', async () => {
    const broken = [`${base}/logo.svg`, 'http://127.0.0.1:1/logo.png', `${base}/never.png`];
    for (const logo_uri of broken) {
      const client = await world.registerClient({ client_name: 'Planner', logo_uri });
      const page = await loginPage(client.client_id, client.redirect_uris[0] ?? '');
      expect(page).not.toContain('client-logo"');
      expect(page).toContain('<span class="monogram" aria-hidden="true">P</span>');
    }
  });

  it('H11 an SVG, which can hold scripts, is not served', async () => {
    const client = await world.registerClient({ logo_uri: `${base}/logo.svg` });
    expect((await world.get(`/client-logos/${client.client_id}`)).status).toBe(404);
  });

  it('asks the host once, however many people sign in', async () => {
    const client = await world.registerClient({ logo_uri: `${base}/once.png` });
    for (let n = 0; n < 3; n++) await world.get(`/client-logos/${client.client_id}`);
    expect(asked.filter((url) => url === '/once.png')).toHaveLength(1);
  });

  it('an unknown client and one without a logo have none', async () => {
    const client = await world.registerClient();
    expect((await world.get(`/client-logos/${client.client_id}`)).status).toBe(404);
    expect((await world.get('/client-logos/nobody')).status).toBe(404);
  });

  it('H07 an address inside our own network is not asked', async () => {
    asked = [];
    const guarded = await startWorld();
    const client = await guarded.registerClient({ logo_uri: `${base}/inside.png` });
    expect((await guarded.get(`/client-logos/${client.client_id}`)).status).toBe(404);
    expect(asked).toEqual([]);
  });
});
