// RFC 7516; RFC 7518 §4.1; OIDC Core §10.
import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../../support/clock.js';
import { compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import * as openid from 'openid-client';
import type { Answer } from '../../support/answer.js';
import { decide, DEVICE_CODE, poll, startDevice } from '../../support/device.js';
import { askFor } from '../../support/front-channel.js';
import { Publisher } from '../../support/publisher.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { walk } from '../../support/sign-in.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';

const CONTENT_ENCRYPTIONS = [
  ...['A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512'],
  ...['A128GCM', 'A192GCM', 'A256GCM'],
];

let world: LocalWorld;
let publisher: Publisher;
let user: RegisteredUser;

beforeAll(async () => {
  publisher = await Publisher.start();
  world = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.1' });
  user = await world.createUser();
});

/** A key pair for `alg`, whose public half the client publishes. */
async function keyFor(alg: string, kid = 'enc-1') {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'enc' } };
}

describe('openid-client accepts what it registered for', () => {
  const configure = (
    client: RegisteredClient,
    authentication = openid.ClientSecretBasic(client.client_secret ?? ''),
    ...use: ((configuration: openid.Configuration) => void)[]
  ) => {
    const { client_id } = client;
    const metadata = { ...client } as Partial<openid.ClientMetadata>;
    return openid.discovery(new URL(world.issuer), client_id, metadata, authentication, {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
      execute: [openid.allowInsecureRequests, ...use],
    });
  };

  /** The code flow and userinfo, every check that the library knows included. */
  const signIn = async (configuration: openid.Configuration, redirect_uri: string) => {
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const code_challenge = await openid.calculatePKCECodeChallenge(pkceCodeVerifier);
    const expectedNonce = openid.randomNonce();
    const url = openid.buildAuthorizationUrl(configuration, {
      ...{ redirect_uri, scope: 'openid email', nonce: expectedNonce },
      ...{ code_challenge, code_challenge_method: 'S256' },
    });
    const browser = world.browser();
    const { location = url } = await walk(browser, await browser.get(url), { user });
    const checks = { pkceCodeVerifier, expectedNonce, idTokenExpected: true };
    const tokens = await openid.authorizationCodeGrant(configuration, location, checks);
    const sub = tokens.claims()?.sub ?? '';
    const person = await openid.fetchUserInfo(configuration, tokens.access_token, sub);
    expect([sub, person.sub, person.email]).toEqual([user.sub, user.sub, user['email']]);
    return tokens;
  };

  it.each(['PS256', 'ES512', 'EdDSA', 'RS384'])('ID tokens and userinfo by %s', async (alg) => {
    const client = await world.registerClient({
      id_token_signed_response_alg: alg,
      userinfo_signed_response_alg: alg,
    });
    const configuration = await configure(client, undefined, openid.enableNonRepudiationChecks);
    const { id_token = '' } = await signIn(configuration, client.redirect_uris[0] ?? '');
    expect(decodeProtectedHeader(id_token).alg).toBe(alg);
  });

  it('client_secret_jwt', async () => {
    const client = await world.registerClient({ token_endpoint_auth_method: 'client_secret_jwt' });
    const authentication = openid.ClientSecretJwt(client.client_secret ?? '');
    const configuration = await configure(client, authentication);
    await signIn(configuration, client.redirect_uris[0] ?? '');
  });

  it.each([
    ['RSA-OAEP', 'A128CBC-HS256'],
    ['RSA-OAEP-256', 'A256GCM'],
    ['ECDH-ES', 'A256CBC-HS512'],
    ['ECDH-ES+A128KW', 'A128GCM'],
    ['ECDH-ES+A256KW', 'A256GCM'],
  ])('ID tokens and userinfo signed, and encrypted by %s with %s', async (alg, enc) => {
    const { jwk, privateKey, kid } = await keyFor(alg);
    const client = await world.registerClient({
      jwks: { keys: [jwk] },
      ...{ id_token_encrypted_response_alg: alg, id_token_encrypted_response_enc: enc },
      ...{ userinfo_encrypted_response_alg: alg, userinfo_encrypted_response_enc: enc },
      userinfo_signed_response_alg: 'ES256',
    });
    const configuration = await configure(
      client,
      undefined,
      openid.enableNonRepudiationChecks,
      (c) => openid.enableDecryptingResponses(c, [enc], { key: privateKey, alg, kid }),
    );
    await signIn(configuration, client.redirect_uris[0] ?? '');
  });
});

describe('encrypted responses', () => {
  const tokensOf = (client: RegisteredClient) => world.tokens({ client, user });

  it.each(CONTENT_ENCRYPTIONS)('%s, its key agreed on by ECDH-ES+A192KW', async (enc) => {
    const { jwk, privateKey } = await keyFor('ECDH-ES+A192KW');
    const client = await world.registerClient({
      jwks: { keys: [jwk] },
      id_token_encrypted_response_alg: 'ECDH-ES+A192KW',
      id_token_encrypted_response_enc: enc,
    });
    const { id_token = '' } = await tokensOf(client);
    const { plaintext, protectedHeader } = await compactDecrypt(id_token, privateKey);
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES+A192KW', enc, cty: 'JWT' });
    expect(Buffer.from(plaintext).toString().split('.')).toHaveLength(3);
  });

  it.each([
    ['A128KW', 'A128GCM', 'sha256', 16],
    ['A192KW', 'A128GCM', 'sha256', 24],
    ['A256KW', 'A256GCM', 'sha256', 32],
    ['dir', 'A128CBC-HS256', 'sha256', 32],
    ['dir', 'A192CBC-HS384', 'sha384', 48],
    ['dir', 'A256CBC-HS512', 'sha512', 64],
  ])('%s with %s uses the left of %s of the secret, %d bytes (§10.2)', async (...expected) => {
    const [alg, enc, digest, length] = expected;
    const client = await world.registerClient({
      userinfo_encrypted_response_alg: alg,
      userinfo_encrypted_response_enc: enc,
    });
    const { access_token } = await tokensOf(client);
    const secret = new TextEncoder().encode(client.client_secret);
    const name = digest.replace('sha', 'SHA-');
    const key = new Uint8Array(await crypto.subtle.digest(name, secret)).subarray(0, length);
    const { plaintext } = await compactDecrypt((await world.userinfo(access_token)).text, key);
    // Not signed, so that it is no JWT inside: the claims as they are (§5.3.2).
    expect(JSON.parse(Buffer.from(plaintext).toString())).toMatchObject({ sub: user.sub });
  });

  it('the key is the one that jwks_uri has now', async () => {
    const [signing] = [await keyFor('ECDH-ES', 'sig-1')];
    const { jwk, privateKey } = await keyFor('ECDH-ES');
    const keys = [{ ...signing.jwk, use: 'sig' }, jwk];
    const client = await world.registerClient({
      jwks_uri: publisher.publish('/jwks', { keys }),
      id_token_encrypted_response_alg: 'ECDH-ES',
    });
    const { id_token = '' } = await tokensOf(client);
    expect(decodeProtectedHeader(id_token)).toMatchObject({ kid: 'enc-1', enc: 'A128CBC-HS256' });
    await compactDecrypt(id_token, privateKey);
  });

  it('while the keys cannot be had, the client is told to try again, and nothing is used up', async () => {
    const { jwk, privateKey } = await keyFor('RSA-OAEP');
    const grant_types = ['authorization_code', 'refresh_token', DEVICE_CODE];
    const client = await world.registerClient({
      ...{ jwks_uri: publisher.publish('/gone', undefined), grant_types },
      id_token_encrypted_response_alg: 'RSA-OAEP',
    });
    const issued = await world.authorizationCode({ client, user });
    const codes = await startDevice(world, client);
    await decide(world, user, codes);
    const attempts: (() => Promise<Answer>)[] = [
      () => world.redeem(client, issued),
      () => poll(world, client, codes),
    ];
    const expectRefused = ({ status, json }: Answer) => {
      expect([status, json.error]).toEqual([503, 'temporarily_unavailable']);
    };
    for (const attempt of attempts) expectRefused(await attempt());

    // Key sets are left alone for a minute and believed for five, on the monotonic clock.
    publisher.publish('/gone', { keys: [jwk] });
    clock.elapse(60);
    let refresh = '';
    for (const attempt of attempts) {
      const { id_token, refresh_token } = (await attempt()).json;
      expect((await compactDecrypt(id_token, privateKey)).protectedHeader.cty).toBe('JWT');
      refresh = refresh_token;
    }
    publisher.publish('/gone', undefined);
    clock.elapse(360);
    const rotations = () =>
      world.query('SELECT MAX(refresh_generation) AS last FROM authorizations');
    const before = await rotations();
    expectRefused(await world.refresh(client, refresh));
    expect(await rotations()).toEqual(before);
  });

  it('RFC 6749 §4.1.2.1 through the browser it is told so too, by a redirect', async () => {
    const client = await world.registerClient({
      ...{ jwks_uri: publisher.publish('/never', undefined), response_types: ['code id_token'] },
      id_token_encrypted_response_alg: 'RSA-OAEP',
    });
    const { end, answer } = await askFor(world, 'code id_token', { client, user });
    expect(end.location?.origin).toBe('https://client.example');
    expect(answer).toEqual({
      ...{ error: 'temporarily_unavailable', error_description: expect.any(String) },
      ...{ iss: world.issuer, state: expect.any(String) },
    });
  });

  it.each([
    ['without a key', {}],
    ['with a key for signatures only', { use: 'sig' }],
    ['with a key of another kind', { kty: 'EC' }],
  ])('cannot be registered %s', async (_how, change: { use?: string; kty?: string }) => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { publicKey } = change.kty === 'EC' ? ec : rsa;
    const { use } = change;
    const jwk = { ...publicKey.export({ format: 'jwk' }), ...(use === undefined ? {} : { use }) };
    const answer = await world.admin.post('/clients', {
      ...{ client_name: 'x', redirect_uris: ['https://client.example/'] },
      ...('use' in change || 'kty' in change ? { jwks: { keys: [jwk] } } : {}),
      id_token_encrypted_response_alg: 'RSA-OAEP',
    });
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
  });

  it.each([
    { id_token_encrypted_response_alg: 'RSA1_5' },
    { id_token_encrypted_response_alg: 'PBES2-HS256+A128KW' },
    { id_token_encrypted_response_enc: 'A256GCM' },
    { userinfo_signed_response_alg: 'none' },
    { userinfo_encrypted_response_alg: 'A128KW', userinfo_encrypted_response_enc: 'A512GCM' },
  ])('%j cannot be registered', async (metadata) => {
    const registration = { client_name: 'x', redirect_uris: ['https://client.example/'] };
    expect((await world.admin.post('/clients', { ...registration, ...metadata })).status).toBe(400);
  });

  it('discovery lists what can be registered, RSA1_5 is not among it', async () => {
    const metadata = (await world.get('/.well-known/openid-configuration')).json;
    for (const what of ['id_token', 'userinfo']) {
      const algorithms = metadata[`${what}_encryption_alg_values_supported`] as string[];
      expect(algorithms).toEqual(expect.arrayContaining(['RSA-OAEP', 'ECDH-ES+A192KW', 'dir']));
      expect(algorithms).not.toContain('RSA1_5');
      expect(metadata[`${what}_encryption_enc_values_supported`]).toEqual(CONTENT_ENCRYPTIONS);
    }
    expect(metadata.userinfo_signing_alg_values_supported).toContain('RS256');
    expect(metadata.token_endpoint_auth_methods_supported).toContain('client_secret_jwt');
    expect(metadata.token_endpoint_auth_signing_alg_values_supported).toContain('HS256');
  });
});
