import { createHmac, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { clientAssertion, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { ASSERTION_TYPE, assertionClaims } from './jws.js';
import { inParallel, send } from './requests.js';

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('assertions with the secret of the client', () => {
  let world: LocalWorld;
  let client: RegisteredClient;

  const register = (metadata: object = {}) =>
    world.registerClient({ token_endpoint_auth_method: 'client_secret_jwt', ...metadata });

  beforeAll(async () => {
    world = await startWorld();
    client = await register();
  });

  const status = async (client_assertion: string, more: Record<string, string> = {}) => {
    const fields = { client_assertion, client_assertion_type: ASSERTION_TYPE, token: 'never-was' };
    return (await send(world, '/revoke', { ...fields, ...more })).status;
  };

  /** With any algorithm and key; `clientAssertion` makes the good ones. */
  const forged = (alg: string, key: string, about = client) => {
    const claims = assertionClaims(about, world.issuer);
    const input = `${encode({ alg })}.${encode(claims)}`;
    const mac = createHmac(`sha${alg.slice(2)}`, key)
      .update(input)
      .digest('base64url');
    return `${input}.${mac}`;
  };

  it('C08 one authenticates once, also when it is sent several times at once', async () => {
    const assertion = await clientAssertion(client, world.issuer);
    const answers = await inParallel(5, () => status(assertion));
    expect(answers.filter((code) => code === 200)).toHaveLength(1);
    expect(await status(assertion)).toBe(401);
  });

  it.each(['iss', 'sub', 'aud', 'exp', 'jti'])('C09 without %s it proves nothing', async (name) => {
    expect(await status(await clientAssertion(client, world.issuer, { [name]: undefined }))).toBe(
      401,
    );
  });

  it('C10 its audience is the issuer and nothing else, unless the client may be older', async () => {
    const token = `${world.issuer}/token`;
    const refused = [
      [world.issuer],
      token,
      `${world.issuer}/par`,
      `${world.issuer}/`,
      'https://a/',
    ];
    for (const aud of refused) {
      expect(await status(await clientAssertion(client, world.issuer, { aud }))).toBe(401);
    }
    const older = await register({ legacy_assertion_audience: true });
    for (const aud of [world.issuer, [world.issuer], token, [token]]) {
      expect(await status(await clientAssertion(older, world.issuer, { aud }))).toBe(200);
    }
    expect(await status(await clientAssertion(older, world.issuer, { aud: 'https://a/' }))).toBe(
      401,
    );
  });

  it('C12 only the registered algorithm, and no key but the secret', async () => {
    const { client_secret: secret = '' } = client;
    for (const alg of ['HS256', 'HS384', 'HS512']) {
      expect(await status(forged(alg, secret))).toBe(200);
      expect(await status(forged(alg, ''))).toBe(401);
      expect(await status(forged(alg, client.client_id))).toBe(401);
    }
    const strict = await register({ token_endpoint_auth_signing_alg: 'HS512' });
    expect(await status(forged('HS512', strict.client_secret ?? '', strict))).toBe(200);
    expect(await status(forged('HS256', strict.client_secret ?? '', strict))).toBe(401);
  });

  it('C12 a published key is not taken for a secret', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = publicKey.export({ format: 'jwk' });
    const byKey = await world.registerClient({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [jwk] },
    });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    for (const key of [pem, JSON.stringify(jwk)]) {
      expect(await status(forged('HS256', key, byKey))).toBe(401);
    }
  });

  it('C02 the secret itself is not taken, nor an assertion where the secret is registered', async () => {
    const posted = { ...(await register()), token_endpoint_auth_method: 'client_secret_post' };
    expect((await world.revoke(posted, 'never-was')).status).toBe(401);
    const basic = await world.registerClient({ id_token_signed_response_alg: 'HS256' });
    expect(await status(forged('HS256', basic.client_secret ?? '', basic))).toBe(401);
    expect((await world.revoke(basic, 'never-was')).status).toBe(200);
  });

  it('C15 client_id and assertion speak of the same client', async () => {
    const other = await register();
    const { client_id } = other;
    expect(await status(await clientAssertion(client, world.issuer), { client_id })).toBe(401);
  });

  it('C18 both secrets sign while a rotation is under way, then the new one', async () => {
    const rotating = await register();
    const path = `/clients/${rotating.client_id}/secrets`;
    const { client_secret } = (await world.admin.post(path)).json as { client_secret: string };
    const renewed = { ...rotating, client_secret };
    expect(await status(await clientAssertion(rotating, world.issuer))).toBe(200);
    expect(await status(await clientAssertion(renewed, world.issuer))).toBe(200);
    await world.admin.post(path, { expires_previous_at: 0 });
    expect(await status(await clientAssertion(renewed, world.issuer))).toBe(401);
  });

  it.each([
    [{ token_endpoint_auth_method: 'client_secret_jwt' }, 'RS256'],
    [{ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://a.example/' }, 'HS256'],
    [{ token_endpoint_auth_method: 'client_secret_jwt' }, 'none'],
  ])('C12 %j cannot be registered with %s', async (metadata, algorithm) => {
    const answer = await world.admin.post('/clients', {
      ...{ client_name: 'x', redirect_uris: ['https://client.example/'], ...metadata },
      token_endpoint_auth_signing_alg: algorithm,
    });
    expect(answer.status).toBe(400);
  });

  it('N03 a secret that signs is sealed in its row, all others are digests only', async () => {
    const plain = await world.registerClient();
    const rows = await world.query<{ client_id: string; id: string; sealed: string }[]>(
      'SELECT client_id, id, sealed FROM client_secrets',
    );
    const sealedOf = ({ client_id }: RegisteredClient) =>
      rows.find((row) => row.client_id === client_id)?.sealed ?? null;
    expect(sealedOf(plain)).toBeNull();
    expect(sealedOf(client)).toMatch(/^v1\./);
    expect(sealedOf(client)).not.toContain(client.client_secret ?? '');
    const [first, second] = [await register(), await register()];
    // The seal of another row opens nothing (AAD).
    const swap =
      'UPDATE client_secrets SET sealed = (SELECT sealed FROM client_secrets WHERE client_id = ?) WHERE client_id = ?';
    await world.query(swap, [first.client_id, second.client_id]);
    const stolen = { ...second, client_secret: first.client_secret ?? '' };
    expect(await status(await clientAssertion(stolen, world.issuer))).toBe(401);
  });

  it('N03 the value is forgotten when nothing is signed with it any more', async () => {
    const changing = await register();
    const path = `/clients/${changing.client_id}`;
    const sealed = () =>
      world.query<{ sealed: string | null }[]>(
        'SELECT sealed FROM client_secrets WHERE client_id = ?',
        [changing.client_id],
      );
    await world.admin.patch(path, { token_endpoint_auth_method: 'client_secret_basic' });
    expect(await sealed()).toEqual([{ sealed: null }]);
    const answer = await world.admin.patch(path, { id_token_signed_response_alg: 'HS256' });
    // Nobody can sign with what is not known any more: there is a new secret, and a day to put it in place.
    expect(answer.json.client_secret).toMatch(/^gh_cs_/);
    expect(await sealed()).toHaveLength(2);
  });
});
