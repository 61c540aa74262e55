import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeEachDatabase } from '../support/mariadb.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';

const LISTS = ['/clients', '/users', '/resource-servers', '/assertion-issuers'] as const;

const FORGED = [
  ...["'", '"', "' OR 1=1 --", "x' UNION SELECT password_hash FROM users --", '%', '_', '\\', '0'],
  ...['-1', 'null', '[]', '{"$gt":""}', 'eyJpZCI6MX0', 'a'.repeat(32), '../clients', '\u{1f98a}'],
];

const q = (query: Record<string, string>) => new URLSearchParams(query).toString();

describeEachDatabase('lists of the admin API', (databaseUrl) => {
  let world: OwnWorld;
  const totals = new Map<string, number>();

  beforeAll(async () => {
    world = await startOwnWorld({ DATABASE_URL: await databaseUrl() });
    for (let i = 0; i < 5; i++) {
      await world.registerClient();
      await world.createUser({ username: `list_${i}%`, email: `list${i}@people.example` });
      await world.registerResourceServer({ identifier: `https://${i}.example`, scopes: [] });
    }
    for (const list of LISTS) totals.set(list, (await world.admin.get(list)).json.items.length);
  }, 60_000);

  describe.each(LISTS)('%s', (list) => {
    it.each(FORGED)(
      'L06 the forged cursor %j is a place in the order, and nothing more',
      async (after) => {
        const answer = await world.admin.get(`${list}?${q({ after })}`);
        expect([after, answer.status]).toEqual([after, answer.status === 400 ? 400 : 200]);
        if (answer.status === 200) {
          expect(answer.json.items.length).toBeLessThanOrEqual(totals.get(list) ?? 0);
          expect(
            Object.keys(answer.json).filter((name) => !['items', 'next'].includes(name)),
          ).toEqual([]);
        }
        expect(answer.text).not.toMatch(/argon2|_hash/);
      },
    );

    it('L06 page after page shows each item once, whatever the size of a page', async () => {
      for (const limit of ['1', '2', '3']) {
        const seen: string[] = [];
        let after: string | undefined;
        do {
          const query = q({ limit, ...(after === undefined ? {} : { after }) });
          const { items, next } = (await world.admin.get(`${list}?${query}`)).json;
          expect(items.length).toBeLessThanOrEqual(Number(limit));
          for (const item of items) seen.push(item.client_id ?? item.sub ?? item.id);
          after = next;
        } while (after !== undefined);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toHaveLength(totals.get(list) ?? 0);
      }
    });

    it('L06 nobody chooses the order, the columns or a condition', async () => {
      const plain = (await world.admin.get(list)).text;
      for (const name of ['order', 'sort', 'sort_by', 'orderBy', 'order[id]', 'filter', 'where']) {
        for (const value of [
          'password_hash',
          'id; DROP TABLE users',
          '(SELECT 1)',
          '-created_at',
        ]) {
          expect((await world.admin.get(`${list}?${q({ [name]: value })}`)).text).toBe(plain);
        }
      }
      for (const name of ['fields', 'select', 'include', 'relations', 'take', 'skip', 'offset']) {
        expect((await world.admin.get(`${list}?${q({ [name]: 'password_hash' })}`)).text).toBe(
          plain,
        );
      }
    });
  });

  it('L06 a search is for a text: % and _ stand for themselves, quotes end nothing', async () => {
    const found = async (search: string) =>
      (await world.admin.get(`/users?${q({ search })}`)).json.items as { username: string }[];
    expect(await found('list_')).toHaveLength(5);
    expect(await found('list_0%')).toHaveLength(1);
    for (const wild of [
      '%',
      '_',
      'l%',
      'list__',
      '%list',
      'l_st',
      '\\',
      "'",
      "list_0' OR '1'='1",
    ]) {
      expect([wild, await found(wild)]).toEqual([wild, []]);
    }
  });
});

describe('lists without a right to them', () => {
  it('L06 a cursor is no credential', async () => {
    const world = await startOwnWorld();
    const { next } = (await world.admin.get('/clients?limit=1')).json;
    for (const list of LISTS) {
      expect((await world.get(`/admin${list}?${q({ after: next ?? 'x' })}`)).status).toBe(401);
    }
  });
});
