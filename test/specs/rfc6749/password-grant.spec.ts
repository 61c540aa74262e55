import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { type Tokens, tokensOf } from '../../support/authorization.js';
import type { Query } from '../../support/browser.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

const API = 'https://diary.example';
const OWN = {
  redirect_uris: [],
  grant_types: ['password', 'refresh_token'],
  first_party: true,
  scope: 'openid profile offline_access diary:read users:read',
} as const;

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'password' });
  await world.registerResourceServer({ identifier: API, scopes: ['diary:read'] });
  client = await world.registerClient({ ...OWN });
  user = await world.createUser({ name: 'Ada Example' });
});

const ask = (changes: Query = {}, by = client) => {
  const { username, password } = user;
  const own = { username, password, scope: 'openid profile' };
  return world.token(by, { grant_type: 'password', ...own, ...changes });
};
const tokens = async (changes: Query = {}, by = client): Promise<Tokens> =>
  tokensOf(await ask(changes, by));

describe('RFC 6749 §4.3 the password grant', () => {
  it('"the authorization server issues an access token", for the person', async () => {
    const got = await tokens();
    expect(got).toMatchObject({ token_type: 'Bearer', scope: 'openid profile', expires_in: 600 });
    const { json } = await world.userinfo(got.access_token);
    expect(json).toMatchObject({ sub: user.sub, name: 'Ada Example' });
  });

  it('an ID token says how they proved who they are, and of no session', async () => {
    const { id_token = '', access_token } = await tokens();
    const claims = decodeJwt(id_token);
    expect(claims).toMatchObject({ sub: user.sub, aud: client.client_id, amr: ['pwd'] });
    expect(Math.abs(Number(claims['auth_time']) - Date.now() / 1000)).toBeLessThan(30);
    expect(claims).not.toHaveProperty('sid');
    expect(claims).not.toHaveProperty('nonce');
    expect(decodeJwt(access_token)['auth_time']).toBe(claims['auth_time']);
  });

  it('begins no session: nobody is signed in anywhere', async () => {
    const fresh = await world.createUser();
    const answer = await ask({ username: fresh.username, password: fresh.password });
    expect(answer.headers.getSetCookie()).toEqual([]);
    const sql = 'SELECT COUNT(*) AS n FROM sessions WHERE user_id = ?';
    const [row] = await world.query<{ n: number }[]>(sql, [fresh.sub]);
    expect(Number(row?.n)).toBe(0);
  });

  it('the refresh token rotates, and ends with everything when it is used twice', async () => {
    const { refresh_token = '' } = await tokens();
    const next = tokensOf(await world.refresh(client, refresh_token));
    expect(next.refresh_token).not.toBe(refresh_token);
    const again = tokensOf(await world.refresh(client, next.refresh_token ?? ''));
    expect((await world.refresh(client, refresh_token)).json.error).toBe('invalid_grant');
    expect((await world.userinfo(again.access_token)).status).toBe(401);
  });

  it('no refresh token for a client without that grant', async () => {
    const other = await world.registerClient({ ...OWN, grant_types: ['password'] });
    expect(await tokens({}, other)).not.toHaveProperty('refresh_token');
  });

  it('a client without a secret may use it, by name and by e-mail address', async () => {
    const app = await world.registerClient({ ...OWN, token_endpoint_auth_method: 'none' });
    const username = String(user['email']);
    expect(decodeJwt((await tokens({ username }, app)).id_token ?? '').sub).toBe(user.sub);
  });

  it('a token for an API is for that API (RFC 8707)', async () => {
    const { access_token } = await tokens({ scope: 'diary:read' });
    expect(decodeJwt(access_token).aud).toBe(API);
    const narrow = await tokens({ scope: 'openid diary:read', resource: API });
    expect(decodeJwt(narrow.access_token).aud).toBe(API);
  });

  it('nobody gets more through it than they have: admin scopes are for admins', async () => {
    const { scope } = await tokens({ scope: 'openid users:read' });
    expect(scope).toBe('openid');
    const username = 'admin';
    const password = world.application.adminPassword;
    const own = await tokens({ username, password, scope: 'openid users:read' });
    expect(own.scope).toBe('openid users:read');
  });
});

describe('RFC 6749 §5.2 wrong requests', () => {
  it.each<[string, Query, string]>([
    ['username missing', { username: undefined }, 'invalid_request'],
    ['username empty', { username: '' }, 'invalid_request'],
    ['username twice', { username: ['a', 'b'] }, 'invalid_request'],
    ['username oversized', { username: 'x'.repeat(321) }, 'invalid_request'],
    ['password missing', { password: undefined }, 'invalid_request'],
    ['password twice', { password: ['a', 'b'] }, 'invalid_request'],
    ['password oversized', { password: 'x'.repeat(1025) }, 'invalid_request'],
    ['password wrong', { password: 'wrong' }, 'invalid_grant'],
    ['username unknown', { username: 'nobody-at-all' }, 'invalid_grant'],
    ['scope unknown', { scope: 'bogus' }, 'invalid_scope'],
    ['scope malformed', { scope: 'openid "x"' }, 'invalid_scope'],
    ['scope of others', { scope: 'email' }, 'invalid_scope'],
    ['resource unknown', { resource: 'https://unknown.example' }, 'invalid_target'],
    ['resource not of the scope', { scope: 'users:read', resource: API }, 'invalid_target'],
    ['resource oversized', { resource: 'x'.repeat(2001) }, 'invalid_request'],
  ])('%s', async (_what, changes, error) => {
    const answer = await ask(changes);
    expect([answer.status, answer.json.error]).toEqual([400, error]);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(answer.text).not.toMatch(/_token"/);
  });
});
