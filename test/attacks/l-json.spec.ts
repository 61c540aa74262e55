import { beforeAll, describe, expect, it } from '@jest/globals';
import { clientAssertion, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { jsonEndpoints, sendJson, type JsonEndpoint } from './json-endpoints.js';
import { ASSERTION_TYPE, assertionClaims, jws } from './jws.js';
import { send } from './requests.js';

/** With something in place of every id. */
function routeOf(path: string, id: string): string {
  return path
    .replace(/^(\/admin\/[\w-]+|\/(?!admin\/)[\w-]+)\/[\w-]{15,25}/, `$1/${id}`)
    .replace(/\/(secrets|users|by-external-id)\/[\w-]{15,25}$/, (all, kind: string) =>
      path.startsWith(`/admin/${kind}/`) ? all : `/${kind}/${id}`,
    );
}

describe('JSON documents', () => {
  let world: LocalWorld;
  let endpoints: JsonEndpoint[];
  let document: any;

  beforeAll(async () => {
    world = await startWorld();
    endpoints = await jsonEndpoints(world);
    document = (await world.get('/openapi.json')).json;
  });

  it('L04 this test knows every route that takes JSON', async () => {
    const { paths } = (await world.get('/openapi.json')).json as {
      paths: Record<string, Record<string, { requestBody?: { content: object } }>>;
    };
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { requestBody }]) => 'application/json' in (requestBody?.content ?? {}))
        .map(([method]) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, ':id')}`),
    );
    const known = endpoints.map(({ method, path }) => `${method} ${routeOf(path, ':id')}`);
    // The account API takes tokens of another kind; test/specs/account sends it the same.
    const own = documented.filter((route) => !route.includes('/account/api/'));
    expect(own.sort()).toEqual(known.sort());
  });

  /** Members that are strings, or lists of strings, in one of the documents. */
  const MEMBERS = [
    ...['username', 'password', 'email', 'name', 'nickname', 'profile', 'locale', 'phone_number'],
    ...['client_name', 'scope', 'client_uri', 'token_endpoint_auth_method', 'resource_server'],
    ...['identifier', 'access_token_format', 'algorithm', 'id_token_signed_response_alg'],
  ];
  const LISTS = ['redirect_uris', 'grant_types', 'response_types', 'contacts', 'roles', 'scopes'];

  it.each<[string, unknown]>([
    ['L04 an object', { id: 1 }],
    ['L04 an operator', { $ne: null }],
    ['L04 what TypeORM takes for a find operator', { '@instanceof': 'FindOperator', _type: 'raw' }],
    ['L04 what looks like a raw query', { type: 'raw', value: '1=1', sql: '1=1' }],
    ['L04 a list', ['a', 'b']],
    ['L04 a list of objects', [{ id: 1 }]],
    ['L05 zero', 0],
    ['L05 a number', 1],
    ['L05 true', true],
    ['L05 false', false],
  ])('%s where a string belongs is refused', async (_name, value) => {
    for (const endpoint of endpoints) {
      for (const [names, wrong] of [
        [MEMBERS, value],
        [LISTS, [value]],
      ] as const) {
        const known = names.filter((name) => membersOf(endpoint).includes(name));
        if (known.length === 0) continue;
        const members = Object.fromEntries(known.map((member) => [member, wrong]));
        expectRefused(endpoint, await sendJson(world, endpoint, { ...endpoint.good, ...members }));
      }
    }
  });

  /** What the document says that an endpoint knows: an unknown member is refused whatever its value is. */
  function membersOf({ method, path }: JsonEndpoint): string[] {
    const pattern = `${method} ${routeOf(path, '{}')}`;
    const [found] = Object.entries(document.paths).flatMap(([route, methods]: [string, any]) =>
      `${method} ${route.replace(/\{\w+\}/g, '{}')}` === pattern
        ? [methods[method.toLowerCase()].requestBody.content['application/json'].schema.$ref]
        : [],
    );
    return Object.keys(document.components.schemas[found.split('/').at(-1)].properties);
  }

  function expectRefused({ method, path }: JsonEndpoint, answer: { status: number; json: any }) {
    expect([method, path, answer.status]).toEqual([method, path, 400]);
    const error = path.startsWith('/register')
      ? /^invalid_(client_metadata|redirect_uri)$/
      : /^invalid_request$/;
    expect(answer.json.error).toMatch(error);
    const named = (answer.json.errors ?? []) as { pointer: string; detail: string }[];
    expect(
      named.filter(
        ({ pointer, detail }) => /^\/\w+$/.test(pointer) && detail.startsWith('There is no such'),
      ),
    ).toEqual([]);
  }

  it('L05 an account is found by text alone: MySQL and SQLite compare no numbers here', async () => {
    expect((await world.admin.get('/users?q=00')).json.items).toEqual([]);
    expect((await world.admin.get('/users?cursor=0')).status).toBe(400);
    expect((await world.admin.get('/users/0')).status).toBe(404);
    for (const token of ['0', 'true', '']) {
      expect((await world.userinfo(token)).status).toBe(token === '' ? 400 : 401);
    }
  });

  it('L04, L05 protocol endpoints take forms, so that a token is a text: {"token":0} is none', async () => {
    const client = await world.registerClient({ token_endpoint_auth_method: 'client_secret_post' });
    const { client_id, client_secret } = client;
    for (const path of ['/token', '/introspect', '/revoke']) {
      for (const wrong of [{ token: 0 }, { token: { id: 1 } }, { grant_type: ['password'] }]) {
        const response = await fetch(world.issuer + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ client_id, client_secret, ...wrong }),
        });
        expect([path, response.status]).toEqual([path, 415]);
        expect(await response.json()).toMatchObject({ error: 'invalid_request' });
      }
    }
    const nested = { 'token[id]': '1', 'token[]': 'x', client_id, client_secret };
    const answer = await send(world, '/introspect', nested);
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_request']);
  });

  it.each([
    '{"__proto__":{"admin":true}}',
    '{"username":"p1","__proto__":null}',
    '{"a":{"__proto__":{"admin":true}}}',
    '{"a":[{"__proto__":{"admin":true}}]}',
    '{"\\u005f_proto__":{"admin":true}}',
    '{"constructor":{"prototype":{"admin":true}}}',
    '{"a":{"constructor":{"prototype":{"admin":true}}}}',
    '{"address":{"__proto__":{"admin":true}}}',
    '{"jwks":{"keys":[{"__proto__":{"kty":"RSA"}}]}}',
  ])('L07 %s is refused by every JSON endpoint and pollutes nothing', async (body) => {
    for (const endpoint of endpoints) {
      const { status } = await sendJson(world, endpoint, body);
      expect([endpoint.path, status]).toEqual([endpoint.path, 400]);
    }
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('kty');
  });

  it('L07 names of a prototype in queries and forms are plain unknown names', async () => {
    const names = ['__proto__', '__proto__[admin]', 'constructor[prototype][admin]', 'prototype'];
    const query = names.map((name) => `${encodeURIComponent(name)}=1`).join('&');
    const { errors } = (await world.admin.get(`/users?${query}`)).json;
    expect(errors.map(({ parameter }: { parameter: string }) => parameter)).toEqual(names);
    expect((await world.admin.get('/users?__proto__[limit]=1')).json.errors).toEqual([
      { parameter: '__proto__[limit]', detail: 'There is no such parameter.' },
    ]);
    const client = await world.registerClient();
    const fields = Object.fromEntries(names.map((name) => [name, 'x']));
    Object.defineProperty(fields, '__proto__', { value: 'x', enumerable: true });
    const answer = await world.introspect(client, 'none', fields);
    expect(answer.json).toEqual({ active: false });
    const page = await world.browser().open(`/authorize?client_id=__proto__&${query}`);
    expect(page.status).toBe(400);
    for (const path of ['/clients/__proto__', '/users/constructor', '/resource-servers/toString']) {
      expect([path, (await world.admin.get(path)).status]).toEqual([path, 404]);
    }
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it.each<[string, string, number]>([
    ['a comment', '{"username":"c1"/* no */}', 400],
    ['a trailing comma', '{"username":"c2",}', 400],
    ['single quotes', "{'username':'c3'}", 400],
    ['NaN', '{"username":"c4","password":NaN}', 400],
    ['nothing', '', 400],
    ['two documents', '{"username":"c5"}{"username":"c6"}', 400],
    ['a list', '[{"username":"c7"}]', 400],
    ['a text', '"c8"', 400],
    ['null', 'null', 400],
    ['a lone surrogate', '{"username":"c9\\ud800"}', 400],
    ['an integer beyond all numbers', '{"username":"ca","updated_at":1e400,"disabled":1e400}', 400],
  ])('L22 %s is no document', async (_name, body, status) => {
    expect((await sendJson(world, endpoints[3]!, body)).status).toBe(status);
  });

  const posted = (path: string) =>
    endpoints.find((one) => one.method === 'POST' && one.path === path)!;

  it('L22 a member that comes twice counts as its last value, for every check alike', async () => {
    const two = '{"username":"first-name","username":"last-name","roles":["admin"],"roles":[]}';
    const answer = await sendJson(world, posted('/admin/users'), `\ufeff${two}`);
    expect(answer.json).toMatchObject({ username: 'last-name', roles: [] });
    const sneaky =
      '{"client_name":"A","redirect_uris":["https://a.example/"],"scope":"openid","scope":"bad  scope"}';
    expect((await sendJson(world, posted('/admin/clients'), sneaky)).status).toBe(400);
  });

  describe('in a client assertion', () => {
    let own: RegisteredClient;
    let victim: RegisteredClient;
    beforeAll(async () => {
      const metadata = { token_endpoint_auth_method: 'private_key_jwt' };
      own = await world.registerClient(metadata);
      victim = await world.registerClient(metadata);
    });
    const HEADER = { alg: 'ES256', typ: 'client-authentication+jwt' };
    const asks = async (client_assertion: string) =>
      (await send(world, '/introspect', {
        ...{ client_assertion, client_assertion_type: ASSERTION_TYPE, token: 'none' },
      })) as { status: number; json: unknown };

    it('L22 two subjects do not make one client another', async () => {
      const rest = assertionClaims(own, world.issuer, { iss: undefined, sub: undefined });
      const tail = JSON.stringify(rest).slice(1);
      const claims = (first: string, last: string) =>
        `{"iss":"${first}","sub":"${first}","iss":"${last}","sub":"${last}",${tail}`;
      const asVictim = jws(HEADER, claims(own.client_id, victim.client_id), own.privateKey);
      expect((await asks(asVictim)).status).toBe(401);
      const asOwn = jws(HEADER, claims(victim.client_id, own.client_id), own.privateKey);
      expect((await asks(asOwn)).status).toBe(200);
    });

    it.each(['\ufeff{}', '{"exp":1e400}', '[]', '"x"', 'null', '{', ''])(
      'L22 claims %j are refused',
      async (claims) => {
        expect((await asks(jws(HEADER, claims, own.privateKey))).status).toBe(401);
      },
    );

    it('L22 a good one is accepted, so that the others were refused for what they are', async () => {
      expect((await asks(await clientAssertion(own, world.issuer))).status).toBe(200);
    });
  });
});
