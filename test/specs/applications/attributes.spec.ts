// What an enterprise keeps about people besides the standard claims, and whom it tells of it (ADR 14).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { type LocalWorld, type RegisteredUser, startWorld, unique } from '../../support/world.js';

const SECTION = '/settings/attributes';
const team = `team_${unique()}`.toLowerCase();
const centre = `centre_${unique()}`.toLowerCase();
const risk = `risk_${unique()}`.toLowerCase();

let world: LocalWorld;
let user: RegisteredUser;

const declare = (declared: object) => world.admin.patch(SECTION, { declared });
const change = (attributes: unknown) => world.admin.patch(`/users/${user.sub}`, { attributes });

/** What the person's own API says of them. */
async function ownProfile() {
  const client = await world.registerClient({ scope: 'openid account:read' });
  const scope = 'openid account:read';
  const { access_token } = await world.tokens({
    client,
    user,
    scope,
  });
  return world.get('/account/api/profile', { authorization: `Bearer ${access_token}` });
}

beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser({ name: 'Mei Lindqvist' });
});

beforeEach(async () => {
  const declared = { [team]: { values: 'several' }, [centre]: {}, [risk]: { read: 'admins' } };
  expect((await declare(declared)).status).toBe(200);
});

afterAll(async () => {
  await declare({ [team]: null, [centre]: null, [risk]: null });
});

describe('declarations', () => {
  it('are merged by their names, each with all of its properties (RFC 7396)', async () => {
    const { json } = await declare({ [team]: { write: 'person' } });
    expect(json.declared).toMatchObject({
      [team]: { values: 'several', read: 'person', write: 'person' },
      [centre]: { values: 'one', read: 'person', write: 'admins' },
      [risk]: { values: 'one', read: 'admins', write: 'admins' },
    });
    expect((await declare({ [team]: { write: 'admins' } })).status).toBe(200);
  });

  it('lose nothing when two admins make one each at once', async () => {
    const names = Array.from({ length: 6 }, () => `at_once_${unique()}`.toLowerCase());
    const answers = await Promise.all(names.map((name) => declare({ [name]: {} })));
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    const { json } = await world.admin.get(SECTION);
    expect(Object.keys(json.declared as object)).toEqual(expect.arrayContaining(names));
    await declare(Object.fromEntries(names.map((name) => [name, null])));
  });

  it.each([
    [{ 'A b': {} }],
    [{ __proto_: 'x' }],
    [{ name1: { values: 'many' } }],
    [{ name1: { valeus: 'one' } }],
    [{ name1: [] }],
    [{ name1: 'one' }],
    [Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`n${String(n)}`, {}]))],
    [[]],
    ['team'],
  ])('that say nothing sound are refused: %j', async (declared) => {
    const refused = await declare(declared as object);
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.json.errors)).toContain('/declared');
  });
});

describe('the attributes of somebody', () => {
  it('are told to admins, and to the person but for those of admins alone', async () => {
    const { status, json } = await change({ [team]: ['b', 'a'], [centre]: '4711', [risk]: 'low' });
    const told = { [team]: ['b', 'a'], [centre]: ['4711'] };
    expect([status, json.attributes]).toEqual([200, { ...told, [risk]: ['low'] }]);
    const own = await ownProfile();
    expect(own.json.attributes).toEqual(told);
    expect((await change({ [centre]: null })).json.attributes).toEqual({
      ...{ [team]: ['b', 'a'], [risk]: ['low'] },
    });
    expect((await change(null)).json.attributes).toEqual({});
  });

  it.each([
    [() => ({ undeclared: ['x'] }), '/attributes/undeclared'],
    [() => ({ [centre]: ['a', 'b'] }), `/attributes/${centre}`],
    [() => ({ [team]: ['a', 'a'] }), `/attributes/${team}`],
    [() => ({ [team]: ['x'.repeat(501)] }), `/attributes/${team}`],
    [() => ({ [team]: ['a\u0000b'] }), `/attributes/${team}`],
    [() => ({ [team]: Array.from({ length: 101 }, String) }), `/attributes/${team}`],
    [() => ({ [team]: Array.from({ length: 9 }, (_, n) => 'x'.repeat(490 + n)) }), '/attributes'],
    [() => ({ [team]: [1] }), '/attributes'],
    [() => ({ [team]: { a: 'b' } }), '/attributes'],
    [() => 'x', '/attributes'],
    [() => ['x'], '/attributes'],
  ])('are refused by their names: %#', async (attributes, pointer) => {
    const refused = await change(attributes());
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.json.errors)).toContain(`"${pointer}"`);
  });

  it('are gone with their declaration, and stay away when the name is declared again', async () => {
    const client = await world.registerClient({
      claims: [{ claim: 'cc', from: `attributes.${centre}` }],
    });
    const claims = async () => {
      const { access_token } = await world.tokens({ client, user, scope: 'openid profile' });
      return (await world.userinfo(access_token)).json;
    };
    await change({ [centre]: ['4711'] });
    expect(await claims()).toMatchObject({ cc: '4711' });
    await declare({ [centre]: null });
    expect(await claims()).not.toHaveProperty('cc');
    await declare({ [centre]: {} });
    expect(await claims()).not.toHaveProperty('cc');
    const { json } = await world.admin.get(`/users/${user.sub}`);
    expect(json.attributes).not.toHaveProperty(centre);
  });

  it('come with an import, as JSON and as a table', async () => {
    const [one, other] = [unique(), unique()];
    const json = { username: one, attributes: { [centre]: ['1'], [team]: ['a', 'b'] } };
    const csv = `username,attributes.${centre},attributes.${team}\n${other},2,c; d\n`;
    const asJson = await world.admin.post('/users/import', { users: [json] });
    const asTable = await fetch(`${world.issuer}/admin/users/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await world.admin.token()}`, 'content-type': 'text/csv' },
      body: csv,
    });
    await asTable.text();
    expect([asJson.status, asTable.status]).toEqual([200, 200]);
    const found = await Promise.all(
      [one, other].map(async (q) => (await world.admin.get(`/users?q=${q}`)).json.items),
    );
    expect(found).toMatchObject([
      [{ attributes: { [centre]: ['1'], [team]: ['a', 'b'] } }],
      [{ attributes: { [centre]: ['2'], [team]: ['c', 'd'] } }],
    ]);
  });
});

describe('claims from attributes', () => {
  it('are told to a client where profile was granted, one value or a list', async () => {
    await change({ [centre]: '4711', [team]: ['a'] });
    const client = await world.registerClient({
      claims: [
        { claim: 'cost_centre', from: `attributes.${centre}` },
        { claim: 'teams', from: `attributes.${team}`, in: ['id_token'] },
      ],
    });
    const { access_token, id_token } = await world.tokens({
      client,
      user,
      scope: 'openid profile',
    });
    const userinfo = (await world.userinfo(access_token)).json;
    expect(decodeJwt(id_token ?? '')).toMatchObject({ cost_centre: '4711', teams: ['a'] });
    expect(userinfo).toMatchObject({ cost_centre: '4711' });
    expect(userinfo).not.toHaveProperty('teams');
    expect(decodeJwt(access_token)).not.toHaveProperty('cost_centre');
    const few = await world.tokens({ client, user, scope: 'openid' });
    expect(decodeJwt(few.id_token ?? '')).not.toHaveProperty('cost_centre');
  });

  it.each(['jwt', 'opaque'])('are told to an API, in tokens that are %s', async (format) => {
    await change({ [centre]: '4711' });
    const identifier = `https://${unique()}.example`;
    const read = `read:${unique()}`;
    await world.registerResourceServer({
      ...{ identifier, scopes: [read], access_token_format: format },
      claims: [
        { claim: 'cost_centre', from: `attributes.${centre}` },
        { claim: 'login', from: 'user.preferred_username' },
        { claim: 'tier', value: 'gold' },
      ],
    });
    const client = await world.registerClient({ scope: `openid profile ${read}` });
    const service = await world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'] },
      ...{ resource_server: identifier, scope: read },
    });
    const told = async (token: string) => (await world.introspect(service, token)).json;
    const scope = `openid profile ${read}`;
    const { access_token: token } = await world.tokens({
      client,
      user,
      scope,
      parameters: { resource: identifier },
    });
    const all = { cost_centre: '4711', login: user.username, tier: 'gold' };
    expect(await told(token)).toMatchObject(all);
    if (format === 'jwt') expect(decodeJwt(token)).toMatchObject(all);
    const own = await world.clientCredentials(service, { scope: read });
    const ofItself = await told(own.access_token);
    expect(ofItself).toMatchObject({ tier: 'gold' });
    expect(ofItself).not.toHaveProperty('cost_centre');
  });

  it.each(['undeclared', risk])('cannot come from %s', async (name) => {
    const claims = [{ claim: 'x', from: `attributes.${name}` }];
    const client = { client_name: 'x', redirect_uris: ['https://a.example/cb'], claims };
    const api = { identifier: `https://${unique()}.example`, name: 'x', claims };
    const refused = [
      await world.admin.post('/clients', client),
      await world.admin.post('/resource-servers', api),
    ];
    for (const { status, json } of refused) {
      expect(status).toBe(400);
      expect(JSON.stringify(json.errors)).toContain('/claims/0/from');
    }
  });
});
