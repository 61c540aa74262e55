// RFC 9728.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalWorld, startWorld } from '../../support/world.js';

const PATH = '/.well-known/oauth-protected-resource';

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld();
});

describe('"The well-known URI string is inserted between the host and path components" (RFC 9728 §3.1)', () => {
  it.each([
    ['admin', ['users:read', 'clients:write']],
    ['account', ['account:read', 'account:write']],
  ])('of <issuer>/%s', async (name, scopes) => {
    const { status, headers, json } = await world.get(`${PATH}/${name}`);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    // §3.3: "the resource value returned MUST be identical".
    expect(json).toMatchObject({
      resource: `${world.issuer}/${name}`,
      authorization_servers: [world.issuer],
      scopes_supported: expect.arrayContaining(scopes),
      bearer_methods_supported: ['header'],
    });
  });

  it('of the issuer itself, for userinfo', async () => {
    const { json } = await world.get(PATH);
    expect(json).toMatchObject({ resource: world.issuer, authorization_servers: [world.issuer] });
    expect(json.scopes_supported).toContain('openid');
  });

  it('of a registered API, for its own server to name or to pass on', async () => {
    const identifier = 'https://mcp.example/v1?tenant=a';
    await world.registerResourceServer({ identifier, name: 'Tools', scopes: ['tools'] });
    const { json } = await world.get(`${PATH}/${encodeURIComponent(identifier)}`);
    expect(json).toEqual({
      resource: identifier,
      authorization_servers: [world.issuer],
      scopes_supported: ['tools'],
      bearer_methods_supported: ['header'],
      resource_name: 'Tools',
    });
  });

  it('there is none of anything else', async () => {
    await world.registerResourceServer({ identifier: 'urn:example:queue', scopes: [] });
    const others = [
      'urn:example:queue',
      'https://nobody.example',
      'userinfo',
      '..',
      'admin/',
      '%',
      '\0',
    ];
    for (const resource of others) {
      const { status } = await world.get(`${PATH}/${encodeURIComponent(resource)}`);
      expect([resource, status]).toEqual([resource, 404]);
    }
    expect((await world.get(`${PATH}/%zz`)).status).toBeLessThan(500);
  });
});

describe('"resource_metadata: The URL of the protected resource metadata" (RFC 9728 §5.1)', () => {
  it.each([
    ['/userinfo', ''],
    ['/admin/clients', '/admin'],
    ['/account/api/profile', '/account'],
  ])('is in each 401 of %s', async (path, resource) => {
    const wrong = { authorization: 'Bearer nothing' };
    for (const headers of [{}, wrong]) {
      const { status, headers: answered } = await world.get(path, headers);
      expect(status).toBe(401);
      const challenge = answered.get('www-authenticate') ?? '';
      const [, uri = ''] = /^Bearer .*resource_metadata="([^"]+)"$/.exec(challenge) ?? [];
      const { origin, pathname } = new URL(world.issuer);
      expect(uri).toBe(`${origin}${PATH}${pathname.replace(/\/$/, '')}${resource}`);
      const json = (await (await fetch(uri)).json()) as { resource: string };
      expect(json.resource).toBe(`${world.issuer}${resource}`);
    }
  });
});
