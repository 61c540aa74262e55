import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ParameterObject, SchemaObject } from '@nestjs/swagger';
import { Contract, type Operation } from './contract.js';
import { Scene } from './scene.js';

let scene: Scene;
let contract: Contract;

/** What only the document knows: which operations there are. */
const operations = () =>
  contract.operations.filter(({ path }) => /^\/(admin|account\/api)\//.test(path));

const token = ({ path, method }: Operation) => {
  if (path.startsWith('/admin/')) return scene.admin;
  return scene.personToken(method === 'GET' ? 'account:read' : 'account:write');
};

function bodyOf({ definition }: Operation): SchemaObject | undefined {
  const body = definition.requestBody as any;
  const { $ref } = body?.content['application/json'].schema ?? {};
  return $ref && contract.document.components?.schemas?.[$ref.split('/').at(-1)];
}

const queryOf = ({ definition }: Operation) =>
  ((definition.parameters ?? []) as ParameterObject[]).filter((one) => one.in === 'query');

/** A slip of the pen: two letters changed places, or one was forgotten. */
const slip = (name: string) =>
  name.length > 3 ? name.slice(0, 1) + name.slice(2) : `${name}${name.at(-1) ?? ''}`;

beforeAll(async () => {
  scene = await Scene.set(async (world) => new Contract((await world.get('/openapi.json')).json));
  contract = scene.contract;
}, 60_000);

describe('every operation of the management APIs', () => {
  it('names an extra member and an extra parameter, with the nearest that there is', async () => {
    expect(operations().length).toBeGreaterThan(30);
    for (const operation of operations()) {
      const [member] = Object.keys(bodyOf(operation)?.properties ?? {});
      const [parameter] = queryOf(operation).map(({ name }) => name);
      const extraMember = member === undefined ? 'extra' : slip(member);
      const extraParameter = parameter === undefined ? 'extra' : slip(parameter);
      const answer = await scene.send(operation, {
        token: await token(operation),
        query: { [extraParameter]: '1' },
        ...(operation.method === 'GET' ? {} : { json: { [extraMember]: 1 } }),
      });
      const meant = (name: string | undefined) =>
        name === undefined ? '' : ` Did you mean ${name}?`;
      const expected = [
        ...(operation.method === 'GET'
          ? []
          : [{ pointer: `/${extraMember}`, detail: `There is no such member.${meant(member)}` }]),
        { parameter: extraParameter, detail: `There is no such parameter.${meant(parameter)}` },
      ];
      expect([operation.key, answer.status]).toEqual([operation.key, 400]);
      expect(answer.json).toMatchObject({ error: 'invalid_request', title: 'Unknown member' });
      expect([operation.key, answer.json.errors]).toEqual([
        operation.key,
        expect.arrayContaining(expected),
      ]);
      expect(contract.faults(operation, answer)).toEqual([]);
    }
  });

  it('closes the schema of what it takes, and says which scope it needs', () => {
    for (const operation of operations()) {
      const body = bodyOf(operation);
      if (body !== undefined) {
        expect([operation.key, body.additionalProperties]).toEqual([operation.key, false]);
      }
      expect([operation.key, operation.definition.description ?? '']).toEqual([
        operation.key,
        expect.stringContaining('Needs the scope `'),
      ]);
    }
  });

  it('takes an empty body for none, whatever type it is said to be', async () => {
    for (const operation of operations().filter(({ method }) => method === 'DELETE')) {
      const headers = { 'content-type': 'application/json' };
      const answer = await scene.send(operation, { token: await token(operation), headers });
      expect([operation.key, answer.status]).toEqual([operation.key, 404]);
      expect(answer.json).toMatchObject({ error: 'not_found', title: 'Not found' });
    }
  });

  it('answers other methods with 405, and other addresses with 404', async () => {
    for (const path of new Set(operations().map((operation) => operation.path))) {
      const known = operations().filter((operation) => operation.path === path);
      const methods = ['QUERY', 'PROPFIND', 'PUT'].filter((name) =>
        known.every(({ method }) => method !== name),
      );
      for (const method of methods) {
        const answer = await scene.send({ method, path }, { token: await scene.admin });
        expect([method, path, answer.status, answer.json.error]).toEqual([
          ...[method, path],
          ...[405, 'method_not_allowed'],
        ]);
        expect(answer.headers.get('allow')).toMatch(/[A-Z]/);
      }
      const nowhere = { method: 'QUERY', path: `${path}/of/nothing` };
      const answer = await scene.send(nowhere, { token: await scene.admin });
      expect([path, answer.status, answer.json.error]).toEqual([path, 404, 'not_found']);
    }
  });
});

it('L04 names no more faults of a request than anybody would read', async () => {
  const names = Array.from({ length: 10_000 }, (_, n) => `nickname${String(n)}`);
  const started = performance.now();
  const answer = await scene.world.admin.post(
    '/users',
    Object.fromEntries(names.map((name) => [name, 1])),
  );
  expect([answer.status, answer.json.errors.length]).toEqual([400, 50]);
  expect(performance.now() - started).toBeLessThan(5000);
});

describe('changes', () => {
  const changes = () => operations().filter(({ method }) => method === 'PATCH');

  it('have no default at any depth, which a client would fill in and change what nobody meant', () => {
    expect(changes().length).toBeGreaterThan(3);
    for (const operation of changes()) {
      const seen = new Set<string>();
      const visit = (node: unknown, inProperties = false): void => {
        if (typeof node !== 'object' || node === null) return;
        if (!inProperties)
          expect([operation.key, 'default' in node]).toEqual([operation.key, false]);
        for (const [name, value] of Object.entries(node)) {
          if (name === '$ref' && !seen.has(value as string)) {
            seen.add(value as string);
            visit(contract.document.components?.schemas?.[(value as string).split('/').at(-1)!]);
          } else visit(value, name === 'properties');
        }
      };
      visit(bodyOf(operation));
    }
    const created = contract.operation('POST /admin/clients');
    expect(bodyOf(created)?.properties?.['application_type']).toMatchObject({ default: 'web' });
  });

  it('are merge patches, under either name (RFC 7396); nothing else is', async () => {
    const { sub } = await scene.world.createUser();
    for (const type of [
      'application/merge-patch+json',
      'Application/Merge-Patch+JSON; a=b',
      'application/json',
    ]) {
      const operation = contract.operation('PATCH /admin/users/{sub}');
      const headers = { 'content-type': type };
      const json = { nickname: type.slice(0, 20) };
      const answer = await scene.send(operation, {
        token: await scene.admin,
        path: { sub },
        json,
        headers,
      });
      expect([type, answer.status, answer.json.nickname]).toEqual([type, 200, json.nickname]);
    }
    const answer = await scene.send(contract.operation('POST /admin/users'), {
      token: await scene.admin,
      json: { username: 'merged' },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect([answer.status, answer.json.title]).toEqual([415, 'Unsupported media type']);
  });

  it('take back what a GET answered, and refuse to change what is only shown', async () => {
    const { world } = scene;
    const partner = await world.admin.create('/assertion-issuers', {
      ...{
        issuer: 'https://readonly.example',
        name: 'Partner',
        jwks_uri: 'https://p.example/jwks',
      },
    });
    const api = await world.registerResourceServer({
      identifier: 'https://readonly.example',
      scopes: [],
    });
    const role = await world.admin.create('/roles', {
      ...{ resource_server_id: api.id, name: 'read-only' },
    });
    for (const [path, readOnly] of [
      [`/users/${(await world.createUser()).sub}`, 'sub'],
      [`/clients/${(await world.registerClient()).client_id}`, 'client_id'],
      [`/resource-servers/${api.id}`, 'identifier'],
      [`/assertion-issuers/${partner.id}`, 'issuer'],
      [`/groups/${(await world.admin.create('/groups', { name: 'read-only' })).id}`, 'id'],
      [`/roles/${role.id}`, 'id'],
    ] as const) {
      const shown = await world.admin.get(path);
      const answer = await world.admin.patch(path, shown.json);
      expect([path, answer.status]).toEqual([path, 200]);
      // Nothing changed, so nothing was written.
      expect(answer.headers.get('etag')).toBe(shown.headers.get('etag'));
      const refused = await world.admin.patch(path, { ...shown.json, [readOnly]: 'another' });
      expect([path, refused.status, refused.json.errors]).toEqual([
        ...[path, 400],
        [{ pointer: `/${readOnly}`, detail: 'It cannot be changed.' }],
      ]);
    }
  });
});

describe('problems', () => {
  it('say where JSON ends', async () => {
    const response = await fetch(`${scene.world.issuer}/admin/users`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await scene.admin}`,
        'content-type': 'application/json',
      },
      body: '{\n  "username": "x",\n}',
    });
    const answer = { status: response.status, json: (await response.json()) as any };
    expect([answer.status, answer.json.detail]).toEqual([
      ...[400, 'The body is not JSON from line 3, column 1 on.'],
    ]);
  });

  it('have a type that is explained where it leads, and name the request', async () => {
    const page = await scene.world.get('/docs/problems');
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    for (const path of ['/users/nobody', '/nothing', '/users?limt=1', '/users?limit=0']) {
      const answer = await scene.world.admin.get(path);
      const { type, instance, title, status } = answer.json;
      const { pathname, origin, hash } = new URL(type);
      expect([origin, pathname]).toEqual([scene.world.issuer, '/docs/problems']);
      expect(page.text).toContain(`id="${hash.slice(1)}"`);
      expect(page.text).toContain(title);
      expect([status, instance]).toEqual([
        answer.status,
        `urn:uuid:${answer.headers.get('x-request-id') ?? ''}`,
      ]);
    }
  });
});

it('what is created says where it is (RFC 9110 §10.2.2)', async () => {
  const created = await scene.world.admin.post('/users', { username: 'found-again' });
  const location = created.headers.get('location') ?? '';
  const url = new URL(location, created.url);
  const { sub } = (await scene.world.admin.get(url.pathname.replace('/admin', ''))).json;
  expect(sub).toBe(created.json.sub);
});

it('A13 a key is not rotated for null', async () => {
  const answer = await scene.world.admin.post('/keys/rotate', { algorithm: null });
  expect([answer.status, answer.json.errors]).toEqual([
    ...[400, [expect.objectContaining({ pointer: '/algorithm' })]],
  ]);
});
