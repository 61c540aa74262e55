import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { clock } from '../support/clock.js';
import { describeMariadb } from '../support/mariadb.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { type OwnWorld, startOwnWorld } from '../support/application.js';
import { LocalWorld, type World } from '../support/world.js';
import { startTwoNodes, type TwoNodes } from './two-nodes.js';

const MINUTE = 60;

const jwksOf = async (world: World) => (await world.get('/jwks')).json as JSONWebKeySet;
const kidsOf = ({ keys }: JSONWebKeySet) => keys.map(({ kid }) => kid);
const kidOf = (token: string) => decodeProtectedHeader(token).kid;

const service = (world: World): Promise<RegisteredClient> =>
  world.registerClient({
    redirect_uris: [],
    grant_types: ['client_credentials'],
    scope: 'keys:read keys:write',
  });

const token = async (world: World, client: RegisteredClient): Promise<string> =>
  (await world.clientCredentials(client)).access_token;

function verify(world: World, value: string, keys: JSONWebKeySet) {
  return jwtVerify(value, createLocalJWKSet(keys), {
    issuer: world.issuer,
    typ: 'at+jwt',
    currentDate: new Date(),
  });
}

describe('keys and their rotation', () => {
  let world: OwnWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = await startOwnWorld();
    client = await service(world);
  });

  it('N01 an API that caches the JWKS as long as it may verifies every token of a rotation', async () => {
    const maxAge = /max-age=(\d+)/.exec(
      (await world.get('/jwks')).headers.get('cache-control') ?? '',
    );
    expect(Number(maxAge?.[1])).toBeGreaterThan(0);
    let cached = await jwksOf(world);
    let cachedAt = clock.now();
    const before = kidOf(await token(world, client));
    clock.advance(0);
    expect((await world.admin.call('POST', '/keys/rotate', {})).status).toBe(200);
    const seen = new Set<string | undefined>();
    // The last moment of a cached document is the dangerous one, so it is never renewed early.
    for (let minute = 0; minute < 20; minute++) {
      const value = await token(world, client);
      seen.add(kidOf(value));
      await verify(world, value, cached);
      clock.advance(MINUTE);
      if (clock.now() - cachedAt >= Number(maxAge?.[1])) {
        cached = await jwksOf(world);
        cachedAt = clock.now();
      }
    }
    expect(seen.size).toBe(2);
    expect(kidsOf(cached)).toContain(before);
  });

  it('N01 the retired key leaves the JWKS, after every token that it signed has expired', async () => {
    const old = kidOf(await token(world, client));
    clock.advance(0);
    await world.admin.call('POST', '/keys/rotate', {});
    expect(kidsOf(await jwksOf(world))).toContain(old);
    clock.advance(60 * MINUTE);
    expect(kidsOf(await jwksOf(world))).toContain(old);
    clock.advance(48 * 60 * MINUTE);
    expect(kidsOf(await jwksOf(world))).not.toContain(old);
  });

  it('N01 a compromised key is withdrawn at once, and what it signed with it', async () => {
    const forged = await token(world, client);
    await world.admin.call('POST', '/keys/rotate', { immediately: true });
    expect(kidsOf(await jwksOf(world))).not.toContain(kidOf(forged));
    expect((await world.introspect(client, forged)).json).toEqual({ active: false });
    const fresh = await token(world, client);
    await verify(world, fresh, await jwksOf(world));
  });
});

describeMariadb('keys on two nodes', () => {
  let cluster: TwoNodes;
  let client: RegisteredClient;

  beforeAll(async () => {
    cluster = await startTwoNodes();
    client = await service(cluster.first);
  }, 60_000);

  it('N02 a token of one node verifies with the JWKS of the other, at every moment of a rotation', async () => {
    const { first, second } = cluster;
    const kids = new Set<string | undefined>();
    for (let round = 0; round < 6; round++) {
      if (round > 0) {
        const immediately = round % 2 === 0;
        // Withdrawing a key ends the administrator's token too, so each round signs in anew.
        await new LocalWorld(first.application).admin.call('POST', '/keys/rotate', { immediately });
        // A node may go on with what it knows for a second (P11).
        await new Promise((resolve) => setTimeout(resolve, 1100));
      }
      for (const [signer, publisher] of [
        [first, second],
        [second, first],
      ] as const) {
        const value = await token(signer, client);
        kids.add(kidOf(value));
        await verify(first, value, await jwksOf(publisher));
      }
      expect(kidsOf(await jwksOf(first)).sort()).toEqual(kidsOf(await jwksOf(second)).sort());
    }
    expect(kids.size).toBeGreaterThanOrEqual(3);
  });

  it('N02 no kid is ever used twice', async () => {
    const rows = await cluster.first.query<{ kid: string; public_jwk: string }[]>(
      'SELECT kid, public_jwk FROM signing_keys',
    );
    const keys = rows.map(({ public_jwk }) => JSON.parse(public_jwk) as { x?: string; n?: string });
    expect(new Set(rows.map(({ kid }) => kid)).size).toBe(rows.length);
    expect(new Set(keys.map(({ x, n }) => x ?? n)).size).toBe(rows.length);
  });
});

it('S30 rotating again while a new key waits makes no further one', async () => {
  const world = await startOwnWorld();
  const before = kidsOf(await jwksOf(world));
  const rotate = async (body: object) =>
    (await world.admin.call('POST', '/keys/rotate', body)).json.kids as string[];
  const first = await rotate({ algorithm: 'ES256' });
  const all = await rotate({});
  expect(all).toEqual(expect.arrayContaining(first));
  for (let i = 0; i < 5; i++) expect((await rotate({})).sort()).toEqual([...all].sort());
  const kids = kidsOf(await jwksOf(world));
  expect(kids.filter((kid) => !before.includes(kid)).sort()).toEqual([...all].sort());
  const events = await world.query("SELECT facts FROM events WHERE type = 'keys.rotated'");
  // One for each that made keys.
  expect(events).toHaveLength(2);
  // A key that is not secret any more cannot wait.
  expect(await rotate({ algorithm: 'ES256', immediately: true })).not.toEqual(first);
});
