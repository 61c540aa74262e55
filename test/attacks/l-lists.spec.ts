import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { describeEachDatabase } from '../support/mariadb.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';

const LISTS = [
  ...['/clients', '/users', '/resource-servers', '/assertion-issuers', '/groups', '/roles'],
  ...['/initial-access-tokens', '/keys'],
] as const;

const FORGED = [
  ...["'", '"', "' OR 1=1 --", "x' UNION SELECT password_hash FROM users --", '%', '_', '\\', '0'],
  ...['-1', 'null', '[]', '{"$gt":""}', 'eyJpZCI6MX0', 'a'.repeat(32), '../clients', '\u{1f98a}'],
];

const q = (query: Record<string, string>) => new URLSearchParams(query).toString();

const idOf = (item: any): string => item.client_id ?? item.sub ?? item.id ?? item.kid;

/** The parameters that are at fault. */
const parameters = ({ json }: Answer) =>
  json.errors.map(({ parameter }: { parameter: string }) => parameter);

describeEachDatabase('lists of the admin API', (databaseUrl) => {
  let world: OwnWorld;
  const totals = new Map<string, number>();

  beforeAll(async () => {
    world = await startOwnWorld({ DATABASE_URL: await databaseUrl() });
    for (let i = 0; i < 5; i++) {
      await world.registerClient();
      await world.createUser({ username: `list_${i}%`, email: `list${i}@people.example` });
      await world.registerResourceServer({ identifier: `https://${i}.example`, scopes: [] });
      await world.admin.create('/assertion-issuers', {
        ...{ issuer: `https://${i}.partner.example`, name: 'Partner' },
        jwks_uri: 'https://partner.example/jwks',
      });
      await world.admin.create('/groups', { name: `list-${i}` });
      const { client_id } = await world.registerClient();
      await world.admin.create('/roles', { client_id, name: `list-${i}` });
      const expires_at = 2_000_000_000 - i;
      await world.admin.create('/initial-access-tokens', { name: 'Partner', expires_at });
    }
    for (const list of LISTS) totals.set(list, (await world.admin.get(list)).json.items.length);
  }, 60_000);

  describe.each(LISTS)('%s', (list) => {
    it.each(FORGED)('L06 the forged cursor %j is refused', async (cursor) => {
      const answer = await world.admin.get(`${list}?${q({ cursor })}`);
      expect([answer.status, parameters(answer)]).toEqual([400, ['cursor']]);
    });

    it('L06 a cursor continues its own list only, with its filters and its order', async () => {
      for (const other of LISTS) {
        const { next } = (await world.admin.get(`${other}?limit=1`)).json;
        const answer = await world.admin.get(`${list}?${q({ cursor: next })}`);
        expect([other, answer.status]).toEqual([other, other === list ? 200 : 400]);
        const [first, ...more] = [...next].reverse() as string[];
        const altered = [first === 'A' ? 'B' : 'A', ...more].reverse().join('');
        expect((await world.admin.get(`${other}?${q({ cursor: altered })}`)).status).toBe(400);
      }
      const { next } = (await world.admin.get(`${list}?limit=1`)).json;
      const [sort] = await sortsOf(list);
      expect(
        (await world.admin.get(`${list}?${q({ cursor: next, sort: `-${sort}` })}`)).status,
      ).toBe(400);
    });

    it('tells how many there are when it is asked, and where the next page is (RFC 8288)', async () => {
      const total = totals.get(list) ?? 0;
      expect((await world.admin.get(list)).json).not.toHaveProperty('total');
      const answer = await world.admin.get(`${list}?limit=1&count=true`);
      expect([answer.json.total, answer.json.items.length]).toEqual([total, 1]);
      const [, link] = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '') ?? [];
      const uri = new URL(link!);
      expect(uri.origin).toBe(world.issuer);
      expect(Object.fromEntries(uri.searchParams)).toEqual({
        ...{ limit: '1', count: 'true', cursor: answer.json.next },
      });
      const last = await world.admin.get(`${list}?limit=200`);
      expect([last.json.next, last.headers.get('link')]).toEqual([undefined, null]);
    });

    it('is sorted by what has an index, either way', async () => {
      const sorts = await sortsOf(list);
      expect(sorts.length).toBeGreaterThan(0);
      for (const sort of sorts) {
        const up = await everything(list, { sort, limit: '2' });
        const down = await everything(list, { sort: `-${sort}`, limit: '3' });
        expect(up).toHaveLength(totals.get(list) ?? 0);
        expect(down).toEqual([...up].reverse());
        const values = up.map((item) => item[sort]);
        expect(values).toEqual([...values].sort((a, b) => (a < b ? -1 : Number(a > b))));
      }
    });

    it.each(['0', '201', '-1', '1.5', 'x', 'NaN'])('has no page of %s items', async (limit) => {
      const answer = await world.admin.get(`${list}?${q({ limit })}`);
      expect([answer.status, parameters(answer)]).toEqual([400, ['limit']]);
    });

    it('L06 page after page shows each item once, whatever the size of a page', async () => {
      for (const limit of ['1', '2', '3']) {
        const seen = (await everything(list, { limit })).map(idOf);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toHaveLength(totals.get(list) ?? 0);
      }
    });

    it('L06 nobody chooses the columns or a condition, nor an order that has no index', async () => {
      const sorts = await sortsOf(list);
      for (const value of ['password_hash', 'id; DROP TABLE users', '(SELECT 1)', '-updated_at']) {
        const answer = await world.admin.get(`${list}?${q({ sort: value })}`);
        expect([answer.status, parameters(answer)]).toEqual([400, ['sort']]);
        for (const sort of sorts) expect(answer.json.errors[0].detail).toContain(sort);
      }
      for (const name of [
        ...['order', 'sort_by', 'orderBy', 'order[id]', 'filter', 'where', 'search', 'after'],
        ...['fields', 'select', 'include', 'relations', 'take', 'skip', 'offset'],
      ]) {
        const answer = await world.admin.get(`${list}?${q({ [name]: 'password_hash' })}`);
        expect([answer.status, parameters(answer)]).toEqual([400, [name]]);
      }
    });

    it('L06 each item that stays is seen once, whatever comes and goes between the pages', async () => {
      if (list !== '/users' && list !== '/clients') return;
      const before = (await everything(list, { limit: '200' })).map(idOf);
      const seen: string[] = [];
      const made: string[] = [];
      let cursor: string | undefined;
      do {
        const query = q({ limit: '2', ...(cursor === undefined ? {} : { cursor }) });
        const { items, next } = (await world.admin.get(`${list}?${query}`)).json;
        seen.push(...items.map(idOf));
        cursor = next;
        const gone = made.shift();
        if (gone !== undefined) await world.admin.delete(`${list}/${gone}`);
        for (let i = 0; i < 2; i++) {
          const fresh = list === '/users' ? await world.createUser() : await world.registerClient();
          made.push(idOf(fresh));
        }
      } while (cursor !== undefined && seen.length < 300);
      expect(new Set(seen).size).toBe(seen.length);
      expect(before.filter((id) => !seen.includes(id))).toEqual([]);
      for (const id of made) await world.admin.delete(`${list}/${id}`);
    });
  });

  it('L06 a search is for a text: % and _ stand for themselves, quotes end nothing', async () => {
    const found = async (text: string) =>
      (await world.admin.get(`/users?${q({ q: text })}`)).json.items as { username: string }[];
    expect(await found('list_')).toHaveLength(5);
    expect(await found('list_0%')).toHaveLength(1);
    for (const wild of ['%%', '__', 'l%', 'list__', '%list', 'l_st', '\\\\', "list_0' OR '1'='1"]) {
      expect([wild, await found(wild)]).toEqual([wild, []]);
    }
  });

  it('a search takes two characters or more, and an empty one is none', async () => {
    for (const text of ['l', '%', 'x'.repeat(255)]) {
      const answer = await world.admin.get(`/users?${q({ q: text })}`);
      expect([answer.status, parameters(answer)]).toEqual([400, ['q']]);
    }
    expect((await world.admin.get('/users?q=')).json.items).toHaveLength(totals.get('/users') ?? 0);
    const apis = await world.admin.get('/resource-servers?q=EXAMPLE');
    expect(apis.json.items).toHaveLength(5);
    const partners = await world.admin.get(`/assertion-issuers?${q({ q: 'https://1' })}`);
    expect(partners.json.items).toHaveLength(1);
  });

  it('a search goes on from page to page, and counts what it finds', async () => {
    const all = await everything('/users', { q: 'list_', limit: '2', sort: '-username' });
    expect(all.map(({ username }) => username)).toEqual(
      [4, 3, 2, 1, 0].map((i) => `list_${String(i)}%`),
    );
    const { total, next } = (await world.admin.get('/users?q=list_&limit=1&count=true')).json;
    expect(total).toBe(5);
    expect((await world.admin.get(`/users?${q({ cursor: next })}`)).status).toBe(400);
  });

  async function everything(list: string, query: Record<string, string>): Promise<any[]> {
    const found: any[] = [];
    let cursor: string | undefined;
    do {
      const page = q({ ...query, ...(cursor === undefined ? {} : { cursor }) });
      const { items, next } = (await world.admin.get(`${list}?${page}`)).json;
      expect(items.length).toBeLessThanOrEqual(Number(query['limit']));
      found.push(...items);
      cursor = next;
    } while (cursor !== undefined);
    return found;
  }

  /** What the document says that a list can be sorted by. */
  async function sortsOf(list: string): Promise<string[]> {
    const { paths } = (await world.get('/openapi.json')).json;
    const declared = paths[`/admin${list}`].get.parameters.find(
      ({ name }: { name: string }) => name === 'sort',
    );
    return declared.schema.enum.filter((name: string) => !name.startsWith('-'));
  }
});

describe('lists without a right to them', () => {
  it('L06 a cursor is no credential', async () => {
    const world = await startOwnWorld();
    const { next } = (await world.admin.get('/clients?limit=1')).json;
    for (const list of LISTS) {
      expect((await world.get(`/admin${list}?${q({ cursor: next ?? 'x' })}`)).status).toBe(401);
    }
  });
});
