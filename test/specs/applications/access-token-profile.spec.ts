// What the validators of other frameworks want of an access token.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { RegisteredClient } from '../../support/registered-client.js';
import { type LocalWorld, type RegisteredUser, startWorld, unique } from '../../support/world.js';

const PROFILES = [
  ['ES256', 'at+jwt'],
  ['RS256', 'at+jwt'],
  ['RS256', 'JWT'],
  ['PS256', 'JWT'],
  ['EdDSA', 'at+jwt'],
] as const;

let world: LocalWorld;
let user: RegisteredUser;
beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser();
});

async function api(
  alg: string,
  typ: string,
): Promise<{ client: RegisteredClient; identifier: string; scope: string; id: string }> {
  const name = `${alg}-${typ.replace('+', '-')}-${unique()}`.toLowerCase();
  const identifier = `https://${name}.example`;
  const scope = `${name}:read`;
  const profile = { access_token_signing_alg: alg, access_token_type_header: typ };
  const { id } = await world.registerResourceServer({ identifier, scopes: [scope], ...profile });
  const client = await world.registerClient({
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: `openid profile ${scope}`,
    resource_server: identifier,
  });
  return { client, identifier, scope, id };
}

describe('"MUST support RS256"; "JWT access tokens [...] MUST include [...] application/at+jwt" (RFC 9068 §2.1)', () => {
  it.each(PROFILES)('an API may have %s and %s', async (alg, typ) => {
    const { client, identifier, scope } = await api(alg, typ);
    const { access_token } = await world.tokens({ client, user, scope });
    expect(decodeProtectedHeader(access_token)).toMatchObject({ alg, typ });
    const jwks = createLocalJWKSet((await world.get('/jwks')).json);
    const options = { issuer: world.issuer, audience: identifier, typ, algorithms: [alg] };
    expect((await jwtVerify(access_token, jwks, options)).payload).toMatchObject({ scope });
    const read = await world.introspect(client, access_token);
    expect(read.json).toMatchObject({ active: true, scope, sub: user.sub });
    await world.post('/revoke', client, { token: access_token });
    expect((await world.introspect(client, access_token)).json).toEqual({ active: false });
  });

  it('what an API has is changed for what is issued from then on', async () => {
    const { client, id, scope } = await api('ES256', 'at+jwt');
    const before = await world.clientCredentials(client, { scope });
    const profile = { access_token_signing_alg: 'RS256', access_token_type_header: 'JWT' };
    const changed = await world.admin.patch(`/resource-servers/${id}`, profile);
    expect([changed.status, changed.json]).toMatchObject([200, profile]);
    const after = await world.clientCredentials(client, { scope });
    expect(decodeProtectedHeader(after.access_token)).toMatchObject({ alg: 'RS256', typ: 'JWT' });
    for (const { access_token } of [before, after]) {
      expect((await world.introspect(client, access_token)).json.active).toBe(true);
    }
  });

  it.each([
    [{ access_token_signing_alg: 'HS256' }],
    [{ access_token_signing_alg: 'none' }],
    [{ access_token_type_header: 'jwt' }],
  ])('%j is refused', async (profile) => {
    const definition = { identifier: 'https://refused.example', name: 'API', ...profile };
    const answer = await world.admin.post('/resource-servers', definition);
    expect([answer.status, answer.json.errors[0].pointer]).toEqual([
      400,
      `/${Object.keys(profile)[0] ?? ''}`,
    ]);
  });
});

describe('E10 an access token of the type JWT and an ID token are not taken for one another', () => {
  it('E10 at userinfo, introspection, the admin API, and as a hint', async () => {
    const { client, scope } = await api('RS256', 'JWT');
    const tokens = await world.tokens({ client, user, scope: `openid ${scope}` });
    const idToken = tokens.id_token ?? '';
    expect((await world.userinfo(idToken)).status).toBe(401);
    expect((await world.introspect(client, idToken)).json).toEqual({ active: false });
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    expect((await world.get('/admin/users', headers)).status).toBe(401);
    const query = new URLSearchParams({ id_token_hint: tokens.access_token });
    expect((await world.get(`/logout?${query.toString()}`)).status).toBe(400);
    const exchanged = await world.post('/token', client, {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: tokens.access_token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    });
    expect(exchanged.status).toBe(400);
  });
});
