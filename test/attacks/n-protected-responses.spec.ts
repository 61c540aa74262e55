import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  compactDecrypt,
  createLocalJWKSet,
  decodeProtectedHeader,
  type JSONWebKeySet,
  jwtVerify,
} from 'jose';
import type { RegisteredClient } from '../support/registered-client.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../support/world.js';

const REGISTRATION = { client_name: 'x', redirect_uris: ['https://client.example/callback'] };

describe('what is signed and encrypted for clients', () => {
  let world: LocalWorld;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    user = await world.createUser();
  });

  const idTokenOf = async (client: RegisteredClient, scope = 'openid') => {
    const { id_token = '' } = await world.tokens({ client, user, scope });
    return id_token;
  };

  const refusal = async (metadata: object) => {
    const answer = await world.admin.post('/clients', { ...REGISTRATION, ...metadata });
    return [answer.status, answer.json.error];
  };

  it.each([
    ['a public client', { token_endpoint_auth_method: 'none' }],
    [
      'a client with a key',
      { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://a.example/' },
    ],
  ])('N07 %s has no secret to sign ID tokens or userinfo with', async (_who, metadata) => {
    const refused = [400, 'invalid_client_metadata'];
    for (const alg of ['HS256', 'HS384', 'HS512']) {
      const idToken = { ...metadata, id_token_signed_response_alg: alg };
      expect(await refusal(idToken)).toEqual(refused);
      expect(await refusal({ ...metadata, userinfo_signed_response_alg: alg })).toEqual(refused);
    }
    const encrypted = { ...metadata, id_token_encrypted_response_alg: 'dir' };
    expect(await refusal(encrypted)).toEqual(refused);
  });

  it.each([
    ['HS256', 32],
    ['HS384', 48],
    ['HS512', 64],
  ])(
    'N07 for %s the secret has %d bytes at least, whatever one was asked for',
    async (alg, bytes) => {
      const metadata = { id_token_signed_response_alg: alg, redirect_uris: ['https://c.example/'] };
      const chosen = await world.admin.post('/clients', { ...metadata, client_secret: '8letters' });
      expect([chosen.status, chosen.json.errors[0].pointer]).toEqual([400, '/client_secret']);
      const client = await world.registerClient({ id_token_signed_response_alg: alg });
      const { client_secret: secret = '' } = client;
      expect(Buffer.byteLength(secret)).toBeGreaterThanOrEqual(bytes);
      const idToken = await idTokenOf(client);
      expect(decodeProtectedHeader(idToken)).toEqual({ alg, typ: 'JWT' });
      const key = createSecretKey(secret, 'utf8');
      const audience = client.client_id;
      const { payload } = await jwtVerify(idToken, key, { issuer: world.issuer, audience });
      expect(payload.sub).toBe(user.sub);
      await expect(jwtVerify(idToken, createSecretKey('8letters', 'utf8'))).rejects.toThrow();
    },
  );

  it('N08 an encrypted ID token holds a signed one, and not the other way round', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = { ...publicKey.export({ format: 'jwk' }), kid: 'for-me', use: 'enc' };
    const client = await world.registerClient({
      jwks: { keys: [key] },
      id_token_encrypted_response_alg: 'RSA-OAEP-256',
      id_token_encrypted_response_enc: 'A256GCM',
    });
    const idToken = await idTokenOf(client);
    expect(idToken.split('.')).toHaveLength(5);
    const header = { alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT', kid: 'for-me' };
    expect(decodeProtectedHeader(idToken)).toEqual(header);
    const inner = await decrypted(idToken, privateKey);
    const keys = createLocalJWKSet((await world.get('/jwks')).json as JSONWebKeySet);
    const audience = client.client_id;
    const { payload } = await jwtVerify(inner, keys, {
      issuer: world.issuer,
      audience,
      typ: 'JWT',
    });
    expect(payload.sub).toBe(user.sub);
  });

  it('N08 userinfo too is signed before it is encrypted, with issuer and audience inside', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const client = await world.registerClient({
      jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'enc' }] },
      userinfo_signed_response_alg: 'ES256',
      userinfo_encrypted_response_alg: 'ECDH-ES+A256KW',
    });
    const { access_token } = await world.tokens({ client, user, scope: 'openid email' });
    const answer = await world.userinfo(access_token);
    expect(answer.headers.get('content-type')).toMatch(/^application\/jwt\b/);
    expect(decodeProtectedHeader(answer.text)).toMatchObject({ enc: 'A128CBC-HS256', cty: 'JWT' });
    const inner = await decrypted(answer.text, privateKey);
    const keys = createLocalJWKSet((await world.get('/jwks')).json as JSONWebKeySet);
    const { payload } = await jwtVerify(inner, keys);
    const expected = { iss: world.issuer, aud: client.client_id, sub: user.sub };
    expect(payload).toMatchObject({ ...expected, email: user['email'] });
  });

  it('E10 a signed answer of userinfo is no ID token', async () => {
    const client = await world.registerClient({ userinfo_signed_response_alg: 'RS256' });
    const { access_token, id_token: id_token_hint } = await world.tokens({ client, user });
    const userinfo = (await world.userinfo(access_token)).text;
    const hinted = (hint = '') =>
      world.authorize({ client, user, parameters: { prompt: 'none', id_token_hint: hint } });
    expect((await hinted(userinfo)).end.parameters['error']).toBe('invalid_request');
    expect((await hinted(id_token_hint)).end.parameters['error']).toBe('login_required');
  });

  async function decrypted(jwe: string, key: KeyObject): Promise<string> {
    return Buffer.from((await compactDecrypt(jwe, key)).plaintext).toString();
  }
});
