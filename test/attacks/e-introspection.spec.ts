// Introspection: RFC 7662; RFC 7662 §2.1, §2.2.
import { createHash, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { JWK } from 'jose';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { clock } from '../support/clock.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { jws, part } from './jws.js';
import { mutatedJws } from './jws-mutations.js';
import { comparable, inParallel, send } from './requests.js';
import { refreshTokenOf } from './subject.js';

const API = 'https://letters.example';
const INACTIVE = { active: false };

let world: LocalWorld;
let user: RegisteredUser;
let client: RegisteredClient;
let api: RegisteredClient;

beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser();
  await world.registerResourceServer({ identifier: API, scopes: ['letters:read'] });
  await world.registerResourceServer({
    ...{ identifier: 'https://sealed.example', scopes: ['sealed:read'] },
    access_token_format: 'opaque',
  });
  client = await world.registerClient({ scope: 'openid offline_access letters:read sealed:read' });
  api = await resourceServer(API);
});

const resourceServer = (identifier: string) =>
  world.registerClient({
    ...{ redirect_uris: [], grant_types: ['client_credentials'] },
    resource_server: identifier,
  });

const signIn = (scope = 'openid letters:read') => world.tokens({ client, user, scope });
const published = async () => (await world.get('/jwks')).json as { keys: JWK[] };

describe('E01 "the protected resource MUST authenticate" (RFC 7662 §2.1, §4)', () => {
  it('E01 refuses nobody, a wrong secret, and a public client; about its own token too', async () => {
    const open = await world.registerClient({ token_endpoint_auth_method: 'none' });
    const { access_token: token } = await world.tokens({ client: open, user });
    const { client_id } = api;
    const attempts: Promise<Answer>[] = [
      send(world, '/introspect', { token }),
      send(world, '/introspect', { token, client_id }),
      send(world, '/introspect', { token, client_id, client_secret: 'wrong' }),
      send(world, '/introspect', { token }, { authorization: `Bearer ${token}` }),
      send(world, '/introspect', { token }, { authorization: basic({ client_id }) }),
      world.introspect(open, token),
    ];
    for (const { status, json } of await Promise.all(attempts)) {
      expect([status, json.error]).toEqual([401, 'invalid_client']);
      expect(json).not.toHaveProperty('active');
    }
    expect((await world.get(`/introspect?token=${token}`)).status).toBe(405);
  });
});

describe('E02 only the owner and the audience learn about a token', () => {
  it('E02 to everybody else it is inactive, and not a word more', async () => {
    const { access_token, refresh_token = '', id_token = '' } = await signIn();
    const strangers = [
      await world.registerClient({ scope: String(client['scope']) }),
      await resourceServer('https://sealed.example'),
      await resourceServer('https://letters.example/letters'),
      await resourceServer('https://letters.example.evil.example'),
    ];
    for (const stranger of strangers) {
      for (const token of [access_token, refresh_token, id_token]) {
        for (const token_type_hint of [undefined, 'access_token', 'refresh_token', 'bogus']) {
          const answer = await world.introspect(stranger, token, { token_type_hint });
          expect([answer.status, answer.json]).toEqual([200, INACTIVE]);
        }
      }
    }
    for (const known of [client, api]) {
      expect((await world.introspect(known, access_token)).json).toMatchObject({
        ...{ active: true, sub: user.sub, client_id: client.client_id, iss: world.issuer },
      });
    }
    // The refresh token is nobody's business but its client's.
    expect((await world.introspect(api, refresh_token)).json).toEqual(INACTIVE);
    expect((await world.introspect(client, refresh_token)).json.active).toBe(true);
  });

  it('E02 an opaque token neither', async () => {
    const { access_token } = await signIn('openid sealed:read');
    expect(access_token).toMatch(/^gh_at_/);
    expect((await world.introspect(api, access_token)).json).toEqual(INACTIVE);
    const sealed = await resourceServer('https://sealed.example');
    expect((await world.introspect(sealed, access_token)).json.active).toBe(true);
  });
});

describe('E03 tokens cannot be found by asking', () => {
  it('E03 random, expired, revoked, of another kind, of another issuer: one answer', async () => {
    const { access_token: revoked, id_token = '', ...rest } = await signIn();
    await world.revoke(client, revoked);
    const expired = (await signIn()).access_token;
    const { code } = await world.authorizationCode({ client, user });
    clock.advance(601);
    const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const claims = { ...part(expired, 1), iss: 'https://other.example', exp: clock.now() + 60 };
    const random = comparable(await world.introspect(client, randomBytes(32).toString('hex')));
    expect([random.status, random.body]).toEqual([200, '{"active":false}']);
    for (const token of [
      ...[revoked, expired, id_token, code],
      jws(part(expired, 0), claims, foreign),
      refreshTokenOf(rest).replace(/.$/, '~'),
      `gh_at_${randomBytes(32).toString('base64url')}`,
      ...['x', '..', 'a.b.c', 'null', '\u{1f600}', '%', 'x'.repeat(20_000), "' OR 1=1--"],
    ]) {
      expect(comparable(await world.introspect(client, token))).toEqual(random);
    }
  });

  it('E03 whoever asks about nothing but made-up tokens is slowed down; good ones are answered', async () => {
    const scanner = await world.registerClient({ scope: 'openid' });
    const { access_token } = await world.tokens({ client: scanner, user });
    const statuses: number[] = [];
    for (let round = 0; round < 20; round++) {
      const answers = await inParallel(50, () =>
        world.introspect(scanner, randomBytes(32).toString('base64url')),
      );
      statuses.push(...answers.map(({ status }) => status));
    }
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    const last = await world.introspect(scanner, 'x');
    expect(last.json.error_description).toBe(
      'Too many unknown tokens. The limit unknown_tokens_per_minute is reached; try again in 60 seconds.',
    );
    expect((await world.introspect(scanner, access_token)).json.active).toBe(true);
    expect((await world.introspect(api, 'x')).json).toEqual(INACTIVE);
    clock.elapse(61);
    expect((await world.introspect(scanner, 'x')).json).toEqual(INACTIVE);
  });
});

describe('E04 a JWT is what we signed, or nothing', () => {
  it('E04 every truncation and every change of a live token is inactive', async () => {
    const { access_token } = await signIn();
    const [jwk] = (await published()).keys.filter(({ alg }) => alg === 'ES256');
    const mutation = mutatedJws(Buffer.from(JSON.stringify(jwk)));
    const checked = async (token: string) => {
      if (token !== '') expect((await world.introspect(client, token)).json).toEqual(INACTIVE);
      expect((await world.userinfo(token)).status).not.toBe(200);
    };
    for (let cut = 1; cut <= 100; cut++) await checked(access_token.slice(0, -cut));
    await fc.assert(
      fc.asyncProperty(mutation, async (mutate) => checked(mutate(access_token))),
      { numRuns: 200 },
    );
    expect((await world.introspect(client, access_token)).json.active).toBe(true);
  }, 60_000);

  it('E04 a token has one spelling: no other last character of the signature', async () => {
    const { access_token } = await signIn();
    const bytes = (token: string) => Buffer.from(token.split('.')[2] ?? '', 'base64url');
    const siblings = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      .split('')
      .map((last) => access_token.slice(0, -1) + last)
      .filter((token) => token !== access_token && bytes(token).equals(bytes(access_token)));
    expect(siblings.length).toBeGreaterThan(0);
    for (const token of siblings) {
      expect((await world.introspect(client, token)).json).toEqual(INACTIVE);
    }
    for (const token of [`${access_token}=`, `${access_token}==`, ` ${access_token}`]) {
      expect((await world.introspect(client, token)).json).toEqual(INACTIVE);
    }
  });

  it('E04 signed with another key under our kid', async () => {
    const { access_token, id_token = '' } = await signIn();
    const [header, claims] = [part(access_token, 0), part(access_token, 1)];
    const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = attacker.publicKey.export({ format: 'jwk' });
    const ours = (await published()).keys.find(({ kid }) => kid === header['kid']) ?? {};
    const pem = createPublicKey({ key: ours, format: 'jwk' })
      .export({ type: 'spki', format: 'pem' })
      .toString();
    const rs256 = part(id_token, 0)['kid'];
    for (const forged of [
      jws(header, claims, attacker.privateKey),
      jws({ ...header, jwk }, claims, attacker.privateKey),
      jws({ ...header, kid: 'none' }, claims, attacker.privateKey),
      jws({ ...header, kid: undefined, jwk }, claims, attacker.privateKey),
      jws({ ...header, alg: 'RS256', kid: rs256 }, claims, rsa.privateKey),
      jws({ ...header, alg: 'none' }, claims),
      jws({ ...header, alg: 'HS256' }, claims, Buffer.from(pem)),
      jws({ ...header, alg: 'HS256' }, claims, Buffer.from(JSON.stringify(ours))),
      jws({ ...header, alg: 'HS256' }, claims, createHash('sha256').update(pem).digest()),
    ]) {
      expect((await world.introspect(client, forged)).json).toEqual(INACTIVE);
      const answer = await world.userinfo(forged);
      expect([answer.status, answer.json.error]).toEqual([401, 'invalid_token']);
    }
  });
});

describe('E19 nothing remembers what a token was', () => {
  it('E19 an answer to A is no answer to B', async () => {
    const stranger = await world.registerClient();
    const { access_token } = await signIn();
    for (let n = 0; n < 3; n++) {
      expect((await world.introspect(api, access_token)).json.active).toBe(true);
      expect((await world.introspect(stranger, access_token)).json).toEqual(INACTIVE);
    }
  });

  it('E19 a resource server that lost its resource is a stranger at once', async () => {
    const former = await resourceServer(API);
    const { access_token } = await signIn();
    expect((await world.introspect(former, access_token)).json.active).toBe(true);
    await world.admin.patch(`/clients/${former.client_id}`, { resource_server: null });
    expect((await world.introspect(former, access_token)).json).toEqual(INACTIVE);
  });

  it('E19 a revocation is not forgotten while any node may take the token for alive', async () => {
    const { access_token } = await signIn();
    await world.revoke(client, access_token);
    clock.advance(660);
    await world.keepHouse();
    clock.advance(-120);
    expect((await world.introspect(client, access_token)).json).toEqual(INACTIVE);
  });

  it('E19 answers may not be stored by anybody on the way', async () => {
    const answer = await world.introspect(api, (await signIn()).access_token);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});
