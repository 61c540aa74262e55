import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Config } from '#platform/config';
import { OIDC_SCOPES } from '#protocol';
import { ACCOUNT_SCOPES, ADMIN_SCOPES } from './built-in-resource-servers.js';
import type { ResourceServer } from './resource-server.js';
import type { ResourceServerRepository } from './resource-server.repository.js';
import { ResourceServers } from './resource-servers.js';

const photos: ResourceServer = {
  id: 'p1',
  identifier: 'https://photos.example.com',
  name: 'Photos',
  openTo: 'scope',
  accessTokenFormat: 'opaque',
  accessTokenAlgorithm: 'ES256',
  accessTokenType: 'at+jwt',
  accessTokenLifetime: 300,
  accessTokenClaims: [],
  claims: [],
  requireAcr: null,
  scopes: new Map([['photos:read', 'See photos']]),
};

let stored: ResourceServer[];
const all = jest.fn<() => Promise<ResourceServer[]>>();
let servers: ResourceServers;

beforeEach(() => {
  stored = [photos];
  all.mockReset().mockImplementation(() => Promise.resolve([...stored]));
  const config = { url: (path: string) => `https://sso.example.com${path}` } as Config;
  servers = new ResourceServers({ all } as unknown as ResourceServerRepository, config);
});

describe('resource servers', () => {
  it('a scope leads to the resource servers that have it', async () => {
    const albums = { ...photos, id: 'p2', identifier: 'https://albums.example.com' };
    stored.push(albums);
    expect(await servers.owners('photos:read')).toEqual([photos, albums]);
    const [admin] = await servers.owners('users:write');
    expect(admin?.identifier).toBe('https://sso.example.com/admin');
    expect((await servers.owners('account:read'))[0]?.name).toBe('Your Gatehouse account');
    for (const scope of [...OIDC_SCOPES, 'unknown', '__proto__']) {
      expect(await servers.owners(scope)).toEqual([]);
    }
  });

  it('identifiers are compared as RFC 3986 §6.2 says', async () => {
    for (const same of [photos.identifier, `${photos.identifier}/`, 'HTTPS://photos.Example.com']) {
      expect(await servers.byIdentifier(same)).toEqual(photos);
    }
    for (const near of ['https://photos.example.com/x', 'http://photos.example.com', '']) {
      expect(await servers.byIdentifier(near)).toBeUndefined();
    }
  });

  it('describes every scope of its own in words', async () => {
    for (const scope of [...ADMIN_SCOPES, ...ACCOUNT_SCOPES]) {
      const [owner] = await servers.owners(scope);
      expect(owner?.scopes.get(scope)).toMatch(/^[A-Z].{10,}/);
      expect(owner).toMatchObject({ accessTokenFormat: 'jwt', accessTokenLifetime: 600 });
    }
  });

  it('its own APIs keep their names and scopes, whatever the table holds', async () => {
    const identifier = 'https://sso.example.com/admin';
    stored.push({
      ...photos,
      id: 'evil',
      identifier,
      scopes: new Map([['users:write', 'Nothing']]),
    });
    expect((await servers.byIdentifier(identifier))?.id).toBe('gatehouse-admin');
    const owners = await servers.owners('users:write');
    expect(owners.map(({ id }) => id)).toEqual(['gatehouse-admin']);
  });

  it('requests that come together share one read, and a fresh snapshot needs none', async () => {
    await Promise.all([servers.all(), servers.owners('a'), servers.byIdentifier('b')]);
    await servers.all();
    expect(all).toHaveBeenCalledTimes(1);
  });

  it('what it knows is at most a second old', async () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(5000);
    await servers.all();
    stored = [];
    now.mockReturnValue(5999);
    expect(await servers.owners('photos:read')).toHaveLength(1);
    now.mockReturnValue(6000);
    expect(await servers.owners('photos:read')).toEqual([]);
  });

  it('a read that began before a change does not bring the old state back', async () => {
    let answer: (rows: ResourceServer[]) => void = () => undefined;
    all.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const slow = servers.owners('photos:read');
    stored = [];
    servers.forget();
    expect(await servers.owners('photos:read')).toEqual([]);
    answer([photos]);
    await slow;
    expect(await servers.owners('photos:read')).toEqual([]);
  });

  it('a failed read fails those who waited for it, and is tried again', async () => {
    all.mockRejectedValueOnce(new Error('the database is away'));
    await expect(servers.all()).rejects.toThrow('away');
    expect(await servers.owners('photos:read')).toEqual([photos]);
  });
});
