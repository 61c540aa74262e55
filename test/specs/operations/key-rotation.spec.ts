// RFC 7517; OIDC Core §10.1.1, §10.2.1.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { type OwnWorld, startOwnWorld } from '../../support/application.js';
import type { RegisteredUser } from '../../support/world.js';

const DAY = 24 * 3600;

describe('keys rotate by themselves every 90 days (OIDC Core §10.1.1)', () => {
  let world: OwnWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startOwnWorld();
    client = await world.registerClient();
    user = await world.createUser();
  });

  const jwks = async () => (await world.get('/jwks')).json as JSONWebKeySet;
  const kids = async () => (await jwks()).keys.map(({ kid }) => kid);
  const keep = () => world.keepHouse();

  /** Signs somebody in. @returns the kid of the ID token, which the published keys verify */
  const signIn = async () => {
    const { id_token = '' } = await world.tokens({ client, user });
    await jwtVerify(id_token, createLocalJWKSet(await jwks()), { currentDate: new Date() });
    return decodeProtectedHeader(id_token).kid;
  };

  it('not before, then beside the old ones, which stay until nobody can need them', async () => {
    const before = await kids();
    const first = await signIn();
    clock.advance(89 * DAY);
    await keep();
    expect(await kids()).toEqual(before);

    clock.advance(2 * DAY);
    await keep();
    const during = await kids();
    expect(during).toEqual(expect.arrayContaining(before));
    expect(during).toHaveLength(2 * before.length);
    // Published before it signs: whoever cached the keys knows it by then.
    expect(await signIn()).toBe(first);

    clock.advance(DAY / 24);
    const second = await signIn();
    expect(second).not.toBe(first);
    expect(during).toContain(second);
    clock.advance(2 * DAY);
    await keep();
    expect((await kids()).sort()).toEqual(during.filter((kid) => !before.includes(kid)).sort());
    expect(await signIn()).toBe(second);
  });
});
