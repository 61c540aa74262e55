import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectAccepted, expectErrorPage } from '../../attacks/authorization-request.js';
import { clock } from '../../support/clock.js';
import { encrypted, type Encryption, encryptionKeys } from '../../support/encrypted-request.js';
import {
  beside,
  requestObject,
  signingClient,
  type SigningClient,
} from '../../support/request-object.js';
import { walk } from '../../support/sign-in.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';

const REDIRECT_URI = 'https://client.example/callback';

describe('RFC 9101 §6.1: encrypted request objects', () => {
  let world: LocalWorld;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    user = await world.createUser();
  });

  const register = ({ alg, enc }: Partial<Encryption>): Promise<SigningClient> =>
    signingClient(world, {
      request_object_encryption_alg: alg,
      request_object_encryption_enc: enc,
    });

  const ask = ({ client }: SigningClient, request: string) =>
    world.browser().get('/authorize', beside(client, { request }));

  it('there is no key for it before somebody registers for one', async () => {
    expect(await encryptionKeys(world)).toEqual([]);
    await register({ alg: 'ECDH-ES' });
    const [key, ...others] = await encryptionKeys(world);
    expect(others).toEqual([]);
    // One key serves all of the family, and so names none of them.
    expect(key).toEqual({
      ...{ kty: 'EC', crv: 'P-256', use: 'enc', kid: expect.any(String) },
      ...{ x: expect.any(String), y: expect.any(String) },
    });
  });

  it.each([
    { alg: 'RSA-OAEP-256', enc: 'A256GCM' },
    { alg: 'ECDH-ES', enc: 'A128GCM' },
    { alg: 'ECDH-ES+A128KW', enc: 'A128CBC-HS256' },
    { alg: 'ECDH-ES+A256KW', enc: 'A256CBC-HS512' },
  ])('$alg with $enc is taken from a client that registered it', async (encryption) => {
    const signer = await register(encryption);
    const signed = await requestObject(world, signer);
    const request = await encrypted(world, signed, encryption);
    const browser = world.browser();
    const start = await browser.get('/authorize', beside(signer.client, { request }));
    const end = await walk(browser, start, { user, until: REDIRECT_URI });
    expect(end.parameters['code']).toMatch(/^gh_ac_/);
    const { client_id } = signer.client;
    expect((await world.post('/par', signer.client, { client_id, request })).status).toBe(201);
    // Registered or not, one that is only signed is as good (OIDC Registration §2).
    expectAccepted(await ask(signer, signed));
  });

  it('the content is encrypted with A128CBC-HS256 unless another was registered', async () => {
    const signer = await register({ alg: 'ECDH-ES' });
    const signed = await requestObject(world, signer);
    const usual = { alg: 'ECDH-ES', enc: 'A128CBC-HS256' };
    expectAccepted(await ask(signer, await encrypted(world, signed, usual)));
    const other = await encrypted(world, signed, { ...usual, enc: 'A256GCM' });
    expectErrorPage(await ask(signer, other), 'invalid_request_object');
  });

  it('a key need not be named', async () => {
    const encryption = { alg: 'RSA-OAEP-256', enc: 'A256GCM' };
    const signer = await register(encryption);
    const signed = await requestObject(world, signer);
    const request = await encrypted(world, signed, encryption, { kid: undefined, cty: undefined });
    expectAccepted(await ask(signer, request));
  });

  it('OIDC Core §10.2.1 after a rotation the old key is good for a while, then it is gone', async () => {
    const encryption = { alg: 'ECDH-ES', enc: 'A256GCM' };
    const signer = await register(encryption);
    const ofBefore = (await encryptionKeys(world)).filter(({ kty }) => kty === 'EC');
    const seal = async (claims = {}) =>
      encrypted(world, await requestObject(world, signer, claims), encryption);
    const before = await seal({ exp: undefined, nbf: undefined, iat: undefined });
    const rotated = await world.admin.post('/keys/rotate', { algorithm: 'ECDH-ES' });
    expect(rotated.status).toBe(200);
    const ofAfter = (await encryptionKeys(world)).filter(({ kty }) => kty === 'EC');
    expect(ofAfter.map(({ kid }) => kid)).toEqual([
      ...ofBefore.map(({ kid }) => kid),
      ...rotated.json.kids,
    ]);
    expectAccepted(await ask(signer, before));
    expectAccepted(await ask(signer, await seal()));
    clock.advance(25 * 3600);
    expectErrorPage(await ask(signer, before), 'invalid_request_object');
  });

  it('N03 the private half is sealed where it is stored', async () => {
    const rows = await world.query(
      "SELECT private_key FROM signing_keys WHERE algorithm IN ('ECDH-ES', 'RSA-OAEP-256')",
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { private_key } of rows) expect(private_key).toMatch(/^v1\.[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('the metadata names what there is', async () => {
    const { json } = await world.get('/.well-known/openid-configuration');
    expect(json.request_object_encryption_alg_values_supported).toContain('RSA-OAEP-256');
    expect(json.request_object_encryption_enc_values_supported).toContain('A128CBC-HS256');
  });

  it('what is not offered cannot be registered', async () => {
    for (const metadata of [
      { request_object_encryption_alg: 'RSA1_5' },
      { request_object_encryption_alg: 'PBES2-HS256+A128KW' },
      { request_object_encryption_alg: 'dir' },
      { request_object_encryption_alg: 'ECDH-ES', request_object_encryption_enc: 'none' },
      { request_object_encryption_enc: 'A256GCM' },
      { request_object_signing_alg: 'none' },
      { require_signed_request_object: true },
    ]) {
      const answer = await world.admin.post('/clients', {
        ...{ client_name: 'x', redirect_uris: [REDIRECT_URI] },
        ...metadata,
      });
      expect([metadata, answer.status]).toEqual([metadata, 400]);
    }
  });
});
