import { randomBytes } from 'node:crypto';
import type { ParameterObject } from '@nestjs/swagger';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { registeredPartner } from './calls/assertion-issuers.calls.js';
import { registeredWebhook } from './calls/webhooks.calls.js';
import { createdGroup } from './calls/groups.calls.js';
import { registeredProvider } from './calls/identity-providers.calls.js';
import { createdRole } from './calls/roles.calls.js';
import { calls } from './calls/index.js';
import { Contract, type Operation } from './contract.js';
import { type Request, Scene } from './scene.js';

let scene: Scene;
let contract: Contract;

beforeAll(async () => {
  scene = await Scene.set(async (world) => new Contract((await world.get('/openapi.json')).json));
  contract = scene.contract;
}, 60_000);

const inWords = (items: readonly string[]) => [...items].sort();

describe('/openapi.json describes what there is', () => {
  it('names the server and its version', () => {
    const { info, servers } = contract.document;
    expect(info.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(servers).toEqual([{ url: scene.world.issuer }]);
  });

  it('describes every group of operations, and no group that is empty', () => {
    const used = contract.operations.flatMap(({ definition }) => definition.tags ?? []);
    const described = contract.document.tags?.filter(({ description }) => description);
    expect(inWords(described?.map(({ name }) => name) ?? [])).toEqual(inWords([...new Set(used)]));
  });

  it('gives every operation an id of its own and a summary', () => {
    const ids = contract.operations.map(({ definition }) => definition.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const silent = contract.operations.filter(({ definition }) => !definition.summary);
    expect(silent.map(({ key }) => key)).toEqual([]);
  });

  it('describes every scope that an operation asks for', () => {
    const { securitySchemes = {} } = contract.document.components ?? {};
    expect(Object.keys(securitySchemes).sort()).toEqual([
      ...['bearer', 'client_secret_basic', 'gatehouse'],
    ]);
    const scheme = securitySchemes['gatehouse'] as { flows: any };
    const described = scheme.flows.authorizationCode.scopes as Record<string, string>;
    const asked = contract.operations.flatMap(({ definition }) =>
      (definition.security ?? []).flatMap(({ gatehouse = [] }) => gatehouse),
    );
    expect(asked.filter((scope) => !described[scope])).toEqual([]);
    expect(Object.keys(described)).toEqual(
      expect.arrayContaining(['openid', 'offline_access', 'clients:read', 'account:write']),
    );
  });

  it('says of every answer what it means', () => {
    const silent = contract.operations.flatMap(({ key, definition }) =>
      Object.entries(definition.responses)
        .filter(([, response]) => !(response as { description?: string }).description)
        .map(([status]) => `${key} ${status}`),
    );
    expect(silent).toEqual([]);
  });

  it('refers to nothing that is missing, and defines nothing that is not used', () => {
    const text = JSON.stringify(contract.document);
    const used = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    const defined = Object.keys(contract.document.components?.schemas ?? {});
    expect(inWords(defined)).toEqual(inWords([...new Set(used)] as string[]));
  });

  it('takes the grants of /token from those that are enabled', async () => {
    const { grant_types_supported } = (await scene.world.get('/.well-known/openid-configuration'))
      .json;
    const form = contract.operation('POST /token').definition.requestBody as any;
    const { oneOf, discriminator } = form.content['application/x-www-form-urlencoded'].schema;
    expect(Object.keys(discriminator.mapping).sort()).toEqual([...grant_types_supported].sort());
    expect(oneOf.map(({ $ref }: any) => $ref).sort()).toEqual(
      Object.values(discriminator.mapping).sort(),
    );
  });
});

describe('every documented operation is called', () => {
  it('has calls for each, and for nothing else', () => {
    expect(inWords(Object.keys(calls))).toEqual(inWords(contract.operations.map(({ key }) => key)));
  });

  it('reaches every documented status', () => {
    const missed = contract.operations.flatMap((operation) => {
      const reached = (calls[operation.key] ?? []).map(({ status }) => status);
      return Contract.statuses(operation)
        .filter((status) => !reached.includes(status))
        .map((status) => `${operation.key} ${status}`);
    });
    expect(missed).toEqual([]);
  });
});

describe.each(Object.entries(calls))('%s', (key, its) => {
  it.each(its)('answers $status as documented when $when', async (one) => {
    const operation = contract.operation(key);
    const answer = await scene.play(operation, one);
    expect(answer.summary()).toMatch(new RegExp(`^${one.status} `));
    expect(contract.faults(operation, answer)).toEqual([]);
  });
});

describe('what goes wrong anywhere is answered as documented', () => {
  const withBody = Object.keys(calls).filter((key) => /^(POST|PATCH|PUT)/.test(key));

  it.each(withBody)('%s refuses a body of another type', async (key) => {
    const operation = contract.operation(key);
    const headers = { 'content-type': 'text/plain' };
    const answer = await scene.send(operation, { headers, json: 'x' });
    expect([400, 415]).toContain(answer.status);
    expect(contract.faults(operation, answer)).toEqual([]);
  });

  it.each(withBody)('L08 %s refuses a body that is too large', async (key) => {
    const operation = contract.operation(key);
    const answer = await scene.send(operation, { form: { padding: 'x'.repeat(300_000) } });
    expect(answer.status).toBe(413);
    expect(contract.faults(operation, answer)).toEqual([]);
  });
});

describe('every example in the document is good', () => {
  const jsonBody = ({ definition }: Operation) =>
    (definition.requestBody as any)?.content['application/json'];
  /** What the example is applied to. */
  const targets: Record<string, () => Promise<Request['path']>> = {
    '/admin/clients/{client_id}': registeredClient,
    '/admin/clients/{client_id}/secrets': registeredClient,
    '/admin/clients/{client_id}/lint/fix': registeredClient,
    '/admin/clients/{client_id}/secrets/{id}': async () => {
      const { client_id } = await scene.world.registerClient();
      const { items } = (await scene.world.admin.get(`/clients/${client_id}/secrets`)).json;
      return { client_id, id: items[0].id };
    },
    '/admin/users/{sub}': async () => ({ sub: (await scene.world.createUser()).sub }),
    '/admin/resource-servers/{id}': async () => {
      const identifier = `https://${randomBytes(4).toString('hex')}.example`;
      const { id } = await scene.world.registerResourceServer({ identifier, scopes: [] });
      return { id };
    },
    '/admin/roles/{id}': async () => ({ id: (await createdRole(scene)).id }),
    '/admin/groups/{id}': async () => ({ id: (await createdGroup(scene)).id }),
    '/admin/identity-providers/{id}': async () => ({ id: (await registeredProvider(scene)).id }),
    '/admin/assertion-issuers/{id}': async () => ({ id: (await registeredPartner(scene)).id }),
    '/admin/webhooks/{id}': () => registeredWebhook(scene),
    '/admin/webhooks/{id}/replay': () => registeredWebhook(scene),
  };

  /** What an example names has to be there. */
  const owners: Record<string, () => Promise<object>> = {
    'POST /admin/roles': async () => ({ ...(await registeredClient()) }),
    'POST /admin/config/apply': async () => {
      const configuration = { groups: { accounting: { name: 'accounting' } } };
      const { json } = await scene.world.admin.post('/config/plan', { configuration });
      return { plan: json.plan };
    },
    'POST /admin/explain/token': async () => ({ ...(await registeredClient()) }),
  };

  async function registeredClient(): Promise<Request['path']> {
    return { client_id: (await scene.world.registerClient()).client_id };
  }

  const keys = Object.keys(calls).filter(
    // What is asked for without a body has no examples.
    (key) =>
      /^(POST|PATCH) \/admin\//.test(key) &&
      !/\/(unlock|approve|refuse|reset-authenticators|invitation|test|leaked|webhooks\/\{id\}\/secret)$/.test(
        key,
      ),
  );

  it.each(keys)('%s does what its examples ask for', async (key) => {
    const operation = contract.operation(key);
    const examples = Object.entries<any>(jsonBody(operation).examples ?? {});
    expect(examples.length).toBeGreaterThan(0);
    for (const [name, { value }] of examples) {
      const path = (await targets[operation.path]?.()) ?? {};
      const json = { ...value, ...(await owners[key]?.()) };
      const answer = await scene.send(operation, { token: await scene.admin, path, json });
      expect(`${name}: ${answer.summary()}`).toMatch(/: 20[01] /);
      const { schema } = jsonBody(operation);
      expect(contract.schemaFaults(schema, value)).toEqual([]);
    }
  });

  // Swagger UI fills in an example and sends it: a list would be filtered, and a change refused,
  // by what nobody asked for.
  it('has no example of what may be left out of a query, or of the header', () => {
    const filled = contract.operations.flatMap(({ key, definition }) =>
      ((definition.parameters ?? []) as ParameterObject[])
        .filter(
          ({ in: place, required }) => ['query', 'header'].includes(place) && required !== true,
        )
        .filter((one) => one.example !== undefined || (one.schema as any)?.example !== undefined)
        .map(({ name }) => `${key} ${name}`),
    );
    expect(filled).toEqual([]);
  });

  it('shows no answer that could not be given', () => {
    const wrong = contract.operations.flatMap(({ key, definition }) =>
      Object.entries(definition.responses).flatMap(([status, response]) =>
        Object.values((response as any).content ?? {}).flatMap(({ schema, example }: any) =>
          example === undefined
            ? []
            : contract.schemaFaults(schema, example).map((fault) => `${key} ${status}: ${fault}`),
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });
});
