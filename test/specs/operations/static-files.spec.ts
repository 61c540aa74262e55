// RFC 9110 §12.5.3.
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { rawHttp } from '../../support/raw-http.js';
import { type LocalWorld, startWorld } from '../../support/world.js';

const RESTORE = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
} as const;

describe('O24 files that are the same for everybody', () => {
  let world: LocalWorld;
  let paths: string[];

  beforeAll(async () => {
    world = await startWorld();
    const docs = (await world.get('/docs')).text;
    const bundle = /src="(\/docs\/swagger-ui-bundle[^"]*\.js)"/.exec(docs)?.[1] ?? '';
    const style = /href="(\/assets\/[^"]+\.css)"/.exec((await world.get('/')).text)?.[1] ?? '';
    paths = [bundle, style, '/openapi.json', '/docs/openapi.json'];
  });

  async function get(path: string, accepted: string) {
    const { status, header, body } = await rawHttp(
      world.application.origin,
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Encoding: ${accepted}\r\n\r\n`,
    );
    return { status, header, body: Buffer.from(body, 'latin1') };
  }

  it.each(['br', 'gzip'] as const)(
    'are sent in the coding %s, at less than a third',
    async (coding) => {
      for (const path of paths) {
        const plain = await get(path, 'identity');
        expect(plain.header('content-encoding')).toBeUndefined();
        const small = await get(path, coding);
        expect([path, small.status, small.header('content-encoding')]).toEqual([path, 200, coding]);
        expect(small.header('vary')).toMatch(/accept-encoding/i);
        expect(RESTORE[coding](small.body).equals(plain.body)).toBe(true);
        expect(small.body.length).toBeLessThan(plain.body.length / 3);
        expect(small.header('etag')).not.toBe(plain.header('etag'));
      }
    },
  );

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.0, gzip;q=0', undefined],
    ['deflate', undefined],
  ])('of %s they take %s', async (accepted, coding) => {
    const answer = await get(paths[0] ?? '', accepted);
    expect(answer.header('content-encoding')).toBe(coding);
  });

  it('and what may hold a secret is never compressed', async () => {
    for (const path of ['/', '/docs', '/account', '/jwks', '/admin/clients', '/nothing']) {
      expect((await get(path, 'gzip, br')).header('content-encoding')).toBeUndefined();
    }
  });
});
