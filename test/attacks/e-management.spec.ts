import { beforeAll, describe, expect, it } from '@jest/globals';
import { Answer } from '../support/answer.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly scopes: readonly string[];
}

let world: LocalWorld;
let user: RegisteredUser;
let operations: Operation[];

interface Description {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { security?: Record<string, string[]>[] }>>>
  >;
}

beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser();
  const { paths } = (await world.get('/openapi.json')).json as Description;
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
      .map(([method, { security = [] }]) => ({
        ...{ method: method.toUpperCase(), path },
        scopes: security.flatMap((requirement) => Object.values(requirement).flat()),
      })),
  );
});

async function call({ method, path }: Operation, token?: string): Promise<Answer> {
  const url = new URL(world.issuer + path.replace(/\{\w+\}/g, 'unknown'));
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (method !== 'GET' && method !== 'DELETE') headers['content-type'] = 'application/json';
  const body = 'content-type' in headers ? { body: '{}' } : {};
  return Answer.read(url, await fetch(url, { method, headers, redirect: 'manual', ...body }));
}

const management = () => operations.filter(({ path }) => path.startsWith('/admin'));

/** Tokens for one admin scope each, held by a client that an administrator gave it to. */
async function tokenFor(scope: string): Promise<string> {
  const client = await world.registerClient({
    ...{ redirect_uris: [], grant_types: ['client_credentials'], scope },
  });
  return (await world.clientCredentials(client)).access_token;
}

describe('E15 every management route asks for its own permission', () => {
  it('E15 there are routes to ask, and each names exactly one admin scope', () => {
    expect(management().length).toBeGreaterThanOrEqual(18);
    for (const { scopes } of management()) {
      expect(scopes).toHaveLength(1);
      expect(scopes[0]).toMatch(/^[a-z-]+:(read|write|end|help)$/);
    }
  });

  it('E15 nobody: 401', async () => {
    for (const operation of management()) {
      const answer = await call(operation);
      expect([operation, answer.status]).toEqual([operation, 401]);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
    }
  });

  it('E15 somebody who only signed in: 403', async () => {
    const client = await world.registerClient();
    const scope = 'openid profile email';
    const { access_token } = await world.tokens({ client, user, scope });
    for (const operation of management()) {
      const answer = await call(operation, access_token);
      expect([operation, answer.status]).toEqual([operation, 403]);
      expect(answer.json.error).toBe('insufficient_scope');
    }
  });

  it('E15 somebody without the role who asks for admin scopes does not get them', async () => {
    const scopes = [...new Set(management().flatMap((operation) => operation.scopes))];
    const client = await world.registerClient({ scope: `openid ${scopes.join(' ')}` });
    const scope = `openid ${scopes.join(' ')}`;
    const { access_token, scope: granted } = await world.tokens({ client, user, scope });
    expect(granted).toBe('openid');
    for (const operation of management()) {
      expect([operation, (await call(operation, access_token)).status]).toEqual([operation, 403]);
    }
  });

  it('E15 an admin of something else: 403, and nothing but the own scope works', async () => {
    const scopes = [...new Set(management().flatMap((operation) => operation.scopes))];
    expect(scopes).toEqual(expect.arrayContaining(['clients:write', 'users:write', 'keys:write']));
    for (const scope of scopes) {
      const token = await tokenFor(scope);
      for (const operation of management()) {
        const { status, json } = await call(operation, token);
        // Of what may be called the rest is judged: nothing is sent that would be right.
        const judged = [200, 201, 204, 400, 404, 409, 412, 415, 428].includes(status);
        // What reads or changes several things takes the scopes of them, too, and names one that is missing.
        const missing = /^This needs the scope (\S+)\.$/.exec(json?.detail ?? '')?.[1] ?? scope;
        const more = status === 403 && operation.path.startsWith('/admin/config');
        const named = more && missing !== scope && scopes.includes(missing);
        const works = judged || named;
        if (operation.scopes.includes(scope)) expect([operation, status, works]).toContain(true);
        else expect([scope, operation, status]).toEqual([scope, operation, 403]);
      }
    }
  });

  it('E15 who may write clients cannot write the scopes of others into one', async () => {
    const token = await tokenFor('clients:write');
    const url = new URL(`${world.issuer}/admin/clients`);
    const create = async (metadata: object) =>
      Answer.read(
        url,
        await fetch(url, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            client_name: 'x',
            grant_types: ['client_credentials'],
            ...metadata,
          }),
        }),
      );
    for (const scope of ['users:write', 'clients:write keys:write']) {
      const answer = await create({ scope });
      expect([answer.status, answer.json.error]).toEqual([403, 'insufficient_scope']);
    }
    expect((await create({ scope: 'clients:write' })).status).toBe(201);
  });

  it('E15 every other operation that asks for a token refuses none and a stranger’s', async () => {
    const others = operations.filter(
      ({ path, scopes }) => scopes.length > 0 && !path.startsWith('/admin'),
    );
    expect(others.map(({ path }) => path)).toContain('/userinfo');
    for (const operation of others) {
      expect([operation, (await call(operation)).status]).toEqual([operation, 401]);
      expect([operation, (await call(operation, 'made-up')).status]).toEqual([operation, 401]);
    }
  });
});
