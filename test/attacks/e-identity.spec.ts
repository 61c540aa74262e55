import { randomBytes } from 'node:crypto';
// Whose token it is: RFC 9700 §4.15, OIDC Core §2.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { tokensOf } from '../support/authorization.js';
import type { Answer } from '../support/answer.js';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { part } from './jws.js';

/** What is registered beside the algorithm, and a client that exists already. */
interface Unsigned {
  readonly application: Readonly<Record<string, unknown>>;
  readonly client: RegisteredClient;
}

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld();
});

const RESERVED: Readonly<Record<string, unknown>> = {
  iss: 'https://evil.example',
  sub: 'admin',
  aud: '*',
  exp: 4_000_000_000,
  iat: 1,
  nbf: 1,
  jti: 'mine',
  azp: 'mine',
  nonce: 'mine',
  acr: 'gold',
  amr: ['hwk'],
  auth_time: 1,
  sid: 'mine',
  cnf: { jkt: 'mine' },
  scope: 'clients:write users:write',
  client_id: undefined,
  act: { sub: 'admin' },
  may_act: { sub: 'admin' },
  at_hash: 'mine',
  authorization_id: 'mine',
  token_type: 'mine',
  active: true,
  events: {},
};

/** `scope` and `may_act` are settings of a client by that very name. */
const RESERVED_FOR_CLIENTS = { ...RESERVED, scope: undefined, may_act: undefined };

/** Each of the members is named, and nothing was done. */
function expectNamed({ status, json }: Answer, members: object): void {
  const named = json.errors.map(({ pointer }: { pointer: string }) => pointer.slice(1));
  const given = Object.entries(members).filter(([, value]) => value !== undefined);
  // What a user shows and cannot change is refused in its own turn.
  const unknown = given
    .map(([name]) => name)
    .filter((name) => name !== 'sub' || named.includes(name));
  expect([status, named.sort()]).toEqual([400, unknown.sort()]);
}

describe('E12 a client cannot pose as a person', () => {
  it('E12 nobody can have a client called as somebody is, or as a client of ours', async () => {
    const user = await world.createUser();
    const body = { client_name: 'Poser', redirect_uris: ['https://poser.example/cb'] };
    const pairwise = randomBytes(32).toString('base64url');
    for (const client_id of [user.sub, pairwise, '', 7, { a: 1 }, `${user.sub} `]) {
      const answer = await world.admin.post('/clients', { ...body, client_id });
      expect([client_id, answer.status]).toEqual([client_id, 400]);
    }
    const ours = await world.admin.post('/clients', { ...body, client_id: 'swagger-ui' });
    expect(ours.status).toBe(409);
    const client = await world.registerClient();
    const path = `/clients/${client.client_id}`;
    const { client_id } = client;
    expect((await world.admin.patch(path, { client_id: user.sub })).status).toBe(400);
    expect((await world.admin.patch(path, { client_id: 'mine' })).status).toBe(400);
    expect((await world.admin.patch(path, { client_id, client_name: 'Kept' })).status).toBe(200);
    expect((await world.admin.get(`/clients/${user.sub}`)).status).toBe(404);
  });

  it('E12 nobody can choose a sub: it is ours, and never that of a client', async () => {
    const client = await world.registerClient();
    const chosen = { username: 'chosen', sub: client.client_id };
    expect((await world.admin.post('/users', chosen)).json.errors).toEqual([
      { pointer: '/sub', detail: 'There is no such member.' },
    ]);
    const user = await world.createUser();
    const { sub } = (await world.admin.get(`/users?q=${user.username}`)).json.items[0];
    // OIDC Core §2: "The sub value is a case-sensitive string", which not all programs keep as it is.
    expect(sub).toMatch(/^[a-z0-9]{25}$/);
    expect(sub).not.toBe(client.client_id);
    const patched = await world.admin.patch(`/users/${sub}`, { sub: client.client_id });
    expect(patched.json.errors).toEqual([{ pointer: '/sub', detail: 'It cannot be changed.' }]);
  });

  it('E12 a token of a client speaks of the client, and opens nobody’s account', async () => {
    await world.registerResourceServer({ identifier: 'https://e12.example', scopes: ['e12'] });
    const client = await world.registerClient({
      ...{
        redirect_uris: [],
        grant_types: ['client_credentials'],
        scope: 'openid e12 account:read',
      },
    });
    for (const scope of ['openid', 'openid e12', 'profile', 'offline_access']) {
      const answer = await world.token(client, { grant_type: 'client_credentials', scope });
      expect([answer.status, answer.json.error]).toEqual([400, 'invalid_scope']);
    }
    const { access_token, ...rest } = await world.clientCredentials(client, { scope: 'e12' });
    expect(part(access_token, 1)).toMatchObject({ sub: client.client_id });
    expect(rest).not.toHaveProperty('refresh_token');
    expect(rest).not.toHaveProperty('id_token');
    expect((await world.userinfo(access_token)).status).toBe(403);
    const account = await world.clientCredentials(client, { scope: 'account:read' });
    const authorization = `Bearer ${account.access_token}`;
    expect((await world.get('/account/api/profile', { authorization })).status).toBe(403);
  });
});

describe('E13 reserved claims are ours', () => {
  it('E13 what an administrator writes about people and clients overrides none of them', async () => {
    const user = await world.createUser({ name: 'Ada' });
    const { sub } = user;
    expectNamed(await world.admin.post('/users', { username: 'reserved', ...RESERVED }), RESERVED);
    const change = { ...RESERVED, claims: RESERVED };
    expectNamed(await world.admin.patch(`/users/${sub}`, change), change);
    const metadata = { redirect_uris: ['https://e13.example/cb'], ...RESERVED_FOR_CLIENTS };
    expectNamed(await world.admin.post('/clients', metadata), RESERVED_FOR_CLIENTS);
    const client = await world.registerClient();
    const scope = 'openid profile email address phone';
    const parameters = { nonce: 'the-nonce' };
    const tokens = await world.tokens({ client, user, scope, parameters });
    const claims = part(tokens.access_token, 1);
    const now = clock.now();
    expect(claims).toMatchObject({ iss: world.issuer, sub, aud: world.issuer, scope });
    expect(claims).toMatchObject({ client_id: client.client_id });
    expect(Math.abs(Number(claims['exp']) - now - 600)).toBeLessThan(60);
    expect(Math.abs(Number(claims['auth_time']) - now)).toBeLessThan(60);
    // How they signed in is ours to say (RFC 9068 §2.2.1).
    expect(claims['acr']).toMatch(/PasswordProtectedTransport$/);
    for (const name of ['act', 'may_act', 'cnf', 'azp', 'events']) {
      expect(claims).not.toHaveProperty(name);
    }
    expect(claims['jti']).not.toBe('mine');
    const id = part(String(tokens.id_token), 1);
    expect(id).toMatchObject({ iss: world.issuer, sub, aud: client.client_id, nonce: 'the-nonce' });
    expect(id).toMatchObject({ amr: ['pwd'] });
    for (const value of ['mine', 'admin', 'gold', '*']) {
      expect(Object.values(id)).not.toContain(value);
    }
    const userinfo = (await world.userinfo(tokens.access_token)).json as Record<string, unknown>;
    expect(userinfo).toMatchObject({ sub, name: 'Ada' });
    for (const name of Object.keys(RESERVED)) {
      if (name !== 'sub') expect(userinfo).not.toHaveProperty(name);
    }
    const introspected = (await world.introspect(client, tokens.access_token)).json as object;
    expect(introspected).toMatchObject({ active: true, sub, iss: world.issuer, scope });
  });

  it('E13 nor what stands in the row of claims: only the claims of OIDC Core §5.1 come out', async () => {
    const user = await world.createUser({ name: 'Bea' });
    await world.query('UPDATE users SET claims = ? WHERE sub = ?', [
      JSON.stringify({ ...RESERVED, name: 'Bea', roles: ['admin'] }),
      user.sub,
    ]);
    const client = await world.registerClient();
    const { access_token } = await world.tokens({ client, user, scope: 'openid profile' });
    const userinfo = (await world.userinfo(access_token)).json as Record<string, unknown>;
    expect(userinfo).toMatchObject({ sub: user.sub, name: 'Bea' });
    for (const name of [...Object.keys(RESERVED), 'roles']) {
      if (name !== 'sub') expect(userinfo).not.toHaveProperty(name);
    }
  });
});

describe('E16 the key set is public', () => {
  it('E16 no private or symmetric member, before and after a rotation', async () => {
    for (let round = 0; round < 2; round++) {
      const answer = await world.get('/jwks');
      const { keys } = answer.json as { keys: Record<string, unknown>[] };
      expect(keys.length).toBeGreaterThanOrEqual(2);
      for (const key of keys) {
        for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) {
          expect(key).not.toHaveProperty(member);
        }
        expect(['EC', 'RSA']).toContain(key['kty']);
        expect(key).toMatchObject({ use: 'sig' });
        expect(key['kid']).toMatch(/^[\w-]{43}$/);
      }
      expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
      if (round === 0) await world.admin.post('/keys/rotate');
    }
    const listed = await world.admin.get('/keys');
    expect(listed.text).not.toMatch(/private|"d"|PRIVATE/);
  });
});

describe('E17 ID tokens are signed', () => {
  it('E17 none and unknown algorithms cannot be registered and are not listed', async () => {
    const client = await world.registerClient();
    for (const alg of ['none', 'None', 'ES256K', 'RS1', '', 'RS256 none']) {
      await expectRefused(alg, { application: {}, client });
    }
    for (const path of ['openid-configuration', 'oauth-authorization-server']) {
      const metadata = (await world.get(`/.well-known/${path}`)).json as Record<string, string[]>;
      for (const [name, values] of Object.entries(metadata)) {
        if (name.includes('_alg_values_supported')) expect(values).not.toContain('none');
      }
    }
  });

  it('E17 symmetric algorithms are for clients that keep a secret', async () => {
    const application = { token_endpoint_auth_method: 'none' };
    const client = await world.registerClient(application);
    for (const alg of ['HS256', 'HS384', 'HS512']) {
      await expectRefused(alg, { application, client });
    }
  });

  async function expectRefused(alg: string, { application, client }: Unsigned) {
    const body = {
      ...{ client_name: 'Unsigned', redirect_uris: ['https://u.example/cb'] },
      ...application,
      id_token_signed_response_alg: alg,
    };
    const created = await world.admin.post('/clients', body);
    expect([alg, created.status]).toEqual([alg, 400]);
    const path = `/clients/${client.client_id}`;
    const changed = await world.admin.patch(path, { id_token_signed_response_alg: alg });
    expect([alg, changed.status]).toEqual([alg, 400]);
  }
});

describe('E18 an ID token belongs to its request and to its access token', () => {
  it('E18 at_hash and nonce in the code flow, at_hash alone after a refresh', async () => {
    const [user, client] = [await world.createUser(), await world.registerClient()];
    const nonce = 'n'.repeat(64);
    const first = await world.tokens({ client, user, parameters: { nonce } });
    const second = tokensOf(await world.refresh(client, String(first.refresh_token)));
    for (const { access_token, id_token = '' } of [first, second]) {
      const digest = createHash('sha256').update(access_token).digest();
      const at_hash = digest.subarray(0, 16).toString('base64url');
      expect(part(id_token, 1)).toMatchObject({ at_hash, sub: user.sub });
    }
    expect(part(String(first.id_token), 1)['nonce']).toBe(nonce);
    expect(part(String(second.id_token), 1)).not.toHaveProperty('nonce');
  });
});

describe('E21 an identifier never comes again', () => {
  it('E21 the same username after a deletion is another person', async () => {
    const claims = { username: 'returning', email: 'returning@people.example' };
    const client = await world.registerClient();
    const subs = new Set<string>();
    let before: string | undefined;
    for (let life = 0; life < 4; life++) {
      const user = await world.createUser(claims);
      const { access_token, ...rest } = await world.tokens({ client, user });
      if (before !== undefined) expect((await world.userinfo(before)).status).toBe(401);
      expect(part(String(rest.id_token), 1)['sub']).toBe(user.sub);
      subs.add(user.sub);
      before = access_token;
      expect((await world.admin.delete(`/users/${user.sub}`)).status).toBe(204);
    }
    expect(subs.size).toBe(4);
  });

  it('E21 a deleted client does not come back either, even under the same id', async () => {
    const { client_id } = await world.registerClient({ client_name: 'Phoenix' });
    await world.admin.delete(`/clients/${client_id}`);
    const again = await world.registerClient({ client_name: 'Phoenix' });
    expect(again.client_id).not.toBe(client_id);
    await world.registerResourceServer({ identifier: 'https://ash.example', scopes: ['ash'] });
    const service = { grant_types: ['client_credentials'], scope: 'ash', client_id: 'phoenix' };
    const tokens: string[] = [];
    for (let life = 0; life < 3; life++) {
      const client = await world.registerClient(service);
      for (const token of tokens) {
        expect((await world.introspect(client, token)).json).toEqual({ active: false });
      }
      const { access_token } = await world.clientCredentials(client);
      expect((await world.introspect(client, access_token)).json.active).toBe(true);
      tokens.push(access_token);
      await world.admin.delete('/clients/phoenix');
    }
  });
});
