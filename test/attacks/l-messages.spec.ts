import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { rawHttp } from '../support/raw-http.js';
import { productFiles } from '../support/repository-files.js';
import { startWorld, type LocalWorld } from '../support/world.js';

describe('messages on the wire, and what may be kept of them', () => {
  let world: LocalWorld;

  beforeAll(async () => {
    world = await startWorld();
  });

  const ask = (method: string, target: string, headers = '') =>
    rawHttp(
      world.application.origin,
      `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`,
    );

  const SMUGGLED = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';
  it.each<[string, string]>([
    ['both lengths', `Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`],
    [
      'both, reversed',
      `Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    ],
    ['two lengths', `Content-Length: 0\r\nContent-Length: 44\r\n\r\n${SMUGGLED}`],
    ['two lengths in one', `Content-Length: 0, 44\r\n\r\n${SMUGGLED}`],
    ['a signed length', `Content-Length: +0\r\n\r\n${SMUGGLED}`],
    ['a negative length', `Content-Length: -1\r\n\r\n${SMUGGLED}`],
    ['a hexadecimal length', `Content-Length: 0x0\r\n\r\n${SMUGGLED}`],
    ['an unknown coding', `Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${SMUGGLED}`],
    ['chunked not last', `Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${SMUGGLED}`],
    ['a space before the colon', `Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`],
    [
      'a folded header',
      `Transfer-Encoding:\r\n chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    ],
    ['a bare line feed', `X: y\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`],
    ['a chunk extension gone wrong', `Transfer-Encoding: chunked\r\n\r\n0\n;x\r\n\r\n${SMUGGLED}`],
    ['a second Host', `Host: evil.example\r\nContent-Length: 0\r\n\r\n`],
  ])('L25 a request with %s is refused, and nothing behind it is answered', async (name, rest) => {
    const head =
      'POST /token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded';
    const answer = await rawHttp(world.application.origin, `${head}\r\n${rest}`, 300);
    // A coding that is not understood is 501 (RFC 9112 §6.1).
    expect(answer.status).toBe(name === 'an unknown coding' ? 501 : 400);
    expect(answer.raw.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(answer.raw).not.toContain('"status":"ok"');
  });

  it('L25 a request without Host is refused; an HTTP/1.1 parser that forgives is not in use', async () => {
    const { status } = await rawHttp(world.application.origin, 'GET /jwks HTTP/1.1\r\n\r\n', 300);
    expect(status).toBe(400);
    for (const { path, text } of productFiles()) {
      expect([path, text.includes('insecureHTTPParser')]).toEqual([path, false]);
    }
  });

  it('L26 a suffix that looks cacheable gives nothing, and nothing that it gives may be kept', async () => {
    const { access_token } = await world.tokens({
      client: await world.registerClient(),
      user: await world.createUser(),
    });
    const own = `Authorization: Bearer ${access_token}\r\n`;
    for (const path of [
      '/userinfo',
      '/account',
      '/admin/users',
      '/token',
      '/introspect',
      '/docs',
    ]) {
      for (const suffix of [
        '/x.css',
        ';x.css',
        '%2fx.css',
        '/..%2fx.css',
        '.css',
        '%3bx.css',
        '/x.js',
      ]) {
        const answer = await ask('GET', path + suffix, own);
        expect([path + suffix, [401, 403, 404].includes(answer.status)]).toEqual([
          path + suffix,
          true,
        ]);
        expect(answer.header('cache-control')).toBe('no-store');
      }
    }
  });

  it('L26 whatever depends on who asks says no-store, and what depends on the origin varies by it', async () => {
    for (const path of [
      '/userinfo',
      '/account',
      '/admin/users',
      '/authorize',
      '/logout',
      '/health/ready',
      '/',
    ]) {
      expect([path, (await ask('GET', path)).header('cache-control')]).toEqual([path, 'no-store']);
    }
    for (const path of ['/token', '/userinfo', '/revoke']) {
      expect([path, (await ask('POST', path)).header('vary')]).toEqual([path, 'Origin']);
    }
    expect((await ask('GET', '/jwks')).header('cache-control')).toMatch(/^public, max-age=300/);
  });

  it('L27 there is no event stream, and Nest is newer than the hole in them', () => {
    for (const { path, text } of productFiles()) {
      expect([path, /@Sse\b|text\/event-stream/.test(text)]).toEqual([path, false]);
    }
    const { version } = JSON.parse(
      readFileSync('node_modules/@nestjs/core/package.json', 'utf8'),
    ) as { version: string };
    const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
    expect(major > 11 || (major === 11 && (minor > 1 || (minor === 1 && patch >= 18)))).toBe(true);
  });
});
