// RFC 7515; RFC 7518 §3.1; RFC 8037 §3.1.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startOwnWorld } from '../../support/application.js';
import { decodeProtectedHeader, type JSONWebKeySet } from 'jose';
import { describeMariadb } from '../../support/mariadb.js';
import { verifiedIdToken } from '../../support/front-channel.js';
import type { World, LocalWorld, RegisteredUser } from '../../support/world.js';
import { startWorld } from '../../support/world.js';
import { startTwoNodes } from '../../attacks/two-nodes.js';

const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA'],
];

const keysOf = async (world: World) => ((await world.get('/jwks')).json as JSONWebKeySet).keys;
const algorithmsOf = async (world: World) => (await keysOf(world)).map(({ alg }) => alg);

async function idTokenOf(world: World, user: RegisteredUser, algorithm: string) {
  const client = await world.registerClient({ id_token_signed_response_alg: algorithm });
  const tokens = await world.tokens({ client, user, parameters: { nonce: 'n' } });
  return { client, tokens, idToken: tokens.id_token ?? '' };
}

describe('the algorithms that ID tokens are signed with', () => {
  let world: LocalWorld;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    user = await world.createUser();
  });

  it('a new installation has the keys that everybody needs, and no others yet', async () => {
    expect((await algorithmsOf(world)).sort()).toEqual(['ES256', 'RS256']);
  });

  it.each(ALGORITHMS)('%s: signed with a key for it and nothing else', async (algorithm) => {
    const { client, idToken } = await idTokenOf(world, user, algorithm);
    const header = decodeProtectedHeader(idToken);
    expect(header).toMatchObject({ alg: algorithm, typ: 'JWT' });
    const payload = await verifiedIdToken(world, client, idToken);
    expect(payload.sub).toBe(user.sub);
    const published = (await keysOf(world)).filter(({ alg }) => alg === algorithm);
    expect(published).toMatchObject([{ kid: header.kid, use: 'sig' }]);
  });

  it.each([
    ...[['RS384', 'sha384'] as const, ['PS512', 'sha512'] as const],
    ...[['ES512', 'sha512'] as const, ['EdDSA', 'sha512'] as const],
  ])('%s: at_hash is half of a %s digest (OIDC Core §3.1.3.6)', async (algorithm, digest) => {
    const { client, tokens, idToken } = await idTokenOf(world, user, algorithm);
    const full = createHash(digest).update(tokens.access_token).digest();
    const { at_hash } = await verifiedIdToken(world, client, idToken);
    expect(at_hash).toBe(full.subarray(0, full.length / 2).toString('base64url'));
  });

  it('the key is there when the registration has been answered', async () => {
    const fresh = await startOwnWorld();
    const client = await fresh.registerClient({ id_token_signed_response_alg: 'ES384' });
    expect((await algorithmsOf(fresh)).sort()).toEqual(['ES256', 'ES384', 'RS256']);
    const path = `/clients/${client.client_id}`;
    const change = { id_token_signed_response_alg: 'EdDSA' };
    expect((await fresh.admin.call('PATCH', path, change)).status).toBe(200);
    expect(await algorithmsOf(fresh)).toContain('EdDSA');
  });

  it('rotation replaces the keys of every algorithm in use, and the old ones stay', async () => {
    const before = await keysOf(world);
    expect((await world.admin.call('POST', '/keys/rotate', {})).status).toBe(200);
    const after = await keysOf(world);
    for (const algorithm of ALGORITHMS) {
      const ofIt = (keys: JSONWebKeySet['keys']) => keys.filter(({ alg }) => alg === algorithm);
      expect(ofIt(after)).toHaveLength(2);
      expect(ofIt(after)).toEqual(expect.arrayContaining(ofIt(before)));
    }
  });

  it('discovery lists them, none is not among them', async () => {
    const metadata = (await world.get('/.well-known/openid-configuration')).json;
    const listed = metadata.id_token_signing_alg_values_supported as string[];
    expect(listed).toEqual(expect.arrayContaining(ALGORITHMS));
    expect(listed).not.toContain('none');
  });

  it.each(['none', 'HS1', 'RS1', 'ES256K', '', 'rs256'])('%p is refused', async (algorithm) => {
    const answer = await world.admin.call('POST', '/clients', {
      client_name: 'Odd',
      redirect_uris: ['https://client.example/callback'],
      id_token_signed_response_alg: algorithm,
    });
    expect(answer.status).toBe(400);
    expect(answer.json.code ?? answer.json.error).toBe('invalid_client_metadata');
  });
});

describeMariadb('the keys of an algorithm on two nodes', () => {
  it('what one node made the other signs with', async () => {
    const { first, second } = await startTwoNodes();
    const user = await first.createUser();
    const client = await first.registerClient({ id_token_signed_response_alg: 'PS256' });
    const parameters = { nonce: 'n' };
    const issued = await first.authorizationCode({ client, user, parameters });
    const idToken = (await second.redeem(client, issued)).json.id_token as string;
    await verifiedIdToken(first, client, idToken);
    const made = (await keysOf(first)).filter(({ alg }) => alg === 'PS256');
    expect(made.map(({ kid }) => kid)).toEqual([decodeProtectedHeader(idToken).kid]);
  }, 60_000);
});
