// RFC 7523 §2.1, §3; RFC 7521 §4.1.1.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Query } from '../../support/browser.js';
import { basic, type RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';
import { send } from '../../attacks/requests.js';
import * as issuers from './issuers.js';

let world: LocalWorld;
let client: RegisteredClient;
let partner: issuers.Partner;
let user: RegisteredUser;
beforeAll(async () => {
  world = await startWorld();
  await issuers.registerApis(world);
  client = await issuers.registerClient(world);
  partner = await issuers.registerPartner(world, client);
  user = await world.createUser({ email_verified: true });
});

const fresh = () => issuers.assertionFor(world, partner, user);
const present = (assertion: string, changes: Query = {}) =>
  issuers.present(world, client, assertion, changes);

describe('RFC 7523 §2.1 using JWTs as authorization grants', () => {
  it('an assertion becomes an access token for the user, and no refresh token', async () => {
    const answer = await present(fresh());
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ token_type: 'Bearer', scope: 'photos:read prints:order' });
    expect(answer.json).not.toHaveProperty('refresh_token');
    expect(answer.json).not.toHaveProperty('id_token');
    const claims = decodeJwt(answer.json.access_token);
    expect(claims).toMatchObject({
      sub: user.sub,
      client_id: client.client_id,
      aud: [issuers.PHOTOS, issuers.PRINTS],
    });
    // They signed in elsewhere: we do not know when, and do not say so.
    expect(claims).not.toHaveProperty('auth_time');
    const seen = await world.introspect(client, answer.json.access_token);
    expect(seen.json).toMatchObject({ active: true, sub: user.sub });
  });

  it('scope and resource narrow it', async () => {
    const scoped = await present(fresh(), { scope: 'photos:read' });
    expect([scoped.json.scope, decodeJwt(scoped.json.access_token).aud]).toEqual([
      'photos:read',
      issuers.PHOTOS,
    ]);
    const targeted = await present(fresh(), { resource: issuers.PRINTS });
    expect([targeted.json.scope, decodeJwt(targeted.json.access_token).aud]).toEqual([
      'prints:order',
      issuers.PRINTS,
    ]);
  });

  it.each<[string, (who: RegisteredUser) => unknown, (who: RegisteredUser) => unknown]>([
    ['username', ({ username }) => username, ({ username }) => username.toUpperCase()],
    ['username', ({ username }) => username, ({ email }) => email],
    ['email', ({ email }) => email, ({ email }) => String(email).toUpperCase()],
    ['email', ({ email }) => email, ({ username }) => username],
    ['sub', ({ sub }) => sub, ({ username }) => username],
  ])('the subject is mapped by %s, exactly', async (subject_mapping, right, wrong) => {
    const mapped = await issuers.registerPartner(world, client, { subject_mapping });
    const assertion = (sub: unknown) => issuers.assertionFor(world, mapped, { sub: String(sub) });
    const answer = await present(assertion(right(user)));
    expect(decodeJwt(answer.json.access_token).sub).toBe(user.sub);
    const refused = await present(assertion(wrong(user)));
    expect([refused.status, refused.json.error]).toEqual([400, 'invalid_grant']);
  });

  it('an e-mail address that nobody verified maps nobody', async () => {
    const mapped = await issuers.registerPartner(world, client, { subject_mapping: 'email' });
    const other = await world.createUser();
    const sub = String(other['email']);
    const answer = await present(issuers.assertionFor(world, mapped, { sub }));
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_grant']);
  });

  it('§3 "the token endpoint URL of the authorization server" may be the audience too', async () => {
    const aud = `${world.issuer}/token`;
    expect((await present(issuers.assertionFor(world, partner, user, { aud }))).status).toBe(200);
  });
});

describe('parameters', () => {
  it.each<[string, Query, string]>([
    ['no assertion', { assertion: undefined }, 'invalid_request'],
    ['an assertion of 9 kB', { assertion: 'x'.repeat(9000) }, 'invalid_request'],
    ['an assertion that is none', { assertion: 'x' }, 'invalid_grant'],
    ['a scope of 9 kB', { scope: 'x'.repeat(9000) }, 'invalid_request'],
    ['a malformed scope', { scope: 'photos:read  prints:order' }, 'invalid_scope'],
    ['an unknown scope', { scope: 'everything' }, 'invalid_scope'],
    ['a scope that the issuer may not give', { scope: 'photos:write' }, 'invalid_scope'],
    ['an identity scope', { scope: 'openid' }, 'invalid_scope'],
    ['an unknown resource', { resource: 'https://nobody.example' }, 'invalid_target'],
    [
      'a resource of another API than the scope',
      { resource: issuers.PRINTS, scope: 'photos:read' },
      'invalid_target',
    ],
  ])('%s', async (_what, changes, error) => {
    const assertion = fresh();
    const answer = await present(assertion, changes);
    expect([answer.status, answer.json.error]).toEqual([400, error]);
    // Nothing is used up by a request that asks for the wrong thing.
    if (!('assertion' in changes)) expect((await present(assertion)).status).toBe(200);
  });

  it.each(['assertion', 'scope', 'grant_type'])('%s twice', async (name) => {
    const body = new URLSearchParams({ grant_type: issuers.JWT_BEARER, assertion: fresh() });
    for (let i = 0; i < 2; i++) body.append(name, 'photos:read');
    const headers = { authorization: basic(client) };
    const answer = await fetch(`${world.issuer}/token`, { method: 'POST', headers, body });
    const { error } = (await answer.json()) as { error: string };
    expect([answer.status, error]).toEqual([400, 'invalid_request']);
  });

  it('a client that does not authenticate gets nowhere', async () => {
    const fields = { grant_type: issuers.JWT_BEARER, assertion: fresh() };
    expect((await send(world, '/token', fields)).status).toBe(401);
    const app = await issuers.registerClient(world, { token_endpoint_auth_method: 'none' });
    const answer = await issuers.present(world, app, fresh());
    expect([answer.status, answer.json.error]).toEqual([400, 'unauthorized_client']);
  });
});

describe('/admin/assertion-issuers', () => {
  const { jwks } = issuers.keys();
  const create = (changes: object) =>
    world.admin.post('/assertion-issuers', {
      ...{ issuer: `https://new-${Math.floor(performance.now())}.example`, name: 'New', jwks },
      ...changes,
    });

  it('an issuer is registered, read, changed and deleted, and each change is audited', async () => {
    const created = await create({ issuer: 'https://lifecycle.example' });
    expect([created.status, created.json]).toMatchObject([
      201,
      { subject_mapping: 'sub', client_ids: [], scopes: [], enabled: true, jwks },
    ]);
    const path = `/assertion-issuers/${created.json.id}`;
    expect((await world.admin.get(path)).json).toEqual(created.json);
    const jwks_uri = 'https://lifecycle.example/jwks';
    const changed = await world.admin.patch(path, { jwks_uri, enabled: false });
    expect(changed.json).toMatchObject({ jwks_uri, enabled: false });
    expect(changed.json).not.toHaveProperty('jwks');
    expect((await world.admin.delete(path)).status).toBe(204);
    expect((await world.admin.get(path)).status).toBe(404);
    expect((await world.admin.delete(path)).status).toBe(404);
    const events: { type: string }[] = await world.query(
      `SELECT type FROM events WHERE facts LIKE '%lifecycle.example%' ORDER BY type`,
    );
    expect(events.map(({ type }) => type)).toEqual([
      'assertion_issuer.changed',
      'assertion_issuer.created',
      'assertion_issuer.deleted',
    ]);
  });

  it.each<[string, object, number]>([
    ['no keys', { jwks: undefined }, 400],
    ['keys in two places', { jwks_uri: 'https://x.example/jwks' }, 400],
    ['a key set without keys', { jwks: { keys: [] } }, 400],
    ['a jwks_uri over http', { jwks: undefined, jwks_uri: 'http://x.example/jwks' }, 400],
    ['a jwks_uri that is a file', { jwks: undefined, jwks_uri: 'file:///etc/passwd' }, 400],
    ['an issuer that is no URI', { issuer: 'partner' }, 400],
    ['an issuer of 600 characters', { issuer: `https://${'x'.repeat(600)}.example` }, 400],
    ['an unknown mapping', { subject_mapping: 'name' }, 400],
    ['a scope of OpenID Connect', { scopes: ['openid'] }, 400],
    ['a scope twice', { scopes: ['a', 'a'] }, 400],
    ['a client_id with a space', { client_ids: ['a b'] }, 400],
    ['client_ids that are a text', { client_ids: 'a' }, 400],
    ['enabled as a text', { enabled: 'yes' }, 400],
    ['enabled as null', { enabled: null }, 400],
    ['an empty name', { name: '' }, 400],
  ])('%s is refused', async (_what, changes, status) => {
    expect((await create(changes)).status).toBe(status);
  });

  it('nobody is registered twice, and Gatehouse itself not at all', async () => {
    expect((await create({ issuer: partner.issuer })).status).toBe(409);
    expect((await create({ issuer: world.issuer })).status).toBe(409);
  });
});
