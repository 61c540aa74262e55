// RFC 9110 §8.8.3, §13.1.2; RFC 9111 §5.4.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalWorld, startWorld } from '../../support/world.js';

describe('O08 what may be cached', () => {
  let world: LocalWorld;
  let paths: string[];

  beforeAll(async () => {
    world = await startWorld();
    const { text } = await world.get('/');
    const asset = /href="(\/assets\/[^"]+\.css)"/.exec(text)?.[1] ?? '';
    const discovery = [
      '/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server',
    ];
    const docs = (await world.get('/docs')).text;
    const script = /src="(\/docs\/[^"]*\.js)"/.exec(docs)?.[1] ?? '';
    paths = ['/jwks', ...discovery, asset, script];
  });

  it('has an ETag, no Pragma, and is 304 for whoever has it', async () => {
    for (const path of paths) {
      const url = world.application.origin + path;
      const first = await fetch(url);
      const etag = first.headers.get('etag') ?? '';
      const { status, headers } = first;
      expect([path, status, headers.get('pragma')]).toEqual([path, 200, null]);
      expect(headers.get('cache-control')).toContain('max-age=');
      for (const known of [etag, `"other", W/${etag}`, '*']) {
        const again = await fetch(url, { headers: { 'if-none-match': known } });
        expect([path, known, again.status, await again.text()]).toEqual([path, known, 304, '']);
        expect(again.headers.get('etag')).toBe(etag);
      }
      const changed = await fetch(url, { headers: { 'if-none-match': '"other"' } });
      expect([changed.status, await changed.text()]).toEqual([200, await first.text()]);
    }
  });

  // RFC 8414 §2 has jwks_uri; programs that read no metadata guess at this.
  it('/.well-known/jwks.json leads to /jwks', async () => {
    const url = `${world.application.origin}/.well-known/jwks.json`;
    const { status, headers } = await fetch(url, { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([301, `${world.issuer}/jwks`]);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(await (await fetch(url)).json()).toEqual((await world.get('/jwks')).json);
  });

  it('and nothing else: what is for one caller says so twice', async () => {
    for (const path of ['/', '/token', '/admin/users', '/nothing', '/health/live']) {
      const { headers } = await fetch(world.application.origin + path);
      expect([path, headers.get('cache-control'), headers.get('pragma')]).toEqual([
        ...[path, 'no-store', 'no-cache'],
      ]);
      expect(headers.get('etag')).toBeNull();
    }
  });
});
