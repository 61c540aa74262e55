import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { keys } from '../rfc7523/issuers.js';
import { EXCHANGE } from '../rfc8693/services.js';
import type { Answer } from '../../support/answer.js';
import { initialAccessToken } from '../../support/registration.js';
import { startWorld, type LocalWorld } from '../../support/world.js';

let world: LocalWorld;

beforeAll(async () => {
  world = await startWorld();
});

const unique = () => randomBytes(4).toString('hex');

/** An API with two scopes, and the names that a test needs. */
async function api() {
  const name = unique();
  const identifier = `https://${name}.example`;
  const [used, other] = [`${name}:use_d`, `${name}:other`];
  const { id } = await world.registerResourceServer({ identifier, scopes: [used, other] });
  return { identifier, used, other, path: `/resource-servers/${String(id)}` };
}

type Api = Awaited<ReturnType<typeof api>>;

const scopesOf = (...names: string[]) => ({
  scopes: names.map((name) => ({ name, description: 'x' })),
});
const isNone = ({ status }: Answer, expected: number) => expect(status).toBe(expected);

function expectDependents(answer: Answer, ...expected: object[]): void {
  expect([answer.status, answer.json.error]).toEqual([409, 'conflict']);
  expect(answer.json.detail).toContain('force=true');
  expect(answer.json.dependents).toEqual(expected);
}

/** Each way to be registered for an API, and whether it is for one of its scopes or all of it. */
const WAYS: readonly (readonly [string, (of: Api) => Promise<object>, 'scope' | 'whole'])[] = [
  [
    'a client that may ask for its scope',
    (of) => client({ scope: `openid ${of.used} profile` }),
    'scope',
  ],
  [
    'a client that speaks for it',
    (of) => client({ resource_server: of.identifier, scope: 'openid' }),
    'whole',
  ],
  [
    'a client that may exchange tokens for it',
    (of) =>
      client({
        grant_types: [EXCHANGE],
        token_exchange: { audiences: [of.identifier], delegation: true, impersonation: false },
      }),
    'whole',
  ],
  [
    'an assertion issuer',
    async ({ used }) => {
      const name = `Partner ${unique()}`;
      const issuer = `https://${unique()}.example`;
      const body = { issuer, name, jwks: keys().jwks, scopes: [used] };
      const { id } = await world.admin.create('/assertion-issuers', body);
      return { kind: 'assertion_issuer', id, name };
    },
    'scope',
  ],
  [
    'an initial access token',
    async ({ used }) => {
      const name = `Desk ${unique()}`;
      await initialAccessToken(world, { name, policy: { scope: used } });
      const { items } = (await world.admin.get('/initial-access-tokens?limit=200')).json;
      const { id } = items.find((one: { name: string }) => one.name === name);
      return { kind: 'initial_access_token', id, name };
    },
    'scope',
  ],
];

async function client(metadata: Record<string, unknown>): Promise<object> {
  const { client_id: id, ...registered } = await world.registerClient(metadata);
  return { kind: 'client', id, name: registered['client_name'] };
}

describe.each(WAYS)('an API, and %s (A07)', (_who, register, what) => {
  it('it is not deleted without a word, nor a scope that is used', async () => {
    const of = await api();
    const dependent = await register(of);
    expectDependents(await world.admin.delete(of.path), dependent);
    const without = () => world.admin.patch(of.path, scopesOf(of.other));
    if (what === 'scope') expectDependents(await without(), dependent);
    else isNone(await without(), 200);
    expect((await world.admin.get(of.path)).status).toBe(200);
  });

  it('what nobody uses goes, and with force what somebody does', async () => {
    const of = await api();
    isNone(await world.admin.patch(of.path, scopesOf(of.used)), 200);
    await register(of);
    isNone(
      await world.admin.patch(of.path, { name: 'Other', ...scopesOf(of.used, of.other) }),
      200,
    );
    isNone(await world.admin.call('PATCH', `${of.path}?force=true`, scopesOf()), 200);
    isNone(await world.admin.delete(`${of.path}?force=false`), what === 'scope' ? 204 : 409);
    if (what === 'whole') isNone(await world.admin.delete(`${of.path}?force=true`), 204);
  });
});

describe('the dependents of an API (A07)', () => {
  it('are those that are meant, and not those with a name like it', async () => {
    const of = await api();
    const near = of.used.replace('_', 'x');
    await world.registerResourceServer({
      identifier: `${of.identifier}.other`,
      scopes: [near, `${of.used}:more`],
    });
    await world.registerClient({ scope: `openid ${near} ${of.used}:more` });
    await world.registerClient({ client_name: `For ${of.used}` });
    await world.registerClient({ resource_server: `${of.identifier}.other` });
    isNone(await world.admin.delete(of.path), 204);
  });

  it('are named to twenty, and counted beyond', async () => {
    const of = await api();
    for (let n = 0; n < 21; n++) await world.registerClient({ scope: of.used });
    const { json } = await world.admin.delete(of.path);
    expect(json.dependents).toHaveLength(20);
    expect(json.detail).toContain('more than 20');
  });

  it('force is true or false and nothing else', async () => {
    const of = await api();
    const { status, json } = await world.admin.delete(`${of.path}?force=yes`);
    expect([status, json.errors[0].parameter]).toEqual([400, 'force']);
    isNone(await world.admin.delete(of.path), 204);
  });

  it('a person’s account shows no permission for an API that is gone', async () => {
    const of = await api();
    const app = await world.registerClient({ scope: `openid ${of.used}` });
    const user = await world.createUser();
    const browser = world.browser();
    await world.tokens({ client: app, user, browser, scope: `openid ${of.used}` });
    expect((await browser.get('/account/applications')).text).toContain(`Use ${of.used}`);
    isNone(await world.admin.delete(`${of.path}?force=true`), 204);
    const { text } = await browser.get('/account/applications');
    expect(text).toContain(app['client_name']);
    expect(text).not.toContain(of.used);
  });
});
