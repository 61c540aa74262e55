import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import * as issuers from '../specs/rfc7523/issuers.js';
import { jws } from './jws.js';
import { mutatedJws } from './jws-mutations.js';
import { inParallel } from './requests.js';

const { HEADER } = issuers;

let world: LocalWorld;
let client: RegisteredClient;
let partner: issuers.Partner;
let user: RegisteredUser;
beforeAll(async () => {
  world = await startWorld();
  await issuers.registerApis(world);
  client = await issuers.registerClient(world);
  partner = await issuers.registerPartner(world, client);
  user = await world.createUser();
});

const good = (changes: Readonly<Record<string, unknown>> = {}) =>
  issuers.assertionFor(world, partner, user, changes);
const claims = (changes: Readonly<Record<string, unknown>> = {}) =>
  issuers.claimsOf(world, partner, user.sub, changes);

async function outcome(assertion: string, presenter = client): Promise<string> {
  const answer = await issuers.present(world, presenter, assertion);
  if (answer.status === 200) return 'accepted';
  expect(answer.status).toBe(400);
  return String(answer.json.error);
}

describe('K14 what an assertion has to be', () => {
  it.each(['none', 'None', 'NONE', 'nOnE', '', 'null'])('K14 refuses alg %j', async (alg) => {
    const unsigned = jws({ ...HEADER, alg }, claims());
    expect(await outcome(unsigned)).toBe('invalid_grant');
    expect(await outcome(`${unsigned}AA`)).toBe('invalid_grant');
    expect(await outcome(jws({ ...HEADER, alg }, claims(), partner.privateKey))).toBe(
      'invalid_grant',
    );
  });

  it('K14 refuses an HMAC with the public key, and another algorithm for the same key', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256' };
    const settings = { jwks: { keys: [jwk] } };
    const rsa = { ...(await issuers.registerPartner(world, client, settings)), privateKey };
    const about = () => issuers.claimsOf(world, rsa, user.sub);
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    for (const alg of ['HS256', 'HS384', 'HS512']) {
      const forged = jws({ alg, kid: 'k1' }, about(), Buffer.from(pem));
      expect(await outcome(forged)).toBe('invalid_grant');
    }
    expect(await outcome(jws({ alg: 'PS256', kid: 'k1' }, about(), privateKey))).toBe(
      'invalid_grant',
    );
    expect(await outcome(jws({ alg: 'RS256', kid: 'k1' }, about(), privateKey))).toBe('accepted');
  });

  it('K14 refuses whatever is not exactly what was signed', async () => {
    const spki = Buffer.from(JSON.stringify(partner.jwks));
    await fc.assert(
      fc.asyncProperty(mutatedJws(spki), async (mutate) => {
        const mutated = mutate(good());
        // Cut to nothing it counts as left out.
        expect(await outcome(mutated)).toMatch(/^invalid_(grant|request)$/);
      }),
      { numRuns: 150 },
    );
  });

  it('K14 refuses keys that come with it, and the word of one issuer for another', async () => {
    const { privateKey, jwks } = issuers.keys();
    for (const header of [{}, { jwk: jwks.keys[0] }, { jku: 'https://evil.example/jwks' }]) {
      expect(await outcome(jws({ ...HEADER, ...header }, claims(), privateKey))).toBe(
        'invalid_grant',
      );
    }
    const other = await issuers.registerPartner(world, client);
    const posing = issuers.signed(other, claims());
    expect(await outcome(posing)).toBe('invalid_grant');
  });

  const now = () => clock.now();
  it.each<[string, () => Record<string, unknown>]>([
    ...['iss', 'sub', 'aud', 'exp', 'jti'].map((claim): [string, () => Record<string, unknown>] => [
      `no ${claim}`,
      () => ({ [claim]: undefined }),
    ]),
    ['an unknown iss', () => ({ iss: 'https://nobody.example' })],
    ['an iss with a slash too many', () => ({ iss: `${partner.issuer}/` })],
    ['an iss in an array', () => ({ iss: [partner.issuer] })],
    ['an aud in an array', () => ({ aud: [world.issuer] })],
    ['an aud among others', () => ({ aud: [world.issuer, 'https://other.example'] })],
    ['an aud with a slash too many', () => ({ aud: `${world.issuer}/` })],
    ['another aud', () => ({ aud: 'https://other.example' })],
    ['another endpoint as aud', () => ({ aud: `${world.issuer}/introspect` })],
    ['an exp in the past', () => ({ exp: now() - 11 })],
    ['an exp more than ten minutes ahead', () => ({ exp: now() + 630 })],
    ['an exp in milliseconds', () => ({ exp: (now() + 60) * 1000 })],
    ['an exp as a text', () => ({ exp: String(now() + 60) })],
    ['an exp too far ahead, as a fraction', () => ({ exp: now() + 630.5 })],
    ['an iat more than a minute ahead', () => ({ iat: now() + 75 })],
    ['an nbf more than ten seconds ahead', () => ({ nbf: now() + 25 })],
    ['an iat as a text', () => ({ iat: 'now' })],
    ['a sub that is nobody', () => ({ sub: 'nobody' })],
    ['a sub that is a number', () => ({ sub: 7 })],
    ['a sub that is empty', () => ({ sub: '' })],
    ['a sub that is an array', () => ({ sub: [user.sub] })],
    ['a jti that is empty', () => ({ jti: '' })],
    ['a jti that is a number', () => ({ jti: 7 })],
    ['a jti of 300 characters', () => ({ jti: 'j'.repeat(300) })],
  ])('K14 refuses %s', async (_what, changes) => {
    expect(await outcome(good(changes()))).toBe('invalid_grant');
  });

  it.each(['at+jwt', 'client-authentication+jwt', 'dpop+jwt', 'logout+jwt', 'secevent+jwt', ''])(
    'K14 refuses typ %j: it was signed for something else',
    async (typ) => {
      expect(await outcome(issuers.signed(partner, claims(), { typ }))).toBe('invalid_grant');
    },
  );

  it('K14 refuses our own tokens', async () => {
    const app = await world.registerClient({ scope: 'openid photos:read' });
    const tokens = await world.tokens({ client: app, user, scope: 'openid photos:read' });
    for (const token of [tokens.access_token, tokens.id_token ?? '', tokens.refresh_token ?? '']) {
      expect(await outcome(token)).toBe('invalid_grant');
    }
  });

  it('K14 times may have a fraction: "non-integer values can be represented" (RFC 7519 §2)', async () => {
    const past = now() - 0.5;
    const fraction = good({ exp: now() + 60.5, iat: past, nbf: past });
    expect(await outcome(fraction)).toBe('accepted');
    expect(await outcome(fraction)).toBe('invalid_grant');
  });

  it('K14 accepts the types that mean it, and clocks that are a little wrong', async () => {
    for (const header of [{}, { typ: 'JWT' }, { typ: 'authorization-grant+jwt' }]) {
      expect(await outcome(issuers.signed(partner, claims(), header))).toBe('accepted');
    }
    const skewed = { iat: now() + 9, nbf: now() + 9, exp: now() + 70 };
    expect(await outcome(good(skewed))).toBe('accepted');
    expect(await outcome(good({ iat: now() - 60, exp: now() - 5 }))).toBe('accepted');
  });
});

describe('K14 an assertion is good once', () => {
  it('K14 the second time it is refused, until its very end', async () => {
    const assertion = good();
    expect(await outcome(assertion)).toBe('accepted');
    for (const seconds of [0, 30, 29, 9, 3, 600]) {
      clock.advance(seconds);
      expect(await outcome(assertion)).toBe('invalid_grant');
    }
  });

  it('K14 of twenty at once exactly one is accepted', async () => {
    for (let round = 0; round < 3; round++) {
      const assertion = good();
      const answers = await inParallel(20, () => outcome(assertion));
      expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(1);
    }
  });

  it('K14 issuers do not use up one another’s jti', async () => {
    const other = await issuers.registerPartner(world, client);
    const jti = 'the-same';
    expect(await outcome(good({ jti }))).toBe('accepted');
    expect(await outcome(issuers.assertionFor(world, other, user, { jti }))).toBe('accepted');
    expect(await outcome(good({ jti }))).toBe('invalid_grant');
  });
});

describe('K14 who may do it', () => {
  it('K14 only clients that the issuer was registered for', async () => {
    const other = await issuers.registerClient(world);
    expect(await outcome(good(), other)).toBe('invalid_grant');
    const grantless = await world.registerClient({ scope: 'photos:read', first_party: true });
    const settings = { client_ids: [grantless.client_id] };
    const theirs = await issuers.registerPartner(world, grantless, settings);
    expect(await outcome(issuers.assertionFor(world, theirs, user), grantless)).toBe(
      'unauthorized_client',
    );
  });

  it('K14 not an issuer that was disabled or deleted, nor with keys it had before', async () => {
    const doomed = await issuers.registerPartner(world, client);
    const path = `/assertion-issuers/${doomed.id}`;
    const attempt = () => outcome(issuers.assertionFor(world, doomed, user));
    expect(await attempt()).toBe('accepted');
    await world.admin.patch(path, { enabled: false });
    expect(await attempt()).toBe('invalid_grant');
    await world.admin.patch(path, { enabled: true });
    expect(await attempt()).toBe('accepted');
    await world.admin.patch(path, { jwks: issuers.keys().jwks });
    expect(await attempt()).toBe('invalid_grant');
    await world.admin.delete(path);
    expect(await attempt()).toBe('invalid_grant');
  });

  it('K14 not for a user who was disabled or deleted', async () => {
    const gone = await world.createUser();
    const attempt = () => outcome(issuers.assertionFor(world, partner, gone));
    expect(await attempt()).toBe('accepted');
    await world.admin.patch(`/users/${gone.sub}`, { disabled: true });
    expect(await attempt()).toBe('invalid_grant');
    await world.admin.delete(`/users/${gone.sub}`);
    expect(await attempt()).toBe('invalid_grant');
  });

  it('K14 not without the consent that the client needs', async () => {
    const app = await issuers.registerClient(world, { first_party: false });
    const theirs = await issuers.registerPartner(world, app);
    const person = await world.createUser();
    const assertion = (): string => issuers.assertionFor(world, theirs, person);
    expect(await outcome(assertion(), app)).toBe('invalid_grant');
    // A part of what would be needed is not enough.
    await world.tokens({ client: app, user: person, scope: 'openid photos:read' });
    expect(await outcome(assertion(), app)).toBe('invalid_grant');
    const narrow = await issuers.present(world, app, assertion(), { scope: 'photos:read' });
    expect(narrow.status).toBe(200);
    const query = 'DELETE FROM consents WHERE user_id = ? AND client_id = ?';
    await world.query(query, [person.sub, app.client_id]);
    expect(await outcome(assertion(), app)).toBe('invalid_grant');
    const { access_token: token } = narrow.json;
    expect((await world.introspect(app, token)).json).toEqual({ active: false });
  });

  it('K14 never power over Gatehouse itself', async () => {
    const scope = 'users:read account:write photos:read';
    const powerful = await issuers.registerClient(world, { scope });
    const settings = { scopes: scope.split(' ') };
    const theirs = await issuers.registerPartner(world, powerful, settings);
    const admin = await world.createUser({ roles: ['admin'] });
    const ask = (changes: Record<string, string>) =>
      issuers.present(world, powerful, issuers.assertionFor(world, theirs, admin), changes);
    expect((await ask({})).json.scope).toBe('photos:read');
    expect((await ask({ scope: 'users:read' })).json.error).toBe('invalid_scope');
    expect((await ask({ scope: 'account:write' })).json.error).toBe('invalid_scope');
  });
});

describe('K14 a token ends with all that it rests on', () => {
  const patch = (path: string, body: object) => world.admin.patch(path, body);

  it.each<[string, (sub: string, client_id: string) => Promise<unknown>]>([
    ['the user is disabled', (sub) => patch(`/users/${sub}`, { disabled: true })],
    ['the user is deleted', (sub) => world.admin.delete(`/users/${sub}`)],
    [
      'the password is changed',
      (sub) => patch(`/users/${sub}`, { password: 'nine herons by the x' }),
    ],
    ['the client is disabled', (_sub, id) => patch(`/clients/${id}`, { disabled: true })],
    [
      'the client loses the grant',
      (_sub, id) => patch(`/clients/${id}`, { grant_types: ['authorization_code'] }),
    ],
    ['the client loses a scope', (_sub, id) => patch(`/clients/${id}`, { scope: 'photos:write' })],
  ])('K14 when %s', async (_what, end) => {
    const app = await issuers.registerClient(world);
    const theirs = await issuers.registerPartner(world, app);
    const api = await world.registerClient({
      ...{ redirect_uris: [], grant_types: [], resource_server: issuers.PHOTOS },
    });
    const person = await world.createUser();
    const answer = await issuers.present(world, app, issuers.assertionFor(world, theirs, person));
    const { access_token: token } = answer.json;
    expect((await world.introspect(api, token)).json.active).toBe(true);
    await end(person.sub, app.client_id);
    expect((await world.introspect(api, token)).json).toEqual({ active: false });
  });
});
