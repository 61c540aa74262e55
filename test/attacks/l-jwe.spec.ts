import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DecryptionKey } from '#platform/crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { encrypted, encryptionKeys } from '../support/encrypted-request.js';
import type { RegisteredClient } from '../support/registered-client.js';
import {
  beside,
  requestObject,
  signingClient,
  type SigningClient,
} from '../support/request-object.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import {
  ask,
  expectAccepted,
  expectErrorPage,
  expectErrorRedirect,
} from './authorization-request.js';
import { ASSERTION_TYPE } from './jws.js';
import { send } from './requests.js';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const bytes = (length: number) => randomBytes(length).toString('base64url');

/** A JWE made by hand: nobody can decrypt it, but whoever tries has a lot of work. */
const jwe = (header: object, ciphertext = bytes(64)) =>
  [encode(header), bytes(256), bytes(12), ciphertext, bytes(16)].join('.');

const REGISTERED = { alg: 'RSA-OAEP-256', enc: 'A256GCM' };
const OFF_CURVE = { kty: 'EC', crv: 'P-256', x: bytes(32), y: bytes(32) };

describe('encrypted JWTs, which only request objects may be', () => {
  let world: OwnWorld;
  let client: RegisteredClient;
  /** Encrypts its request objects, for a key of ours. */
  let sealing: SigningClient;
  let sealedForUs: string;

  beforeAll(async () => {
    world = await startOwnWorld();
    client = await world.registerClient({ token_endpoint_auth_method: 'private_key_jwt' });
    sealing = await signingClient(world, {
      request_object_encryption_alg: 'RSA-OAEP-256',
      request_object_encryption_enc: 'A256GCM',
    });
    sealedForUs = await encrypted(world, await requestObject(world, sealing), REGISTERED);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function expectRefusedEverywhere(token: string): Promise<void> {
    const assertion = { client_assertion_type: ASSERTION_TYPE, client_assertion: token };
    const asClient = await send(world, '/token', {
      grant_type: 'client_credentials',
      ...assertion,
    });
    expect([asClient.status, asClient.json.error]).toEqual([401, 'invalid_client']);
    const request = token.length > 7000 ? token.slice(0, 7000) : token;
    expectErrorRedirect(await ask(world, client, { request }), client, 'invalid_request_object');
    const { client_id } = sealing.client;
    const pushed = await world.post('/par', sealing.client, { client_id, request: token });
    expect([pushed.status, pushed.json.error]).toEqual([400, 'invalid_request_object']);
    expect((await world.userinfo(token.slice(0, 12_000))).status).toBe(401);
    expect((await world.introspect(client, token)).json).toEqual({ active: false });
    expect((await world.revoke(client, token)).status).toBe(200);
  }

  /** How often a private key of ours was used since. */
  const decryptions = () => jest.spyOn(DecryptionKey.prototype, 'decrypt');

  it('L10 "zip": a small token that inflates to a gigabyte is not inflated', async () => {
    const bomb = deflateRawSync(Buffer.alloc(20_000_000)).toString('base64url');
    expect(bomb.length).toBeLessThan(30_000);
    const before = process.memoryUsage().rss;
    const work = decryptions();
    for (const zip of ['DEF', 'GZIP']) {
      await expectRefusedEverywhere(jwe({ alg: 'dir', enc: 'A256GCM', zip }, bomb));
      await expectRefusedEverywhere(jwe({ ...REGISTERED, zip }, bomb));
    }
    expect(work).not.toHaveBeenCalled();
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  it('L11 PBES2 with two thousand million rounds is refused without a round', async () => {
    for (const alg of ['PBES2-HS256+A128KW', 'PBES2-HS512+A256KW']) {
      const header = { alg, enc: 'A256GCM', p2s: bytes(16), p2c: 2 ** 31 };
      await expectRefusedEverywhere(jwe(header));
    }
  });

  it('L12 RSA1_5, points off the curve and foreign key types are refused', async () => {
    await expectRefusedEverywhere(jwe({ alg: 'RSA1_5', enc: 'A256CBC-HS512' }));
    for (const alg of ['ECDH-ES', 'ECDH-ES+A256KW']) {
      await expectRefusedEverywhere(jwe({ alg, enc: 'A256GCM', epk: OFF_CURVE }));
    }
    const { publicKey } = await generateKeyPair('RSA-OAEP-256');
    await expectRefusedEverywhere(
      jwe({ alg: 'RSA-OAEP', enc: 'A256GCM', jwk: await exportJWK(publicKey) }),
    );
  });

  it('L12 a key of 32,768 bits, or one off its curve, cannot be registered', async () => {
    const huge = { kty: 'RSA', kid: 'k', alg: 'RS256', use: 'sig', e: 'AQAB', n: bytes(4096) };
    const off = { ...OFF_CURVE, kid: 'k', alg: 'ES256', use: 'sig' };
    for (const key of [huge, off]) {
      const answer = await world.admin.post('/clients', {
        ...{ client_name: 'x', redirect_uris: ['https://a.example/'], jwks: { keys: [key] } },
        token_endpoint_auth_method: 'private_key_jwt',
      });
      expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
    }
  });

  it('L12 what is registered with a key that is none is refused quickly', async () => {
    const signer = await signingClient(world, { request_object_encryption_alg: 'ECDH-ES' });
    const enc = 'A128CBC-HS256';
    for (const epk of [
      OFF_CURVE,
      { ...OFF_CURVE, x: '' },
      {},
      null,
      'x',
      { ...OFF_CURVE, d: 'x' },
    ]) {
      const request = jwe({ alg: 'ECDH-ES', enc, epk });
      const started = performance.now();
      const answer = await world.browser().get('/authorize', beside(signer.client, { request }));
      expectErrorPage(answer, 'invalid_request_object');
      expect(performance.now() - started).toBeLessThan(500);
    }
  });

  it('L13 no key of ours is used for a client that has not registered for it', async () => {
    const work = decryptions();
    await send(world, '/token', {
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: sealedForUs,
    });
    expectErrorRedirect(
      await ask(world, client, { request: sealedForUs }),
      client,
      'invalid_request_object',
    );
    const wrong = { client_id: sealing.client.client_id, client_secret: 'x', request: sealedForUs };
    expect((await send(world, '/par', wrong)).status).toBe(401);
    for (const header of [
      { enc: 'A128GCM' },
      { alg: 'RSA-OAEP' },
      { alg: 'ECDH-ES' },
      { kid: 'x' },
    ]) {
      const request = jwe({ ...REGISTERED, ...header });
      const answer = await world.browser().get('/authorize', beside(sealing.client, { request }));
      expectErrorPage(answer, 'invalid_request_object');
    }
    expect(work).not.toHaveBeenCalled();
    const good = beside(sealing.client, { request: sealedForUs });
    expectAccepted(await world.browser().get('/authorize', good));
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('L12 what cannot be decrypted and what is not signed inside look the same from outside', async () => {
    const [key] = await encryptionKeys(world);
    const unsigned = await encrypted(world, `${encode({ alg: 'none' })}.e30.`, REGISTERED);
    const plain = await encrypted(world, '{"client_id":"x"}', REGISTERED);
    const twice = await encrypted(world, sealedForUs, REGISTERED);
    const broken = jwe({ ...REGISTERED, kid: key?.kid });
    for (const request of [unsigned, plain, twice, broken]) {
      const answer = await world.browser().get('/authorize', beside(sealing.client, { request }));
      expectErrorPage(answer, 'invalid_request_object');
      expect(answer.text).toContain('not one that this client has signed');
    }
  });

  it('L13 one address does not make us decrypt without end', async () => {
    const work = decryptions();
    const [key] = await encryptionKeys(world);
    const request = jwe({ ...REGISTERED, kid: key?.kid });
    const sent = beside(sealing.client, { request });
    let answer = await world.browser().get('/authorize', sent);
    for (let n = 0; n < 310 && answer.status !== 429; n++) {
      answer = await world.browser().get('/authorize', sent);
    }
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60']);
    expect(work.mock.calls.length).toBeLessThanOrEqual(300);
  }, 60_000);

  it('S04 what the client has signed spends nothing, and at /par nobody spends for it', async () => {
    const work = decryptions();
    const confidential = await signingClient(world, {
      request_object_encryption_alg: 'RSA-OAEP-256',
      request_object_encryption_enc: 'A256GCM',
    });
    const push = async () => {
      const sealed = await encrypted(world, await requestObject(world, confidential), REGISTERED);
      return (await world.post('/par', confidential.client, { request: sealed })).status;
    };
    for (let n = 0; n < 310; n++) {
      const again = await encrypted(world, await requestObject(world, confidential), REGISTERED);
      const sent = beside(confidential.client, { request: again });
      expect((await world.browser().get('/authorize', sent)).status).toBe(303);
    }
    expect(work.mock.calls.length).toBeGreaterThan(300);
    const [key] = await encryptionKeys(world);
    const broken = beside(confidential.client, { request: jwe({ ...REGISTERED, kid: key?.kid }) });
    for (let n = 0; n < 310; n++) await world.browser().get('/authorize', broken);
    expect((await world.browser().get('/authorize', broken)).status).toBe(429);
    expect(await push()).toBe(201);
  }, 90_000);
});
