import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { ASSERTION_TYPE, assertionClaims, jws } from './jws.js';
import { send } from './requests.js';

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld();
});

const ec = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength });
const HEADER = { alg: 'ES256', typ: 'client-authentication+jwt' };
const PKJWT = { token_endpoint_auth_method: 'private_key_jwt' };

const register = (metadata: Record<string, unknown> = {}) =>
  world.registerClient({ ...PKJWT, ...metadata });

async function status(client_assertion: string): Promise<number> {
  const fields = { client_assertion_type: ASSERTION_TYPE, client_assertion };
  const answer = await send(world, '/revoke', { token: 'never-was', ...fields });
  if (answer.status !== 200) expect(answer.json.error).toBe('invalid_client');
  return answer.status;
}

const claims = (client: RegisteredClient) => assertionClaims(client, world.issuer);

describe('C17 weak or private keys are no client keys', () => {
  const publicJwk = (key: KeyObject) => key.export({ format: 'jwk' });
  const weak = (e: number) =>
    generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: e }).publicKey;
  const good = publicJwk(ec().publicKey);

  it.each<[string, () => object[]]>([
    ['RSA of 1024 bits', () => [publicJwk(rsa(1024).publicKey)]],
    ['RSA with exponent 3', () => [publicJwk(weak(3))]],
    ['RSA with exponent 1', () => [{ ...publicJwk(rsa().publicKey), e: 'AQ' }]],
    ['P-192', () => [{ kty: 'EC', crv: 'P-192', x: 'A'.repeat(32), y: 'A'.repeat(32) }]],
    [
      'secp256k1',
      () => [publicJwk(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey)],
    ],
    ['a point off the curve', () => [{ ...good, y: good.x }]],
    ['a private EC key', () => [publicJwk(ec().privateKey)]],
    ['a private RSA key', () => [publicJwk(rsa().privateKey)]],
    ['a symmetric key', () => [{ kty: 'oct', k: 'AAAA' }]],
    [
      'one kid for two keys',
      () => [good, publicJwk(ec().publicKey)].map((key) => ({ ...key, kid: 'k' })),
    ],
    ['an encryption key', () => [{ ...good, use: 'sig', alg: 'ECDH-ES' }]],
    ['no key', () => []],
  ])('C17 registration refuses %s', async (_what, keys) => {
    const body = { client_name: 'Weak', redirect_uris: ['https://w.example/cb'], ...PKJWT };
    const answer = await world.admin.post('/clients', { ...body, jwks: { keys: keys() } });
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
    const client = await register();
    const change = { jwks: { keys: keys() } };
    expect((await world.admin.patch(`/clients/${client.client_id}`, change)).status).toBe(400);
    expect(await status(jws(HEADER, claims(client), client.privateKey))).toBe(200);
  });

  it('C17 a weak key that got into the database does not authenticate', async () => {
    const { publicKey, privateKey } = rsa(1024);
    const client = await register();
    const metadata = { ...client, jwks: { keys: [publicJwk(publicKey)] } };
    await world.query('UPDATE clients SET metadata = ? WHERE client_id = ?', [
      JSON.stringify(metadata),
      client.client_id,
    ]);
    expect(await status(jws({ alg: 'RS256' }, claims(client), privateKey))).toBe(401);
  });
});
