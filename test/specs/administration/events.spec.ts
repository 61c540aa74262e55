import { beforeAll, describe, expect, it } from '@jest/globals';
import { ExportVerifier } from '#platform/events';
import { verifiedChain } from '../../support/chaos/chain.js';
import { clock } from '../../support/clock.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import { startOwnWorld } from '../../support/application.js';
import type { LocalWorld } from '../../support/world.js';

const DAY = 24 * 3600;

interface Told {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly outcome: string;
  readonly user_id?: string;
  readonly client_id?: string;
  readonly request_id?: string;
  readonly facts?: { readonly ip?: string; readonly [name: string]: unknown };
}

describeEachDatabase('GET /admin/events', (databaseUrl) => {
  let world: LocalWorld;
  let sub: string;
  let clientId: string;
  let requestId: string;

  beforeAll(async () => {
    world = await startOwnWorld({ DATABASE_URL: await databaseUrl() });
    const user = await world.createUser();
    ({ sub } = user);
    const client = await world.registerClient();
    clientId = client.client_id;
    await world.tokens({ client, user, scope: 'openid' });
    const changed = await world.admin.patch(`/clients/${clientId}`, { client_name: 'Renamed' });
    requestId = changed.headers.get('x-request-id') ?? '';
  });

  const list = async (query: string): Promise<Told[]> => {
    const { status, json } = await world.admin.get(`/events?limit=200&${query}`);
    expect(status).toBe(200);
    return json.items;
  };
  const lines = async (query = ''): Promise<string[]> => {
    const accept = { accept: 'application/jsonl' };
    const answer = await world.admin.call('GET', `/events${query}`, undefined, accept);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/jsonl');
    return answer.text.trimEnd().split('\n');
  };
  const verify = () => verifiedChain(world);

  it('tells at once what was done, the newest first, each with its place in the chain', async () => {
    const events = await list('sort=-seq');
    const numbers = events.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect(numbers.at(-1)).toBe(1);
    expect(new Set(numbers).size).toBe(numbers[0]);
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['login.succeeded', 'consent.granted', 'client.created']),
    );
  });

  it.each<[string, () => string, (event: Told) => boolean]>([
    ['type', () => 'type=client.changed', ({ type }) => type === 'client.changed'],
    ['client', () => `client=${clientId}`, (event) => event.client_id === clientId],
    ['user', () => `user=${sub}`, (event) => event.user_id === sub],
    ['request', () => `request_id=${requestId}`, (event) => event.request_id === requestId],
    ['outcome', () => 'outcome=success', ({ outcome }) => outcome === 'success'],
    ['address', () => 'ip=127.0.0.1', ({ facts }) => facts?.ip === '127.0.0.1'],
    ['number', () => 'after=3', ({ seq }) => seq > 3],
  ])('finds by %s, as a page and as lines, what all of them hold', async (_n, query, matches) => {
    const wanted = (await list('')).filter(matches).map(({ id }) => id);
    expect(wanted.length).toBeGreaterThan(0);
    expect((await list(query())).map(({ id }) => id)).toEqual(wanted);
    const told = (await lines(`?${query()}`)).map((line) => (JSON.parse(line) as Told).id);
    expect(told.toSorted()).toEqual(wanted.toSorted());
  });

  it('finds by actor and by time', async () => {
    const [last] = await list('type=client.changed');
    const { actor } = last as unknown as { actor: string };
    const of = await list(`actor=${actor}&from=${String(last?.at)}&to=${String(last?.at)}`);
    expect(of.map(({ id }) => id)).toContain(last?.id);
    expect(await list(`from=${String(clock.now() + 60)}`)).toEqual([]);
  });

  it.each([
    ['type=client.exploded', 'type'],
    ['ip=nowhere', 'ip'],
    ['outcome=luck', 'outcome'],
    ['from=0', 'from'],
    ['sort=type', 'sort'],
    ['who=me', 'who'],
  ])('400 for %s, by name', async (query, parameter) => {
    const { status, json } = await world.admin.get(`/events?${query}`);
    expect(status).toBe(400);
    expect(json.errors).toMatchObject([{ parameter }]);
  });

  it('400 for what is of no use where all is answered', async () => {
    const accept = { accept: 'application/jsonl' };
    const { status, json } = await world.admin.call('GET', '/events?limit=2', undefined, accept);
    expect([status, json.errors[0].parameter]).toEqual([400, 'limit']);
  });

  it('an hour later the last event is signed, though little happened', async () => {
    const { json: before } = await world.admin.get('/events/checkpoints');
    clock.advance(3700);
    world.admin.forget();
    await world.registerClient();
    await list('');
    const { json: after } = await world.admin.get('/events/checkpoints');
    expect(after.items).toHaveLength(Number(before.items.length) + 1);
    expect(after.items[0].previous).not.toBe('');
    const { checkpoints, signedUpTo } = await verify();
    expect([checkpoints, signedUpTo]).toEqual([after.items.length, after.items[0].seq]);
  });

  it('the facts of somebody who was deleted are gone, and the chain holds', async () => {
    const user = await world.createUser();
    const client = await world.registerClient();
    await world.tokens({ client, user, scope: 'openid' });
    const told = await list(`user=${user.sub}`);
    expect(told.every(({ facts }) => facts?.ip !== undefined)).toBe(true);
    await world.admin.delete(`/users/${user.sub}`);
    await list('');
    await world.keepHouse();
    const left = await list(`user=${user.sub}`);
    expect(left.length).toBe(told.length + 1);
    expect(left.filter(({ facts }) => facts !== undefined)).toEqual([]);
    const rows: object[] = await world.query(
      `SELECT facts, facts_salt, ip FROM events WHERE user_id = '${user.sub}'`,
    );
    expect(rows).toEqual(left.map(() => ({ facts: null, facts_salt: null, ip: null })));
    expect((await verify()).erased).toBe(left.length);
    // Nobody else lost any.
    expect((await list(`user=${sub}`)).every(({ facts }) => facts !== undefined)).toBe(true);
  });

  it('after 400 days events go up to a checkpoint, that is signed, and the rest is whole', async () => {
    const { last } = await verify();
    clock.advance(401 * DAY);
    world.admin.forget();
    for (let i = 0; i < 4; i++) await world.keepHouse();
    await world.registerClient();
    const verified = await verify();
    expect(verified.first).toBeGreaterThan(1);
    expect(verified.first).toBeLessThanOrEqual(last + 1);
    expect(verified.last).toBeGreaterThan(last);
    const { json } = await world.admin.get('/events/checkpoints?sort=seq');
    expect(json.items[0]).toMatchObject({ seq: verified.first - 1, cut: expect.any(String) });
    // Without the cut nobody could tell that nothing was taken away.
    const { json: jwks } = await world.admin.get('/events/keys');
    const verifier = await ExportVerifier.with(jwks, []);
    const rest = (await lines()).filter((line) => line.includes('"hash"'));
    await expect(verifier.add(rest[0] ?? '')).rejects.toThrow('Event 1 is missing');
  });
});

describe('who may read them', () => {
  it('needs events:read', async () => {
    const world = await startOwnWorld({});
    const service = await world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'], scope: 'clients:read' },
    });
    const { access_token } = await world.clientCredentials(service, {
      resource: `${world.issuer}/admin`,
    });
    const answer = await world.get('/admin/events', { authorization: `Bearer ${access_token}` });
    expect(answer.status).toBe(403);
  });
});
