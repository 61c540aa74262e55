import { beforeAll, describe, expect, it } from '@jest/globals';
import { inParallel } from '../../attacks/requests.js';
import { startTwoNodes } from '../../attacks/two-nodes.js';
import type { Answer } from '../../support/answer.js';
import { clock } from '../../support/clock.js';
import { describeMariadb } from '../../support/mariadb.js';
import { type LocalWorld, startWorld, unique, type World } from '../../support/world.js';

const CLIENT = { redirect_uris: ['https://app.example/callback'], client_name: 'Printing' };

const post = (world: World, path: string, body: unknown, key: string): Promise<Answer> =>
  world.admin.call('POST', path, body, { 'idempotency-key': key });

const countOf = async (world: World, name: string): Promise<number> =>
  (await world.admin.get(`/groups?q=${name}&count=true`)).json.total as number;

describe('Idempotency-Key', () => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });

  it('the same request is done once, and is given the same answer with its secret', async () => {
    const key = unique();
    const first = await post(world, '/clients', CLIENT, key);
    const again = await post(world, '/clients', CLIENT, key);
    expect(first.status).toBe(201);
    expect(first.json.client_secret).toMatch(/^gh_cs_/);
    expect([again.status, again.json]).toEqual([201, first.json]);
    for (const name of ['location', 'etag', 'content-type']) {
      expect([name, again.headers.get(name)]).toEqual([name, first.headers.get(name)]);
    }
    const sealed = await world.query('SELECT * FROM idempotency_keys');
    expect(JSON.stringify(sealed)).not.toContain(first.json.client_secret);
    expect(JSON.stringify(sealed)).not.toContain(key);
  });

  it('another request with the key is refused: 422', async () => {
    const key = unique();
    expect((await post(world, '/groups', { name: unique() }, key)).status).toBe(201);
    const name = unique();
    for (const [path, body] of [
      ['/groups', { name }],
      ['/clients', CLIENT],
    ] as const) {
      const answer = await post(world, path, body, key);
      expect([answer.status, answer.json.error]).toEqual([422, 'idempotency_key_reused']);
    }
    expect(await countOf(world, name)).toBe(0);
  });

  it('what was refused is not kept: it may be corrected', async () => {
    const [key, name] = [unique(), unique()];
    expect((await post(world, '/groups', { nme: name }, key)).status).toBe(400);
    expect((await post(world, '/groups', { name }, key)).status).toBe(201);
    const other = unique();
    expect((await post(world, '/groups', { name }, other)).status).toBe(409);
    expect((await post(world, '/groups', { name: unique() }, other)).status).toBe(201);
  });

  it('another caller has keys of their own, and a day later a key is a new one', async () => {
    const [key, name] = [unique(), unique()];
    const { access_token } = await world.clientCredentials(
      await world.registerClient({
        ...{ redirect_uris: [], grant_types: ['client_credentials'], scope: 'groups:write' },
      }),
    );
    expect((await post(world, '/groups', { name }, key)).status).toBe(201);
    const theirs = await fetch(`${world.issuer}/admin/groups`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
        'idempotency-key': key,
      },
      body: JSON.stringify({ name }),
    });
    expect(theirs.status).toBe(409);
    expect((await theirs.json()) as object).toMatchObject({ error: 'conflict' });
    clock.advance(24 * 3600 + 1);
    world.admin.forget();
    expect((await post(world, '/groups', { name: unique() }, key)).status).toBe(201);
  });

  it('what leaves no answer behind is answered 409', async () => {
    const [key, name] = [unique(), unique()];
    await post(world, '/groups', { name }, key);
    await world.query('UPDATE idempotency_keys SET status = NULL, sealed_answer = NULL');
    const answer = await post(world, '/groups', { name }, key);
    expect([answer.status, answer.json.error]).toEqual([409, 'conflict']);
  });

  it.each(['', 'a b', 'x'.repeat(256)])('%j is no key', async (key) => {
    expect((await post(world, '/groups', { name: unique() }, key)).status).toBe(400);
  });

  it('a string in quotation marks is a key, and the same as without them', async () => {
    const [key, name] = [unique(), unique()];
    const first = await post(world, '/groups', { name }, `"${key}"`);
    expect((await post(world, '/groups', { name }, key)).json).toEqual(first.json);
  });
});

const together = async (nodes: readonly World[]): Promise<void> => {
  const [first] = nodes as readonly [World];
  const [key, name] = [unique(), unique()];
  const body = { name };
  await first.admin.token();
  const answers = await inParallel(20, (n) => post(nodes[n % nodes.length]!, '/groups', body, key));
  expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(201));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await countOf(first, name)).toBe(1);
};

describe('20 requests at once with one key', () => {
  it('are one group, and 20 equal answers', async () => {
    await together([await startWorld()]);
  });
});

describeMariadb('20 requests at once with one key, on two nodes', () => {
  it('are one group, and 20 equal answers', async () => {
    const { first, second } = await startTwoNodes();
    // Nobody can sign in at the address of a node.
    second.admin.token = () => first.admin.token();
    await together([first, second]);
  });
});
