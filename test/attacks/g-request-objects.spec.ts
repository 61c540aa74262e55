import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from '../support/answer.js';
import { clientAssertion } from '../support/registered-client.js';
import {
  aboutItself,
  beside,
  requestObject,
  signingClient,
  type SigningClient,
} from '../support/request-object.js';
import { walk } from '../support/sign-in.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import {
  authorizationRequest,
  expectAccepted,
  expectErrorPage,
  expectErrorRedirect,
} from './authorization-request.js';
import { ASSERTION_TYPE, jws } from './jws.js';
import { mutatedJws } from './jws-mutations.js';
import { send } from './requests.js';

const REDIRECT_URI = 'https://client.example/callback';

describe('G: request objects', () => {
  let world: LocalWorld;
  let signer: SigningClient;
  /** Says all about itself, and asks alone. */
  let strict: SigningClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    signer = await signingClient(world);
    strict = await signingClient(world, { require_signed_request_object: true });
    user = await world.createUser();
  });

  const claimsOf = (one: SigningClient, changes: object = {}): Record<string, unknown> => ({
    ...authorizationRequest(one.client),
    ...aboutItself(one.client, world),
    ...changes,
  });

  /** Sends it to /authorize and to /par: both refuse it, with the same error. */
  async function expectRefused(
    request: string,
    one = signer,
    error = 'invalid_request_object',
  ): Promise<void> {
    const sent = authorizationRequest(one.client, { request });
    expectErrorRedirect(await world.browser().get('/authorize', sent), one.client, error);
    const answer = await world.post('/par', one.client, sent);
    expect([answer.status, answer.json.error]).toEqual([400, error]);
  }

  it('G08 one that is not signed is refused, whatever it calls that', async () => {
    for (const alg of ['none', 'None', 'nOnE', 'NONE', '', undefined]) {
      await expectRefused(jws({ alg }, claimsOf(signer)));
      await expectRefused(jws({ alg, typ: 'oauth-authz-req+jwt' }, claimsOf(strict)), strict);
    }
    await expectRefused(`${jws({ alg: 'RS256' }, claimsOf(signer))}AAAA`);
  });

  it('G08 C12 one that is signed with another key or another algorithm is refused', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const header = { alg: 'RS256', kid: 'request' };
    await expectRefused(jws(header, claimsOf(signer), other));
    await expectRefused(jws({ alg: 'RS256' }, claimsOf(signer), other));
    // The key of the client says RS256.
    await expectRefused(jws({ ...header, alg: 'PS256' }, claimsOf(signer), signer.privateKey));
    await expectRefused(await requestObject(world, { ...signer, privateKey: strict.privateKey }));
    const fixed = await signingClient(world, { request_object_signing_alg: 'ES256' });
    await expectRefused(await requestObject(world, fixed), fixed);
  });

  it('G08 C12 its public key is no secret to sign with', async () => {
    const pem = signer.publicKey.export({ type: 'spki', format: 'pem' });
    const der = signer.publicKey.export({ type: 'spki', format: 'der' });
    const jwk = JSON.stringify(signer.publicKey.export({ format: 'jwk' }));
    for (const secret of [Buffer.from(pem), der, Buffer.from(jwk), Buffer.from('')]) {
      for (const kid of ['request', undefined]) {
        await expectRefused(jws({ alg: 'HS256', kid }, claimsOf(signer), secret));
      }
    }
    const secret = signer.client.client_secret ?? '';
    await expectRefused(jws({ alg: 'HS256' }, claimsOf(signer), Buffer.from(secret)));
    expect(createHmac('sha256', secret).update('x').digest()).toHaveLength(32);
  });

  it('G08 one for another server, from another client, or for no time is refused', async () => {
    const now = Math.floor(Date.now() / 1000);
    for (const changes of [
      { aud: 'https://other.example' },
      { aud: [] },
      { aud: ['https://other.example', `${world.issuer}/`] },
      { aud: `${world.issuer}/par` },
      { aud: `${world.issuer}/authorize` },
      { aud: 5 },
      { aud: { [world.issuer]: true } },
      { iss: strict.client.client_id },
      { iss: world.issuer },
      { iss: '' },
      { iss: [signer.client.client_id] },
      { client_id: strict.client.client_id },
      { client_id: [signer.client.client_id] },
      { exp: now - 11 },
      { exp: now + 3700 },
      { exp: now + 1e12 },
      { exp: String(now + 60) },
      { exp: null },
      { nbf: now + 12 },
      { nbf: now - 3700 },
      { nbf: 'now' },
      { iat: now + 100 },
      { iat: 'now' },
      { jti: 5 },
      { jti: 'x'.repeat(257) },
    ]) {
      await expectRefused(await requestObject(world, signer, changes));
    }
    // RFC 7519 §2, NumericDate: "non-integer values can be represented".
    const fractions = { exp: now + 60.5, nbf: now - 0.5, iat: now - 0.5 };
    const request = await requestObject(world, signer, fractions);
    const sent = authorizationRequest(signer.client, { request });
    expect((await world.post('/par', signer.client, sent)).status).toBe(201);
    // 1e400 is Infinity to JavaScript.
    const claims = JSON.stringify(claimsOf(signer)).replace(/"exp":\d+/, '"exp":1e400');
    await expectRefused(jws({ alg: 'RS256', kid: 'request' }, claims, signer.privateKey));
  });

  it('G08 what has to say all about itself and does not is refused', async () => {
    for (const name of ['iss', 'aud', 'exp', 'client_id']) {
      await expectRefused(await requestObject(world, strict, { [name]: undefined }), strict);
    }
    const good = beside(strict.client, { request: await requestObject(world, strict) });
    expectAccepted(await world.browser().get('/authorize', good));
  });

  it('G08 nothing that an attacker makes of a good one is good', async () => {
    const good = await requestObject(world, signer);
    const der = signer.publicKey.export({ type: 'spki', format: 'der' });
    await fc.assert(
      fc.asyncProperty(mutatedJws(der), async (mutate) => {
        const request = mutate(good);
        if (request === good) return;
        const sent = beside(signer.client, { request });
        const { status, location } = await world.browser().get('/authorize', sent);
        expect([status, location]).toEqual([400, undefined]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('C13 keys and addresses in its header are not used', async () => {
    const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = foreign.publicKey.export({ format: 'jwk' });
    for (const header of [
      { jwk },
      { jwk, kid: 'request' },
      { jku: 'https://evil.example/jwks' },
      { x5u: 'https://evil.example/cert' },
      { x5c: ['MIIB'] },
      { kid: '../../dev/null' },
      { kid: "' OR 1=1--" },
      { kid: 'x'.repeat(5000) },
      { kid: { a: 1 } },
      { typ: 5 },
    ]) {
      await expectRefused(jws({ alg: 'RS256', ...header }, claimsOf(signer), foreign.privateKey));
    }
    for (const header of [{ crit: ['exp'], exp: 1 }, { crit: ['b64'], b64: false }, { crit: [] }]) {
      const request = jws({ alg: 'RS256', ...header }, claimsOf(signer), signer.privateKey);
      await expectRefused(request);
    }
  });

  it.each(['client-authentication+jwt', 'at+jwt', 'dpop+jwt', 'logout+jwt', 'secevent+jwt', 'x'])(
    'G09 C11 another JWT of the client, of typ %s, is no request',
    async (typ) => {
      await expectRefused(await requestObject(world, signer, {}, { typ }));
    },
  );

  it('G09 C11 a client assertion is no request, and a request no client assertion', async () => {
    const client = await world.registerClient({ token_endpoint_auth_method: 'private_key_jwt' });
    const asSigner = {
      client,
      privateKey: client.privateKey as never,
      publicKey: undefined as never,
    };
    const request = await clientAssertion(client, world.issuer);
    await expectRefused(request, asSigner);
    const byKey = await signingClient(world, { token_endpoint_auth_method: 'private_key_jwt' });
    for (const changes of [{}, { jti: 'a' }, { jti: 'b', sub: byKey.client.client_id }]) {
      for (const typ of ['oauth-authz-req+jwt', 'JWT']) {
        const object = await requestObject(world, byKey, changes, { typ });
        if (typ === 'JWT' && 'sub' in changes) {
          // It could be either: as a request it is refused.
          const sent = beside(byKey.client, { request: object });
          expectErrorPage(await world.browser().get('/authorize', sent), 'invalid_request_object');
          continue;
        }
        const fields = { client_assertion_type: ASSERTION_TYPE, client_assertion: object };
        const answer = await send(world, '/token', { grant_type: 'refresh_token', ...fields });
        expect([answer.status, answer.json.error]).toEqual([401, 'invalid_client']);
      }
    }
  });

  it('G09 C11 no JWT of ours is a request', async () => {
    const tokens = await world.tokens({ client: signer.client, user });
    for (const token of [tokens.access_token, tokens.id_token ?? '']) await expectRefused(token);
  });

  it('G02 it cannot refer to another request', async () => {
    for (const changes of [
      { request: 'e30.e30.e30' },
      { request_uri: 'urn:ietf:params:oauth:request_uri:x' },
      { request_uri: 'https://client.example/request' },
      { request: '' },
      { request_uri: null },
    ]) {
      await expectRefused(await requestObject(world, signer, changes), signer, 'invalid_request');
    }
  });

  it('A07 two of them, or one of each kind, are refused', async () => {
    const request = await requestObject(world, signer);
    const browser = world.browser();
    for (const changes of [
      { request: [request, request] },
      { request, request_uri: 'https://client.example/request' },
    ]) {
      const sent = authorizationRequest(signer.client, changes);
      const answer = await browser.get('/authorize', sent);
      expectErrorRedirect(answer, signer.client, 'invalid_request');
    }
    const urn = { request, request_uri: 'urn:ietf:params:oauth:request_uri:x' };
    expectErrorPage(await browser.get('/authorize', authorizationRequest(signer.client, urn)));
    const twice = authorizationRequest(signer.client, { request, nonce: ['a', 'b'] });
    expectErrorRedirect(await browser.get('/authorize', twice), signer.client, 'invalid_request');
  });

  it('G06 what stands beside it changes nothing', async () => {
    const outside = { state: 'other', nonce: 'other', redirect_uri: 'https://evil.example' };
    for (const one of [signer, strict]) {
      const nonce = `inside-${randomBytes(4).toString('hex')}`;
      const request = await requestObject(world, one, { nonce });
      const browser = world.browser();
      const scope = 'openid profile email';
      const sent = beside(one.client, { request, scope, ...outside });
      const end = await walk(browser, await browser.get('/authorize', sent), {
        ...{ user, until: REDIRECT_URI },
      });
      expect(end.location?.href.startsWith(REDIRECT_URI)).toBe(true);
      expect(end.parameters['state']).toBe('state-of-the-client');
      const sql = 'SELECT granted, nonce FROM authorizations WHERE client_id = ? AND nonce = ?';
      const found = await world.query(sql, [one.client.client_id, nonce]);
      expect(found).toEqual([{ granted: '{"":["openid"]}', nonce }]);
    }
  });

  it('A27 what it said stays what it said, whatever is posted later', async () => {
    const request = await requestObject(world, strict, { nonce: 'pinned' });
    const browser = world.browser();
    const start = await browser.get('/authorize', beside(strict.client, { request }));
    const page = await browser.follow(start);
    const { username, password } = user;
    const other = await requestObject(world, strict, { scope: 'openid email', state: 'other' });
    const changed = { request: other, scope: 'openid email', redirect_uri: 'https://evil.example' };
    const next = await browser.click(page, 'login-submit', { username, password, ...changed });
    const end = await walk(browser, next, { user, until: REDIRECT_URI });
    expect(end.parameters['state']).toBe('state-of-the-client');
    expect(end.location?.href.startsWith(REDIRECT_URI)).toBe(true);
  });

  it('A20 A21 L07 what no form could hold is refused, and nothing in it is a prototype', async () => {
    for (const state of ['a\u0000b', 'a\r\nSet-Cookie: x=y', '\ud800', 'a\u007f']) {
      await expectRefused(await requestObject(world, signer, { state }), signer, 'invalid_request');
    }
    const json = JSON.stringify(claimsOf(signer)).replace('{', '{"__proto__":{"scope":"admin"},');
    const request = jws({ alg: 'RS256', kid: 'request' }, json, signer.privateKey);
    const sent = beside(signer.client, { request });
    expectAccepted(await world.browser().get('/authorize', sent));
  });

  it('L08 one that is nested deeply, or has too many parameters, is refused', async () => {
    const deep = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;
    await expectRefused(await requestObject(world, signer, { claims: deep(1000) }));
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`p${n}`, 'x']));
    await expectRefused(await requestObject(world, signer, many), signer, 'invalid_request');
    const post = async (login_hint: unknown): Promise<Answer> => {
      const request = await requestObject(world, signer, { login_hint });
      return world.post('/par', signer.client, { client_id: signer.client.client_id, request });
    };
    // The first is not even read; the second is more than can be kept once it is written as text.
    expect((await post('x'.repeat(100_000))).status).toBe(413);
    expect((await post('"'.repeat(20_000))).status).toBe(400);
    expect((await post('"'.repeat(10_000))).status).toBe(201);
  });
});
