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
  accessTokenFormat: 'opaque',
  accessTokenLifetime: 300,
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
  it('a scope leads to the one resource server that owns it', async () => {
    expect(await servers.owning('photos:read')).toEqual(photos);
    expect((await servers.owning('users:write'))?.identifier).toBe('https://sso.example.com/admin');
    expect((await servers.owning('account:read'))?.name).toBe('Your Gatehouse account');
    for (const scope of [...OIDC_SCOPES, 'unknown', '__proto__']) {
      expect(await servers.owning(scope)).toBeUndefined();
    }
  });

  it('identifiers are compared character by character (RFC 8707 §2)', async () => {
    expect(await servers.byIdentifier(photos.identifier)).toEqual(photos);
    for (const near of ['https://photos.example.com/', 'HTTPS://photos.example.com', '']) {
      expect(await servers.byIdentifier(near)).toBeUndefined();
    }
  });

  it('describes every scope of its own in words', async () => {
    for (const scope of [...ADMIN_SCOPES, ...ACCOUNT_SCOPES]) {
      const owner = await servers.owning(scope);
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
    expect((await servers.owning('users:write'))?.id).toBe('gatehouse-admin');
  });

  it('requests that come together share one read, and a fresh snapshot needs none', async () => {
    await Promise.all([servers.all(), servers.owning('a'), servers.byIdentifier('b')]);
    await servers.all();
    expect(all).toHaveBeenCalledTimes(1);
  });

  it('what it knows is at most a second old', async () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(5000);
    await servers.all();
    stored = [];
    now.mockReturnValue(5999);
    expect(await servers.owning('photos:read')).toBeDefined();
    now.mockReturnValue(6000);
    expect(await servers.owning('photos:read')).toBeUndefined();
  });

  it('a read that began before a change does not bring the old state back', async () => {
    let answer: (rows: ResourceServer[]) => void = () => undefined;
    all.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const slow = servers.owning('photos:read');
    stored = [];
    servers.forget();
    expect(await servers.owning('photos:read')).toBeUndefined();
    answer([photos]);
    await slow;
    expect(await servers.owning('photos:read')).toBeUndefined();
  });

  it('a failed read fails those who waited for it, and is tried again', async () => {
    all.mockRejectedValueOnce(new Error('the database is away'));
    await expect(servers.all()).rejects.toThrow('away');
    expect(await servers.owning('photos:read')).toEqual(photos);
  });
});
