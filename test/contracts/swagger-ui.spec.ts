import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { type LocalWorld, startWorld } from '../support/world.js';

let world: LocalWorld;
let page: Answer;

const linked = ({ text }: Answer) =>
  [...text.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map(([, path = '']) => path);

beforeAll(async () => {
  world = await startWorld();
  page = await world.get('/docs');
}, 60_000);

describe('Swagger UI', () => {
  it('is at /docs and at /docs/', async () => {
    expect(page.status).toBe(200);
    expect((await world.get('/docs/')).text).toBe(page.text);
  });

  it('L28 runs only scripts and styles of this origin, and none that stand in the page', async () => {
    for (const path of ['/docs', '/docs/oauth2-redirect.html']) {
      const answer = await world.get(path);
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy.split('; ')).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "connect-src 'self'",
          "frame-ancestors 'none'",
        ]),
      );
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(answer.text).not.toMatch(/<script(?![^>]*\bsrc="\/docs\/)/);
      expect(answer.text).not.toMatch(/<style|\son\w+=|\sstyle=|https?:/);
      expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it('L28 takes nothing from its address: the document is the one that the server names', async () => {
    const asked = await world.get('/docs?url=https://evil.example/x.json&configUrl=//evil.example');
    expect(asked.text).toBe(page.text);
    const script = linked(page).find((path) => path.includes('initializer')) ?? '';
    const { text } = await world.get(script);
    expect(text).toContain('"document": "/docs/openapi.json"');
    expect(text).toMatch(/queryConfigEnabled: false/);
    expect(text).toMatch(/persistAuthorization: false/);
    expect(text).toMatch(/validatorUrl: null/);
    expect(text).not.toContain('location.search');
  });

  it('keeps its files in the browser for ever, under names that change with them', async () => {
    const files = linked(page);
    expect(files.length).toBe(4);
    for (const path of files) {
      const answer = await world.get(path);
      expect(answer.status).toBe(200);
      expect(path).toMatch(/^\/docs\/[\w-]+\.[0-9a-f]{16}\.(js|css)$/);
      expect(answer.headers.get('content-type')).toMatch(/^text\/(javascript|css); charset=utf-8$/);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('pragma')).toBeNull();
    }
  });

  it.each([
    '/docs/index.html',
    '/docs/swagger-ui.js',
    '/docs/swagger-ui-bundle.js.map',
    '/docs/package.json',
    '/docs/..%2fpackage.json',
    '/docs/%2e%2e/%2e%2e/package.json',
    '/docs/constructor',
    '/docs/__proto__',
  ])('serves no other file of its package: %s', async (path) => {
    expect((await world.get(path)).status).toBe(404);
  });

  it('offers each enabled grant as an operation, with a form that is empty but for the grant', async () => {
    const { paths, components } = (await world.get('/docs/openapi.json')).json;
    const { grant_types_supported } = (await world.get('/.well-known/openid-configuration')).json;
    for (const grantType of grant_types_supported) {
      const { post } = paths[`/token#${grantType}`];
      const { schema } = post.requestBody.content['application/x-www-form-urlencoded'];
      const { properties, required } = components.schemas[schema.$ref.split('/').at(-1)];
      const { grant_type, ...others } = properties;
      expect(grant_type.enum).toEqual([grantType]);
      expect(Object.keys(others)).toEqual(expect.arrayContaining(['client_id', 'client_secret']));
      // Only what has to be chosen from a list is filled in.
      const filled = Object.entries<any>(others).filter(([, field]) => field.example !== '');
      expect(filled.filter(([name, field]) => !(field.enum && required.includes(name)))).toEqual(
        [],
      );
      expect(post.security).toEqual([{ client_secret_basic: [] }, {}]);
    }
    const tokenPaths = Object.keys(paths).filter((path) => path.startsWith('/token'));
    expect(tokenPaths).toHaveLength(grant_types_supported.length);
  });

  it('describes the same operations as the contract otherwise', async () => {
    const contract = (await world.get('/openapi.json')).json.paths;
    const interactive = (await world.get('/docs/openapi.json')).json.paths;
    const others = (paths: object) =>
      Object.fromEntries(Object.entries(paths).filter(([path]) => !path.startsWith('/token')));
    expect(others(interactive)).toEqual(others(contract));
  });
});
