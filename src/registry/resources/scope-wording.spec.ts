import { worded as inWords } from '#platform/texts';
import { describe, expect, it } from '@jest/globals';
import { Granted } from '#protocol';
import type { ResourceServer } from './resource-server.js';
import type { ResourceServers } from './resource-servers.js';
import { ScopeWording } from './scope-wording.js';

const photos: ResourceServer = {
  id: 'p1',
  identifier: 'https://photos.example.com',
  name: 'Photo library',
  openTo: 'scope',
  accessTokenFormat: 'jwt',
  accessTokenAlgorithm: 'ES256',
  accessTokenType: 'at+jwt',
  accessTokenLifetime: 300,
  accessTokenClaims: [],
  claims: [],
  requireAcr: null,
  scopes: new Map([
    ['photos:read', 'See your photos'],
    ['photos:write', 'Add photos'],
    ['constructor', 'Build albums'],
  ]),
};

const wording = new ScopeWording({
  find: (id: string) => Promise.resolve(id === photos.id ? photos : undefined),
} as unknown as ResourceServers);

describe('a scope in words', () => {
  it('has a description for each part, and names each API once', async () => {
    const worded = await wording.of(Granted.of(['email', 'photos:read', 'photos:write'], [photos]));
    const [email] = worded.scopes;
    expect(inWords(email?.description ?? '')).toBe('See your e-mail address');
    expect(worded).toEqual({
      scopes: [
        { name: 'email', description: expect.any(Function) },
        { name: 'photos:read', description: 'See your photos' },
        { name: 'photos:write', description: 'Add photos' },
      ],
      resources: [{ name: 'Photo library' }],
    });
  });

  it('tells a scope that was deleted meanwhile by its name', async () => {
    const gone = { scopes: [{ name: 'old', description: 'old' }], resources: [] };
    expect(await wording.of(Granted.parse('{"p0":["old"]}'))).toEqual(gone);
  });

  it('takes every description from where it was registered', async () => {
    const { scopes } = await wording.of(Granted.of(['constructor'], [photos]));
    expect(scopes).toEqual([{ name: 'constructor', description: 'Build albums' }]);
  });
});
