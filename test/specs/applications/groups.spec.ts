// What applications by others are told of the groups of people.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { RegisteredClient } from '../../support/registered-client.js';
import { selfRegistered } from '../../support/registration.js';
import { type LocalWorld, type RegisteredUser, startWorld, unique } from '../../support/world.js';

let world: LocalWorld;
let user: RegisteredUser;
let names: string[];
let client: RegisteredClient;
/** An API that wants them in its tokens, one that does not, and one whose tokens are opaque. */
let apis: Record<'telling' | 'silent' | 'opaque', { identifier: string; scope: string }>;
let asking: RegisteredClient;

const created = (name: string) => world.admin.create('/groups', { name });
const join = (id: string, { sub }: RegisteredUser) =>
  world.admin.call('PUT', `/groups/${id}/members/${sub}`);

beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser({ name: 'Mei Lindqvist' });
  names = [`app-${unique()}`, `team-${unique()}`].sort();
  for (const name of [...names].reverse()) await join((await created(name)).id, user);
  const api = async (more: object) => {
    const identifier = `https://${unique()}.example`;
    const scope = `read-${unique()}`;
    await world.registerResourceServer({ identifier, scopes: [scope], ...more });
    return { identifier, scope };
  };
  apis = {
    telling: await api({ access_token_claims: ['groups'] }),
    silent: await api({}),
    opaque: await api({ access_token_format: 'opaque' }),
  };
  const scopes = Object.values(apis).map(({ scope }) => scope);
  client = await world.registerClient({
    scope: `openid profile groups ${scopes.join(' ')}`,
  });
  asking = await world.registerClient({
    ...{ redirect_uris: [], grant_types: ['client_credentials'] },
    resource_server: apis.opaque.identifier,
  });
});

/** What a client is told everywhere where it looks. */
async function told(to: RegisteredClient, scope: string, who = user) {
  const { access_token, id_token } = await world.tokens({ client: to, user: who, scope });
  const userinfo = (await world.userinfo(access_token)).json;
  const introspected = (await world.introspect(to, access_token)).json;
  return { id_token: decodeJwt(id_token ?? ''), userinfo, introspected, access_token };
}

describe('the scope groups', () => {
  it('opens the claim in ID token, userinfo and introspection, in the order of the names', async () => {
    const { id_token, userinfo, introspected } = await told(client, 'openid groups');
    for (const claims of [id_token, userinfo, introspected]) {
      expect(claims['groups']).toEqual(names);
    }
    const without = await told(client, 'openid profile');
    for (const claims of [without.id_token, without.userinfo, without.introspected]) {
      expect(claims).not.toHaveProperty('groups');
    }
  });

  it('tells nobody of none as an empty list', async () => {
    const nobody = await world.createUser();
    const { id_token, userinfo, introspected } = await told(client, 'openid groups', nobody);
    for (const claims of [id_token, userinfo, introspected]) expect(claims['groups']).toEqual([]);
  });

  it('may be asked for by every client that an admin registered without a scope', async () => {
    const plain = await world.registerClient();
    const scope = 'openid profile email address phone groups roles offline_access';
    expect((await told(plain, scope)).id_token['groups']).toEqual(names);
    const narrow = await world.registerClient({ scope: 'openid profile' });
    const { end } = await world.authorize({ client: narrow, user, scope: 'openid groups' });
    expect(end.parameters['error']).toBe('invalid_scope');
  });

  it('is in discovery, and its claim too', async () => {
    const { json } = await world.get('/.well-known/openid-configuration');
    expect(json.scopes_supported).toEqual(expect.arrayContaining(['groups', 'roles']));
    expect(json.claims_supported).toEqual(expect.arrayContaining(['groups', 'roles']));
  });

  it('is told in words to whoever is asked for it', async () => {
    const browser = world.browser();
    const { end } = await world.authorize({ client, user, browser, scope: 'openid groups' });
    expect(end.parameters['code']).toBeDefined();
    const page = await browser.open('/account/applications');
    expect(page.text).toContain('See which groups you are in');
  });

  it('tells a new name at once, and nothing of a group that is left or deleted', async () => {
    const person = await world.createUser();
    const [kept, left, gone] = await Promise.all(
      ['a', 'b', 'c'].map((letter) => created(`${letter}-${unique()}`)),
    );
    for (const { id } of [kept, left, gone]) await join(id, person);
    const { access_token } = await world.tokens({ client, user: person, scope: 'openid groups' });
    const groups = async () => (await world.userinfo(access_token)).json.groups;
    expect(await groups()).toEqual([kept.name, left.name, gone.name]);
    const name = `z-${unique()}`;
    await world.admin.patch(`/groups/${kept.id}`, { name });
    await world.admin.call('DELETE', `/groups/${left.id}/members/${person.sub}`);
    await world.admin.delete(`/groups/${gone.id}`);
    expect(await groups()).toEqual([name]);
  });

  it('is told by the ID tokens of refresh as well, as they are then', async () => {
    const person = await world.createUser();
    const issued = await world.tokens({ client, user: person, scope: 'openid groups' });
    const { id, name } = await created(`late-${unique()}`);
    await join(id, person);
    const { id_token } = (await world.refresh(client, issued.refresh_token ?? '')).json;
    expect(decodeJwt(id_token)['groups']).toEqual([name]);
  });

  it('the parameter claims asks for them by name', async () => {
    const minimal = await world.registerClient({ id_token_claims: 'minimal' });
    const claims = JSON.stringify({ id_token: { groups: null }, userinfo: {} });
    const asked = { client: minimal, user, scope: 'openid', parameters: { claims } };
    const { id_token, access_token } = await world.tokens(asked);
    expect(decodeJwt(id_token ?? '')['groups']).toEqual(names);
    expect((await world.userinfo(access_token)).json).not.toHaveProperty('groups');
  });
});

describe('which groups a client is told', () => {
  const filtered = (groups_claim: object) => world.registerClient({ groups_claim });

  it.each([
    ['all', { filter: 'all' }, () => names],
    ['those with a prefix', { filter: 'prefix', prefix: 'app-' }, () => names.slice(0, 1)],
    ['those that it is about', { filter: 'assigned' }, () => []],
  ] as const)('%s', async (_which, filter, expected) => {
    const { id_token, userinfo, introspected } = await told(
      await filtered(filter),
      'openid groups',
    );
    for (const claims of [id_token, userinfo, introspected]) {
      expect(claims['groups']).toEqual(expected());
    }
  });

  it('is decided for a client that registers itself, and again when it changes', async () => {
    const groups_claim = { filter: 'all' };
    const stranger = await selfRegistered(world, { id_token_claims: 'scope', groups_claim });
    expect((await world.admin.get(`/clients/${stranger.client_id}`)).json.groups_claim).toEqual({
      filter: 'assigned',
    });
    const { id_token, userinfo } = await told(stranger, 'openid groups');
    for (const claims of [id_token, userinfo]) expect(claims['groups']).toEqual([]);
  });

  it.each([
    { filter: 'some' },
    { filter: 'prefix' },
    { filter: 'all', prefix: 'a' },
    {},
    'all',
    [],
  ])('is refused where it says nothing sound: %j', async (groups_claim) => {
    const metadata = { client_name: 'x', redirect_uris: ['https://a.example/cb'], groups_claim };
    expect((await world.admin.post('/clients', metadata)).status).toBe(400);
  });
});

describe('"roles", "groups" in access tokens (RFC 9068 §2.2.3.1)', () => {
  const tokenFor = async (scope: string, resource?: string) => {
    const issued = await world.authorizationCode({ client, user, scope });
    const answer = await world.redeem(client, issued, resource === undefined ? {} : { resource });
    return answer.json.access_token as string;
  };

  it('are for the API that wants them, alone', async () => {
    const { telling, silent } = apis;
    const one = await tokenFor(`groups ${telling.scope}`);
    expect(decodeJwt(one)).toMatchObject({ aud: telling.identifier, groups: names });
    const both = `groups ${telling.scope} ${silent.scope}`;
    for (const token of [
      await tokenFor(`groups ${silent.scope}`),
      await tokenFor(telling.scope),
      await tokenFor('openid groups'),
      await tokenFor(both),
      await tokenFor(both, silent.identifier),
    ]) {
      expect(decodeJwt(token)).not.toHaveProperty('groups');
    }
    expect(decodeJwt(await tokenFor(both, telling.identifier))['groups']).toEqual(names);
  });

  it('an opaque one says them when it is asked about, with who it is', async () => {
    const token = await tokenFor(`groups profile ${apis.opaque.scope}`);
    for (const who of [asking, client]) {
      expect((await world.introspect(who, token)).json).toMatchObject({
        ...{ groups: names, username: user.username, name: 'Mei Lindqvist' },
      });
    }
  });
});

describe('more groups than a token holds', () => {
  const many = async (count: number, length: number) => {
    const person = await world.createUser();
    const prefix = unique();
    const own = Array.from({ length: count }, (_, n) =>
      `${prefix}-${String(n).padStart(4, '0')}`.padEnd(length, 'x'),
    );
    const now = Math.floor(Date.now() / 1000);
    for (const name of own) {
      await world.query(
        'INSERT INTO groups (id, name, name_key, description, version, created_at, updated_at) VALUES (?, ?, ?, ?, 1, ?, ?)',
        [name.slice(0, 20), name, name, '', now, now],
      );
    }
    const ids = Object.fromEntries(own.map((name) => [name.slice(0, 20), 1]));
    await world.query('UPDATE users SET group_ids = ? WHERE sub = ?', [
      JSON.stringify(ids),
      person.sub,
    ]);
    // Whatever this node knew of groups is a second old by then.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    return { person, own };
  };

  it('are left out of JWTs, which say so, and told by userinfo and introspection; an event tells', async () => {
    const { person, own } = await many(201, 16);
    const { telling } = apis;
    const scope = `openid groups ${telling.scope}`;
    const { id_token, userinfo, introspected, access_token } = await told(client, scope, person);
    for (const claims of [id_token, decodeJwt(access_token)]) {
      expect(claims).not.toHaveProperty('groups');
      expect(claims).toMatchObject({ groups_overage: true });
    }
    for (const claims of [userinfo, introspected]) {
      expect(claims.groups).toEqual(own);
      expect(claims).not.toHaveProperty('groups_overage');
    }
    await world.application.control.flushEvents();
    const [event] = await world.query<{ facts: string; client_id: string }[]>(
      "SELECT facts, client_id FROM events WHERE type = 'claims.overage' AND user_id = ? ORDER BY id",
      [person.sub],
    );
    expect(event?.client_id).toBe(client.client_id);
    expect(JSON.parse(event?.facts ?? '')).toMatchObject({ claim: 'groups', count: 201 });
  });

  it('so are few with long names; a prefix leaves room', async () => {
    const { person, own } = await many(40, 120);
    const { id_token, userinfo } = await told(client, 'openid groups', person);
    expect(id_token['groups_overage']).toBe(true);
    expect(userinfo.groups).toEqual(own);
    const groups_claim = { filter: 'prefix', prefix: own[0]?.slice(0, 15) };
    const narrow = await world.registerClient({ groups_claim });
    const one = await told(narrow, 'openid groups', person);
    expect(one.id_token['groups']).toEqual(own.slice(0, 1));
  });
});
