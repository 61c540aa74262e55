import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AdminApi } from '../support/admin-api.js';
import type { Answer } from '../support/answer.js';
import { initialAccessToken, selfRegistered, sendRegistration } from '../support/registration.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { JWT_BEARER, keys } from '../specs/rfc7523/issuers.js';
import { limited, type LimitedAdmin } from './limited-admin.js';

const REDIRECT = { redirect_uris: ['https://trap.example/cb'] };
const ALL = [
  ...[
    'clients',
    'users',
    'resource-servers',
    'assertion-issuers',
    'identity-providers',
    'groups',
    'roles',
    'keys',
    'settings',
    'webhooks',
  ].flatMap((thing) => [`${thing}:read`, `${thing}:write`]),
  ...['users:help', 'sessions:end', 'diagnostics:read', 'events:read'],
].join(' ');

let world: LocalWorld;
let weak: LimitedAdmin;
let strong: LimitedAdmin;
let everything: LimitedAdmin;

beforeAll(async () => {
  world = await startWorld();
  await world.registerResourceServer({
    identifier: 'https://notes.example',
    scopes: ['notes:own'],
  });
  weak = await limited(world, 'clients:read clients:write assertion-issuers:write');
  strong = await limited(world, 'clients:read clients:write users:write assertion-issuers:write');
  everything = await limited(world, ALL);
});

/** What amounts to everybody's account, the member that gives it, and who may. */
const GIFTS: readonly (readonly [string, object, string, 'strong' | 'everything'])[] = [
  ['nobody is asked', { first_party: true }, '/first_party', 'strong'],
  ['somebody vouches for it', { unverified: false }, '/unverified', 'strong'],
  ['people’s accounts', { scope: 'openid account:write' }, '/scope', 'strong'],
  ['what accounts say', { scope: 'openid account:read' }, '/scope', 'everything'],
  ['the admin API’s tokens', { resource_server: 'admin' }, '/resource_server', 'everything'],
  ['the account API’s tokens', { resource_server: 'account' }, '/resource_server', 'everything'],
  [
    'everybody’s account, an admin’s too, in silence',
    { first_party: true, scope: 'openid account:write offline_access' },
    '/first_party',
    'everything',
  ],
];

const metadataOf = (gift: Readonly<Record<string, unknown>>) => ({
  ...{ ...REDIRECT, ...gift },
  ...('resource_server' in gift
    ? { resource_server: `${world.issuer}/${String(gift['resource_server'])}` }
    : {}),
});

function expectForbidden(answer: Answer, pointer?: string): void {
  expect([answer.url.pathname, answer.status]).toEqual([answer.url.pathname, 403]);
  expect(answer.json.error).toBe('insufficient_scope');
  expect(answer.json.detail).toContain('Your own token does not have: ');
  if (pointer === undefined) return;
  const errors = answer.json.errors as { pointer: string }[];
  expect(errors.map((one) => one.pointer)).toContain(pointer);
}

describe.each(GIFTS)('S07 %s', (_what, gift, pointer, who) => {
  const changes = () => metadataOf(gift as Record<string, unknown>);
  const metadata = () => ({ client_name: 'Trap', ...changes() });

  it('S07 is not given by who does not hold it, when a client is made or changed', async () => {
    expectForbidden(await weak.call('POST', '/clients', metadata()), pointer);
    const plain = await weak.call('POST', '/clients', { client_name: 'Plain', ...REDIRECT });
    expect(plain.status).toBe(201);
    const path = `/clients/${String(plain.json.client_id)}`;
    expectForbidden(await weak.call('PATCH', path, changes()), pointer);
    // Not in steps either: a client that has it is out of reach.
    const given = await world.admin.patch(path, changes());
    expect(given.status).toBe(200);
    if (pointer === '/unverified') return;
    for (const change of [REDIRECT, { disabled: true }, { client_name: 'x' }, { scope: null }]) {
      expectForbidden(await weak.call('PATCH', path, change));
    }
    expectForbidden(await weak.call('POST', `${path}/secrets`, {}));
    expectForbidden(await weak.call('DELETE', path));
  });

  it('S07 is given by who does', async () => {
    const holder = who === 'strong' ? strong : everything;
    expect((await holder.call('POST', '/clients', metadata())).status).toBe(201);
    if (who === 'everything') expectForbidden(await strong.call('POST', '/clients', metadata()));
  });
});

describe('S07 who cannot vouch for clients', () => {
  it('S07 takes nobody’s warning away, and null does not either', async () => {
    const { client_id } = await selfRegistered(world);
    const path = `/clients/${String(client_id)}`;
    for (const unverified of [false, null]) {
      expectForbidden(await weak.call('PATCH', path, { unverified }), '/unverified');
    }
    expect((await weak.call('PATCH', path, { unverified: true })).status).toBe(200);
    expect((await weak.call('PATCH', path, { client_name: 'Mine' })).status).toBe(200);
    expect((await weak.call('GET', path)).json.unverified).toBe(true);
    expect((await strong.call('PATCH', path, { unverified: false })).status).toBe(200);
    // What was said by others is taken back as it is read.
    const read = (await weak.call('GET', path)).json;
    expect((await weak.call('PATCH', path, { ...read, client_name: 'Other' })).status).toBe(200);
    expect((await weak.call('PATCH', path, { unverified: true })).status).toBe(200);
    expectForbidden(await weak.call('PATCH', path, { unverified: false }), '/unverified');
  });

  it('S07 makes no initial access token that does', async () => {
    const token = (policy: object) => ({ name: 'Desk', policy });
    const path = '/initial-access-tokens';
    const vouching = token({ unverified: false });
    expectForbidden(await weak.call('POST', path, vouching), '/policy/unverified');
    expect((await weak.call('POST', path, token({ unverified: true }))).status).toBe(201);
    expect((await strong.call('POST', path, vouching)).status).toBe(201);
  });

  it('S07 has no client that does without PKCE though it is public', async () => {
    const metadata = { token_endpoint_auth_method: 'none', require_pkce: false };
    for (const admin of [weak, everything]) {
      const answer = await admin.call('POST', '/clients', {
        client_name: 'Mine',
        ...REDIRECT,
        ...metadata,
      });
      expect([answer.status, answer.json.errors[0].pointer]).toEqual([400, '/require_pkce']);
    }
    const { json } = await weak.call('POST', '/clients', {
      client_name: 'Mine',
      ...REDIRECT,
      require_pkce: false,
    });
    const path = `/clients/${String(json.client_id)}`;
    const both = await weak.call('PATCH', path, metadata);
    expect([both.status, both.json.errors[0].pointer]).toEqual([400, '/require_pkce']);
    const answer = await weak.call('PATCH', path, { token_endpoint_auth_method: 'none' });
    expect([answer.status, answer.json.require_pkce]).toEqual([200, true]);
  });
});

describe('S06 S07 clients that register themselves', () => {
  const path = '/initial-access-tokens';
  const asked = { ...REDIRECT, client_name: 'Stranger' };

  it.each(['users:write', 'account:write', 'account:read', 'notes:own keys:read'])(
    'S06 no policy gives them %s, whoever makes it',
    async (scope) => {
      const answer = await world.admin.post(path, { name: 'Desk', policy: { scope } });
      expect([answer.status, answer.json.errors[0].pointer]).toEqual([400, '/policy/scope']);
      expect(answer.json.errors[0].detail).toContain(scope.split(' ').at(-1));
    },
  );

  it('S06 nor does one that was stored before anybody looked at it', async () => {
    const token = await initialAccessToken(world, { policy: { scope: 'notes:own' } });
    await world.query(`UPDATE initial_access_tokens SET policy = REPLACE(policy, ?, ?)`, [
      '"notes:own"',
      '"notes:own users:write account:write"',
    ]);
    const power = { ...asked, scope: 'users:write' };
    const { status, json } = await sendRegistration(world, { token, body: power });
    expect([status, json.error]).toEqual([400, 'invalid_client_metadata']);
    const some = { ...asked, scope: 'openid account:write' };
    expect((await sendRegistration(world, { token, body: some })).json.scope).toBe('openid');
    const body = { ...asked, scope: 'openid notes:own' };
    const registered = await sendRegistration(world, { token, body });
    expect(registered.status).toBe(201);
    const { client_id, registration_access_token } = registered.json;
    const own = { method: 'PUT', path: `/${client_id}`, token: registration_access_token };
    const replaced = async (scope: string) =>
      (await sendRegistration(world, { ...own, body: { ...body, client_id, scope } })).json;
    expect((await replaced('users:write')).error).toBe('invalid_client_metadata');
    expect((await replaced('openid account:write')).scope).toBe('openid');
    // What only an admin gives they do not get by asking for it.
    const wanted = { ...body, client_id, first_party: true, unverified: false };
    const changed = await sendRegistration(world, { ...own, body: wanted });
    expect(changed.json).not.toHaveProperty('first_party', true);
    const stored = (await world.admin.get(`/clients/${String(client_id)}`)).json;
    expect([stored.first_party, stored.unverified]).toEqual([false, true]);
  });
});

describe('S07 whoever says whose word is believed', () => {
  const issuer = (more: object = {}) => ({
    ...{ issuer: `https://partner-${randomUUID()}.example`, name: 'Partner' },
    ...{ jwks: keys().jwks, scopes: ['notes:own'], ...more },
  });

  it('S07 speaks for everybody, and needs that power', async () => {
    const path = '/assertion-issuers';
    expectForbidden(await weak.call('POST', path, issuer()));
    expectForbidden(await weak.call('POST', path, issuer({ enabled: false })));
    const made = await strong.call('POST', path, issuer({ enabled: false }));
    expect(made.status).toBe(201);
    const one = `${path}/${String(made.json.id)}`;
    for (const change of [
      { enabled: true },
      { jwks: keys().jwks },
      { client_ids: ['mine'] },
      { subject_mapping: 'email' },
      { scopes: [] },
      { name: 'Other', enabled: true },
    ]) {
      expectForbidden(await weak.call('PATCH', one, change));
    }
    expect((await strong.call('PATCH', one, { enabled: true })).status).toBe(200);
    // Taking belief away gives nobody anything.
    expect((await weak.call('PATCH', one, { name: 'Other', enabled: false })).status).toBe(200);
    expect((await weak.call('DELETE', one)).status).toBe(204);
  });

  it('S07 and a client that presents assertions asks nobody only if it may', async () => {
    const metadata = { ...metadataOf({ first_party: true }), grant_types: [JWT_BEARER] };
    expectForbidden(await weak.call('POST', '/clients', metadata), '/first_party');
  });
});

describe('S07 consent is to a scope of an API', () => {
  it('S07 and ends with it: who makes the API again, or takes its scope, has none', async () => {
    const identifier = 'https://album.example';
    const definition = { identifier, scopes: ['album:read'] };
    const { id } = await world.registerResourceServer(definition);
    const client = await world.registerClient({ scope: 'openid album:read' });
    const user = await world.createUser();
    const browser = world.browser();
    const scope = 'openid album:read';
    await world.tokens({ client, user, browser, scope });
    const silently = async () => {
      const parameters = { prompt: 'none' };
      const { end } = await world.authorize({ client, user, browser, scope, parameters });
      return end.parameters['error'] ?? 'granted';
    };
    expect(await silently()).toBe('granted');
    const admin = new AdminApi(world.issuer, {
      ...{ username: 'admin', password: world.application.adminPassword },
    });
    expect((await admin.delete(`/resource-servers/${String(id)}?force=true`)).status).toBe(204);
    await world.registerResourceServer(definition);
    await world.admin.patch(`/clients/${client.client_id}`, { scope });
    expect(await silently()).toBe('consent_required');
  });
});
