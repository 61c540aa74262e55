import { beforeAll, describe, expect, it } from '@jest/globals';
import { rawHttp } from '../support/raw-http.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { LoginForm, signedIn } from './login-form.js';
import { ReverseProxy } from './reverse-proxy.js';

const ISSUER = 'https://sso.example.com';

describe('what a trusted proxy says about a request', () => {
  let world: LocalWorld;
  let proxy: ReverseProxy;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = await startWorld({ ISSUER, TRUSTED_PROXIES: '127.0.0.1' });
    proxy = new ReverseProxy([world.application]);
    client = await world.registerClient({ first_party: true });
  });

  const raw = (line: string, headers: string, body = '') =>
    rawHttp(
      world.application.origin,
      `${line} HTTP/1.1\r\nHost: sso.example.com\r\nConnection: close\r\n${headers}\r\n${body}`,
    );
  const http = 'X-Forwarded-Proto: http\r\n';

  it('M02 it is believed where the request came from, and nothing else', async () => {
    proxy.headers = {
      ...{ 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'https' },
      ...{ 'x-forwarded-host': 'evil.example', 'x-forwarded-port': '8443' },
      ...{ forwarded: 'for=192.0.2.1;host=evil.example', 'x-real-ip': '192.0.2.2' },
    };
    const user = await world.createUser();
    const form = await LoginForm.open(world, client);
    expect(signedIn(await form.try(user.username, user.password))).toBe(true);
    const { text, json } = await world.get('/.well-known/openid-configuration');
    expect(text).not.toContain('evil.example');
    expect(json.issuer).toBe(ISSUER);
    proxy.headers = {};
    const [row] = await world.query(`SELECT ip FROM sessions WHERE user_id = '${user.sub}'`);
    expect(row.ip).toBe('203.0.113.5');
  });

  it('M07 an API called over plain http refuses, whatever was sent, and redirects nowhere', async () => {
    const body = 'grant_type=client_credentials';
    const form =
      `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n` +
      `Authorization: ${basic(client)}\r\n`;
    for (const path of ['/token', '/introspect', '/revoke', '/userinfo']) {
      const answer = await raw(`POST ${path}`, form + http, body);
      expect([path, answer.status, answer.header('location')]).toEqual([path, 403, undefined]);
    }
    const bearer = `Authorization: Bearer ${await world.admin.token()}\r\n`;
    for (const path of [
      '/userinfo',
      '/admin/users',
      '/account/api/profile',
      '/jwks',
      '/openapi.json',
    ]) {
      const answer = await raw(`GET ${path}`, bearer + http);
      expect([path, answer.status, answer.header('location')]).toEqual([path, 403, undefined]);
      expect(answer.body).not.toContain('"items"');
    }
  });

  it('M07 a form with a password is refused too, not sent on', async () => {
    const body = 'username=a&password=b';
    const form = `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n`;
    for (const path of [
      `/interaction/${'a'.repeat(43)}/login`,
      '/authorize',
      '/account/password',
    ]) {
      const answer = await raw(`POST ${path}`, form + http, body);
      expect([path, answer.status, answer.header('location')]).toEqual([path, 403, undefined]);
    }
  });

  it.each([
    ['/', `${ISSUER}/`],
    ['/account', `${ISSUER}/account`],
    ['/authorize?client_id=x&state=%22', `${ISSUER}/authorize?client_id=x&state=%22`],
    ['http://evil.example/account?a=1', `${ISSUER}/account?a=1`],
    ['http://evil.example', `${ISSUER}/`],
  ])('M07 a page asked for as %s leads to https, on the issuer', async (target, location) => {
    const answer = await raw(`GET ${target}`, http);
    expect([answer.status, answer.header('location')]).toEqual([301, location]);
    expect(answer.headers.filter(([name]) => name.toLowerCase() === 'set-cookie')).toEqual([]);
  });

  it('M07 the last proxy in a row is the one that is asked', async () => {
    expect((await raw('GET /jwks', 'X-Forwarded-Proto: https, http\r\n')).status).toBe(403);
    expect((await raw('GET /jwks', 'X-Forwarded-Proto: http, https\r\n')).status).toBe(200);
    expect((await raw('GET /jwks', 'X-Forwarded-Proto: HTTPS\r\n')).status).toBe(200);
    expect((await raw('GET /jwks', '')).status).toBe(200);
  });

  it('O02 of several proxies the first that is trusted says how the request came', async () => {
    const through = (protocols: string, senders: string) =>
      `X-Forwarded-Proto: ${protocols}\r\nX-Forwarded-For: ${senders}\r\n`;
    const inner = '203.0.113.9, 127.0.0.1';
    expect((await raw('GET /jwks', through('https,http', inner))).status).toBe(200);
    expect((await raw('GET /account', through('https, http', inner))).status).toBe(303);
    expect((await raw('GET /jwks', through('http, https', inner))).status).toBe(403);
    // What a stranger says before the proxies counts for nothing.
    expect((await raw('GET /jwks', through('https, http', '127.0.0.1, 203.0.113.9'))).status).toBe(
      403,
    );
  });

  it('O02 a browser that came by https is not sent to https, whatever a proxy says', async () => {
    const answer = await raw('GET /account', `${http}Sec-Fetch-Mode: navigate\r\n`);
    expect([answer.status, answer.header('location')]).toEqual([403, undefined]);
    expect(answer.body).toContain('X-Forwarded-Proto');
  });

  it('S22 whoever goes around the proxy gets 403, and health', async () => {
    const far = await startWorld({ ISSUER, TRUSTED_PROXIES: '192.0.2.1' });
    const { origin } = far.application;
    for (const path of ['/', '/jwks', '/token', '/admin/users', '/authorize']) {
      const answer = await fetch(origin + path, { redirect: 'manual' });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    for (const path of ['/health/live', '/health/ready']) {
      expect((await fetch(origin + path)).status).toBe(200);
    }
  });

  it('M07 O03 browsers are told never to come by plain http', async () => {
    for (const path of ['/', '/jwks', '/token', '/nothing', '/admin/users', '/%zz']) {
      const answer = await raw(`GET ${path}`, '');
      expect([path, answer.header('strict-transport-security')]).toEqual([
        // O03: of other hosts below the name it says nothing.
        ...[path, 'max-age=31536000'],
      ]);
    }
  });
});
