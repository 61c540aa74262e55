// What applications and APIs by others are told of the roles of people.
import { beforeAll, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startApplication } from '../../support/application.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { LocalWorld, type RegisteredUser, startWorld, unique } from '../../support/world.js';

interface Api {
  readonly id: string;
  readonly identifier: string;
  readonly scope: string;
}

describeEachDatabase('roles', (databaseUrl) => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let apis: Api[];

  beforeAll(async () => {
    const url = await databaseUrl();
    world =
      url === undefined
        ? await startWorld()
        : new LocalWorld(await startApplication({ DATABASE_URL: url }));
    apis = [];
    for (const access_token_format of ['jwt', 'opaque']) {
      const identifier = `https://${unique()}.example`;
      const scope = `do-${unique()}`;
      const claims = { access_token_claims: ['roles'], access_token_format };
      const api = { identifier, scopes: [scope], ...claims };
      const { id } = await world.registerResourceServer(api);
      apis.push({ id, identifier, scope });
    }
    const scopes = apis.map(({ scope }) => scope).join(' ');
    client = await world.registerClient({ scope: `openid groups roles ${scopes}` });
  }, 60_000);

  const created = (body: object) => world.admin.create('/roles', body);
  const give = (id: string, { sub }: RegisteredUser, method = 'PUT') =>
    world.admin.call(method, `/roles/${id}/users/${sub}`);

  async function told(to: RegisteredClient, user: RegisteredUser, scope = 'openid roles') {
    const { access_token, id_token } = await world.tokens({ client: to, user, scope });
    const userinfo = (await world.userinfo(access_token)).json;
    return [decodeJwt(id_token ?? '')['roles'], userinfo.roles];
  }

  const tokenAt = async (api: Api, user: RegisteredUser) => {
    const issued = await world.authorizationCode({ client, user, scope: `roles ${api.scope}` });
    return (await world.redeem(client, issued)).json.access_token as string;
  };
  const introspectedAt = async (api: Api, user: RegisteredUser) =>
    (await world.introspect(client, await tokenAt(api, user))).json.roles;

  it('are told to whom they are of, and to nobody else', async () => {
    const user = await world.createUser();
    const other = await world.registerClient();
    const [jwt, opaque] = apis as [Api, Api];
    const owners = [
      { client_id: client.client_id },
      { client_id: other.client_id },
      { resource_server_id: jwt.id },
      { resource_server_id: opaque.id },
    ];
    // An owner who names a role admin says nothing about another's.
    const names = ['mine', 'admin', 'jwt-editor', 'opaque-editor'];
    for (const [n, owner] of owners.entries()) {
      await give((await created({ ...owner, name: names[n] })).id, user);
    }
    expect(await told(client, user)).toEqual([['mine'], ['mine']]);
    expect(await told(other, user)).toEqual([['admin'], ['admin']]);
    expect(decodeJwt(await tokenAt(jwt, user))['roles']).toEqual(['jwt-editor']);
    expect(await introspectedAt(jwt, user)).toEqual(['jwt-editor']);
    expect(await introspectedAt(opaque, user)).toEqual(['opaque-editor']);
    // One for both is for neither alone.
    const scope = `roles ${jwt.scope} ${opaque.scope}`;
    const both = await world.authorizationCode({ client, user, scope });
    const { access_token } = (await world.redeem(client, both)).json;
    expect((await world.introspect(client, access_token)).json).not.toHaveProperty('roles');
  });

  it('of Gatehouse itself are told to nobody, and whoever has none has an empty list', async () => {
    const admin = await world.createUser({ roles: ['admin', 'editor'] });
    expect(await told(client, admin)).toEqual([[], []]);
    expect(decodeJwt(await tokenAt(apis[0]!, admin))['roles']).toEqual([]);
    const own = { resource_server_id: 'gatehouse-admin', name: 'admin' };
    expect((await world.admin.post('/roles', own)).status).toBe(400);
  });

  it('are had by the people of groups, and by the one who is given them; at once', async () => {
    const user = await world.createUser();
    const { id: group } = await world.admin.create('/groups', { name: `group-${unique()}` });
    const { client_id } = client;
    const byGroup = await created({ client_id, name: `b-${unique()}`, groups: [group] });
    const byHand = await created({ client_id, name: `a-${unique()}` });
    const { access_token } = await world.tokens({ client, user, scope: 'openid roles' });
    const roles = async () => (await world.userinfo(access_token)).json.roles;
    expect(await roles()).toEqual([]);
    await world.admin.call('PUT', `/groups/${group}/members/${user.sub}`);
    expect(await roles()).toEqual([byGroup.name]);
    for (let n = 0; n < 2; n++) expect((await give(byHand.id, user)).status).toBe(204);
    expect(await roles()).toEqual([byHand.name, byGroup.name]);
    const holders = await world.admin.get(`/roles/${byHand.id}/users?count=true`);
    expect(holders.json).toMatchObject({ items: [{ sub: user.sub }], total: 1 });
    await world.admin.patch(`/roles/${byGroup.id}`, { groups: [] });
    expect(await roles()).toEqual([byHand.name]);
    await give(byHand.id, user, 'DELETE');
    expect(await roles()).toEqual([]);
    await world.application.control.flushEvents();
    const types = await world.query<{ type: string }[]>(
      'SELECT type FROM events WHERE object_id = ?',
      [byHand.id],
    );
    expect(types.map(({ type }) => type).sort()).toEqual([
      'role.created',
      'role.given',
      'role.taken',
    ]);
  });

  it('at an API are given to clients too, for the tokens that they get for themselves', async () => {
    const [jwt, opaque] = apis as [Api, Api];
    const machine = await world.registerClient({
      ...{ client_id: `machine-${unique()}`, redirect_uris: [] },
      ...{ grant_types: ['client_credentials'], scope: `${jwt.scope} ${opaque.scope}` },
    });
    const clients = [machine.client_id];
    const [atJwt, atOpaque] = [jwt, opaque].map(({ id }, n) =>
      created({ resource_server_id: id, name: `r-${String(n)}-${unique()}`, clients }),
    );
    const [role, other] = [await atJwt, await atOpaque];
    expect(role.clients).toEqual(clients);
    const own = async ({ scope }: Api, by = machine) => {
      const { access_token } = await world.clientCredentials(by, { scope });
      return (await world.introspect(by, access_token)).json.roles;
    };
    expect([await own(jwt), await own(opaque)]).toEqual([[role.name], [other.name]]);
    const { access_token } = await world.clientCredentials(machine, { scope: jwt.scope });
    expect(decodeJwt(access_token)['roles']).toEqual([role.name]);
    // It says nothing about people who use the client, nor about another API.
    const user = await world.createUser();
    expect(await introspectedAt(jwt, user)).toEqual([]);
    await world.admin.patch(`/roles/${other.id}`, { clients: [] });
    expect(await own(opaque)).toEqual([]);
    await world.admin.delete(`/clients/${machine.client_id}`);
    expect((await world.admin.get(`/roles/${role.id}`)).json.clients).toEqual([]);
  });

  it('are given to clients that there are, and at APIs alone', async () => {
    const { client_id } = client;
    for (const body of [
      { client_id, name: 'x', clients: [client_id] },
      { resource_server_id: apis[0]!.id, name: 'x', clients: ['nobody'] },
    ]) {
      const refused = await world.admin.post('/roles', body);
      expect([refused.status, JSON.stringify(refused.json.errors)]).toEqual([
        400,
        expect.stringContaining('/clients'),
      ]);
    }
  });

  it('go with their client and their API, and are taken with groups and people', async () => {
    const user = await world.createUser();
    const gone = await world.registerClient();
    const { id: group } = await world.admin.create('/groups', { name: `group-${unique()}` });
    const api = await world.registerResourceServer({
      ...{ identifier: `https://${unique()}.example`, scopes: [] },
    });
    const ofClient = await created({ client_id: gone.client_id, name: 'a', groups: [group] });
    const ofApi = await created({ resource_server_id: api.id, name: 'a' });
    const kept = await created({ client_id: client.client_id, name: unique(), groups: [group] });
    for (const { id } of [ofClient, ofApi, kept]) await give(id, user);
    await world.admin.delete(`/clients/${gone.client_id}`);
    await world.admin.delete(`/resource-servers/${api.id}`);
    for (const { id } of [ofClient, ofApi]) {
      expect((await world.admin.get(`/roles/${id}`)).status).toBe(404);
    }
    await world.admin.delete(`/groups/${group}`);
    expect((await world.admin.get(`/roles/${kept.id}`)).json.groups).toEqual([]);
    expect((await world.admin.delete(`/users/${user.sub}`)).status).toBe(204);
    expect((await world.admin.get(`/roles/${kept.id}/users`)).json.items).toEqual([]);
  });

  it('have one owner that there is, and a name that no other role has there', async () => {
    const { client_id } = client;
    const refused = async (body: object) => (await world.admin.post('/roles', body)).status;
    for (const bad of [
      { name: 'x' },
      { name: 'x', client_id: 'nobody' },
      { name: 'x', resource_server_id: 'nothing' },
      { name: 'x', client_id, resource_server_id: apis[0]!.id },
      ...['', ' ', 'a b', 'a,b', '\u00e4', 'x'.repeat(65)].map((name) => ({ name, client_id })),
      { name: 'x', client_id, groups: ['nobody'] },
    ]) {
      expect([bad, await refused(bad)]).toEqual([bad, 400]);
    }
    const name = unique();
    expect(await refused({ client_id, name })).toBe(201);
    expect(await refused({ client_id, name })).toBe(409);
    expect(await refused({ resource_server_id: apis[0]!.id, name })).toBe(201);
    const listed = await world.admin.get(`/roles?client_id=${client_id}&q=${name}`);
    expect(listed.json.items).toHaveLength(1);
  });

  it('a client with the filter assigned is told the groups that have its roles', async () => {
    const user = await world.createUser();
    const names = [`a-${unique()}`, `b-${unique()}`];
    const [first, second] = [
      await world.admin.create('/groups', { name: names[0] }),
      await world.admin.create('/groups', { name: names[1] }),
    ];
    for (const { id } of [first, second]) {
      await world.admin.call('PUT', `/groups/${id}/members/${user.sub}`);
    }
    const telling = await world.registerClient({ groups_claim: { filter: 'assigned' } });
    const { client_id } = telling;
    await created({ client_id, name: 'editor', groups: [second.id] });
    const scope = 'openid groups';
    const { access_token } = await world.tokens({ client: telling, user, scope });
    expect((await world.userinfo(access_token)).json.groups).toEqual([names[1]]);
  });
});
