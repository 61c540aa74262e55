import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { ASSERTION_TYPE, assertionClaims, jws } from './jws.js';
import { mutatedJws } from './jws-mutations.js';
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

describe('C11 no other kind of JWT is a client assertion', () => {
  it.each([
    'at+jwt',
    'dpop+jwt',
    'logout+jwt',
    'oauth-authz-req+jwt',
    'secevent+jwt',
    'token-introspection+jwt',
    'JOSE',
    '',
    'jwt; charset=utf-8',
  ])('C11 refuses typ %j, though the client signed it', async (typ) => {
    const client = await register();
    expect(await status(jws({ alg: 'ES256', typ }, claims(client), client.privateKey))).toBe(401);
  });

  it('C11 accepts the type of RFC 10070, and what came before it', async () => {
    const client = await register();
    for (const header of [HEADER, { alg: 'ES256', typ: 'JWT' }, { alg: 'ES256' }]) {
      expect(await status(jws(header, claims(client), client.privateKey))).toBe(200);
    }
  });

  it('C11 refuses every JWT that we issue', async () => {
    const user = await world.createUser();
    const client = await register();
    const { access_token, id_token = '' } = await world.tokens({ client, user });
    for (const issued of [access_token, id_token]) {
      expect(issued.split('.')).toHaveLength(3);
      expect(await status(issued)).toBe(401);
    }
  });
});

describe('C12 the algorithm cannot be chosen by the attacker', () => {
  it.each(['none', 'None', 'NONE', 'nOnE', '', 'null'])('C12 refuses alg %j', async (alg) => {
    const client = await register();
    const unsigned = jws({ ...HEADER, alg }, claims(client));
    expect(await status(unsigned)).toBe(401);
    expect(await status(`${unsigned}AA`)).toBe(401);
    expect(await status(jws({ ...HEADER, alg }, claims(client), client.privateKey))).toBe(401);
  });

  it.each(['HS256', 'HS384', 'HS512'])(
    'C12 refuses %s with the public key as secret',
    async (alg) => {
      const keys = rsa();
      const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1' };
      const client = await register({ jwks: { keys: [jwk] } });
      const secrets = [
        keys.publicKey.export({ type: 'spki', format: 'pem' }),
        keys.publicKey.export({ type: 'pkcs1', format: 'pem' }),
        keys.publicKey.export({ type: 'spki', format: 'der' }),
        JSON.stringify(jwk),
        Buffer.from(String(jwk.n), 'base64url'),
        '',
      ];
      for (const secret of secrets) {
        const forged = jws({ alg, kid: 'k1' }, claims(client), Buffer.from(secret));
        expect(await status(forged)).toBe(401);
      }
      expect(await status(jws({ alg: 'RS256', kid: 'k1' }, claims(client), keys.privateKey))).toBe(
        200,
      );
    },
  );

  it('C12 a key for one algorithm is no key for another: RS256 and PS256', async () => {
    const { publicKey, privateKey } = rsa();
    const jwk = publicKey.export({ format: 'jwk' });
    for (const [alg, other] of [
      ['RS256', 'PS256'],
      ['PS256', 'RS256'],
    ] as const) {
      const keyed = await register({ jwks: { keys: [{ ...jwk, alg }] } });
      expect(await status(jws({ alg: other }, claims(keyed), privateKey))).toBe(401);
      expect(await status(jws({ alg }, claims(keyed), privateKey))).toBe(200);
      const registered = await register({
        ...{ jwks: { keys: [jwk] }, token_endpoint_auth_signing_alg: alg },
      });
      expect(await status(jws({ alg: other }, claims(registered), privateKey))).toBe(401);
      expect(await status(jws({ alg }, claims(registered), privateKey))).toBe(200);
    }
  });

  it('C12 no change to an assertion leaves it valid', async () => {
    let client = await register();
    const jwk = createPublicKey(client.privateKey as KeyObject).export({ format: 'jwk' });
    let runs = 0;
    const mutation = mutatedJws(Buffer.from(JSON.stringify(jwk)));
    await fc.assert(
      fc.asyncProperty(mutation, async (mutate) => {
        if (runs++ % 15 === 0) client = await register();
        const good = jws(HEADER, claims(client), client.privateKey);
        expect(await status(mutate(good))).toBe(401);
      }),
      { numRuns: 150 },
    );
    clock.advance(61);
    expect(await status(jws(HEADER, claims(client), client.privateKey))).toBe(200);
  });
});

describe('C13 the header cannot bring a key along', () => {
  let hits = 0;
  const listener = createServer((socket) => {
    hits++;
    socket.destroy();
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    listener.close();
  });

  it('C13 ignores jwk, jku, x5u and x5c, and fetches nothing', async () => {
    const attacker = ec();
    const client = await register();
    const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/keys`;
    const jwk = attacker.publicKey.export({ format: 'jwk' });
    const der = attacker.publicKey.export({ type: 'spki', format: 'der' });
    const x5t = createHash('sha256').update(der).digest('base64url');
    const headers = [
      { jwk },
      { jku: url },
      { x5u: url },
      { x5c: [der.toString('base64')] },
      { jwk, jku: url, x5u: url, x5c: [der.toString('base64')], 'x5t#S256': x5t, kid: 'mine' },
    ];
    for (const injected of headers) {
      const header = { ...HEADER, ...injected };
      expect(await status(jws(header, claims(client), attacker.privateKey))).toBe(401);
    }
    // Beside a good signature they mean nothing.
    expect(await status(jws({ ...HEADER, jku: url }, claims(client), client.privateKey))).toBe(200);
    expect(hits).toBe(0);
  });

  it.each([
    ['a path', '../../../../dev/null'],
    ['SQL', "' OR 1=1--"],
    ['a NUL', 'k\0'],
    ['10 kB', 'k'.repeat(10_240)],
    ['a command', '|/bin/true'],
    ['an object', { kty: 'oct', k: '' }],
    ['nothing', ''],
    ['null', null],
    ['a prototype key', '__proto__'],
  ])('C13 kid that is %s', async (_what, kid) => {
    const client = await register();
    for (const secret of [Buffer.alloc(0), Buffer.from('\0')]) {
      expect(await status(jws({ ...HEADER, alg: 'HS256', kid }, claims(client), secret))).toBe(401);
    }
    expect(await status(jws({ ...HEADER, kid }, claims(client), ec().privateKey))).toBe(401);
  });

  it('C13 refuses critical extensions that it does not know, and unencoded payloads', async () => {
    const client = await register();
    for (const extension of [
      { crit: ['exp'] },
      { crit: ['http://example.com/x'], 'http://example.com/x': true },
      { crit: ['b64'], b64: false },
      { crit: [] },
      { crit: 'b64', b64: true },
    ]) {
      const header = { ...HEADER, ...extension };
      expect(await status(jws(header, claims(client), client.privateKey))).toBe(401);
    }
  });
});
