// RFC 8414 §2 ("no query or fragment components": a path it may have), §3.1; OIDC Discovery §4.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import { atEndOfFile } from '../support/end-of-file.js';
import { freePort } from '../support/free-port.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { skippable } from '../support/skippable.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { worldOf, type World } from '../support/world.js';
import { nginxConfiguration, whyAbsent, NGINX } from './balancer.js';

const PATH = '/auth';

/** In front of the server at `/auth`, another application at every other path of the host. */
async function startProxy(port: number, target: string): Promise<void> {
  const directory = temporaryDirectory();
  const file = join(directory, 'nginx.conf');
  const pass = `proxy_pass ${target};`;
  writeFileSync(
    file,
    nginxConfiguration(
      directory,
      `server {
    listen 127.0.0.1:${port};
    location ${PATH}/ { ${pass} }
    location = ${PATH} { ${pass} }
    location ~ ^/\\.well-known/[^/]+${PATH}(/|$) { ${pass} }
    location /stripped/ { ${pass.replace(';', '/;')} }
    location / { return 200 "another application"; }
  }`,
    ),
  );
  const child = spawn(NGINX.path, NGINX.arguments(file), {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  atEndOfFile(() => end(child));
  for (let tries = 0; tries < 100; tries++) {
    const up = await fetch(`http://localhost:${port}/`).catch(() => undefined);
    await up?.arrayBuffer();
    if (up?.ok === true) return;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

skippable(describe, whyAbsent(NGINX))('an issuer with a path, behind nginx', () => {
  let world: World;
  let server: ServerProcess;
  let origin: string;

  beforeAll(async () => {
    const [inside, outside] = [await freePort(), await freePort()];
    origin = `http://localhost:${outside}`;
    server = await startServer({
      ...{ port: inside, env: { ISSUER: `${origin}${PATH}`, TRUSTED_PROXIES: '127.0.0.1' } },
    });
    await startProxy(outside, `http://127.0.0.1:${inside}`);
    world = worldOf(server);
  });

  it.each([
    ['appended', 'OIDC Discovery §4', `${PATH}/.well-known/openid-configuration`],
    ['inserted', 'RFC 8414 §3.1', `/.well-known/oauth-authorization-server${PATH}`],
    ['inserted', 'RFC 8414 §5', `/.well-known/openid-configuration${PATH}`],
    ['appended', 'what many look for', `${PATH}/.well-known/oauth-authorization-server`],
  ])('metadata, the well-known path %s (%s)', async (_how, _source, path) => {
    const metadata = (await (await fetch(origin + path)).json()) as Record<string, unknown>;
    expect(metadata['issuer']).toBe(`${origin}${PATH}`);
    const addresses = Object.values(metadata).filter((value) => String(value).startsWith('http'));
    expect(addresses.length).toBeGreaterThan(8);
    for (const address of addresses) expect(String(address)).toMatch(`${origin}${PATH}`);
    const keys = await fetch(String(metadata['jwks_uri']));
    expect([keys.status, keys.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  });

  it('both algorithms of openid-client find it', async () => {
    for (const algorithm of ['oidc', 'oauth2'] as const) {
      const found = await oidc.discovery(new URL(world.issuer), 'x', undefined, undefined, {
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- plain http, on loopback
        ...{ algorithm, execute: [oidc.allowInsecureRequests] },
      });
      expect(found.serverMetadata().issuer).toBe(world.issuer);
    }
  });

  it('a person signs in; every page, form, cookie and redirect stays below the path', async () => {
    const client = await world.registerClient();
    const user = await world.createUser();
    const { browser } = await world.authorizationCode({ client, user, scope: 'openid profile' });
    const links = browser.history.flatMap(({ text }) =>
      [...text.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)].map(([, link]) => link),
    );
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(link).toMatch(/^\/auth\//);
    for (const { url } of browser.history) expect(url.pathname).toMatch(/^\/auth\//);
    const cookies = browser.history.flatMap(({ headers }) => headers.getSetCookie());
    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies) expect(cookie).toMatch(/; Path=\/auth(;|$)/);
    const style = links.find((link) => link?.endsWith('.css')) ?? '';
    expect((await fetch(origin + style)).headers.get('content-type')).toMatch('text/css');
  });

  it('the account, sign-out, a device and Swagger UI are there too', async () => {
    const client = await world.registerClient({
      ...{ grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'] },
      post_logout_redirect_uris: ['https://client.example/bye'],
    });
    const user = await world.createUser();
    const { browser, ...issued } = await world.authorizationCode({ client, user });
    const { json: tokens } = await world.redeem(client, { browser, ...issued });
    const account = await browser.open('/account');
    expect(account.text).toContain(user.username);
    const device = await world.post('/device_authorization', client, { scope: 'openid' });
    expect(device.json.verification_uri).toBe(`${world.issuer}/device`);
    expect((await browser.open(device.json.verification_uri_complete)).has('user-code')).toBe(true);
    const docs = await world.get('/docs');
    const script = /src="([^"]*initializer[^"]*)"/.exec(docs.text)?.[1] ?? '';
    expect(await (await fetch(origin + script)).text()).toContain('"/auth/docs/openapi.json"');
    const out = await browser.open('/logout', {
      ...{ id_token_hint: tokens.id_token, state: 's' },
      post_logout_redirect_uri: 'https://client.example/bye',
    });
    expect(out.location?.href).toBe('https://client.example/bye?state=s');
  });

  it('RFC 9728 §3.1: the metadata of /admin are named by each 401, and there', async () => {
    const { headers } = await world.get('/admin/clients');
    const [, uri = ''] =
      /resource_metadata="([^"]+)"/.exec(headers.get('www-authenticate') ?? '') ?? [];
    expect(uri).toBe(`${origin}/.well-known/oauth-protected-resource${PATH}/admin`);
    expect(await (await fetch(uri)).json()).toMatchObject({
      ...{ resource: `${world.issuer}/admin`, authorization_servers: [world.issuer] },
    });
  });

  it('what was created is where Location says, and the next page of a list where Link says', async () => {
    const created = await world.admin.post('/clients', {
      client_name: 'A',
      redirect_uris: ['https://a.example'],
    });
    expect(created.headers.get('location')).toBe(`${PATH}/admin/clients/${created.json.client_id}`);
    const list = await world.admin.get('/clients?limit=1');
    expect(list.headers.get('link')).toMatch(`<${world.issuer}/admin/clients?`);
  });

  it('a proxy that strips the path is told so; health is asked for with and without', async () => {
    const astray = await fetch(`${origin}/stripped/authorize?client_id=x`);
    expect([astray.status, await astray.text()]).toEqual([
      404,
      expect.stringContaining('a proxy in front has to pass that path on'),
    ]);
    for (const path of ['/health/ready', `${PATH}/health/ready`]) {
      expect([path, (await fetch(server.origin + path)).status]).toEqual([path, 200]);
    }
    const other = await fetch(`${origin}/authx/jwks`);
    expect(await other.text()).toBe('another application');
    expect((await fetch(`${server.origin}/authx/jwks`)).status).toBe(404);
  });

  it('M07 from another application of the host, a form is as foreign as any', async () => {
    const page = await world.browser().open('/account');
    const { action } = page.formWith('login-submit');
    const answer = await fetch(origin + action, {
      ...{ method: 'POST', headers: { origin, 'sec-fetch-site': 'same-origin' } },
      body: new URLSearchParams({ username: 'x', password: 'y' }),
    });
    expect(answer.status).toBe(403);
  });
});
