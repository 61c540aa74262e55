import { beforeAll, expect, it } from '@jest/globals';
import { startApplication } from '../../support/application.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import { countStatements } from '../../support/statements.js';
import { LocalWorld, startWorld, unique } from '../../support/world.js';

const MANY = 2000;

describeEachDatabase('people are found', (databaseUrl) => {
  let world: LocalWorld;
  let sqlite: boolean;
  let ada: string;
  let bob: string;
  let group: string;

  const mark = unique().toLowerCase();

  beforeAll(async () => {
    const url = await databaseUrl();
    sqlite = url === undefined;
    world = sqlite
      ? await startWorld()
      : new LocalWorld(await startApplication({ DATABASE_URL: url! }));
    group = (await world.admin.create('/groups', { name: `Poets ${mark}` })).id;
    const create = async (body: object) =>
      (await world.admin.create('/users', { password: `a password of ${mark}`, ...body })).sub;
    ada = await create({
      ...{ username: `ada.${mark}`, email: `ada@${mark}.example`, name: `Ada Lovelace ${mark}` },
      ...{ roles: ['editor'], groups: [group] },
    });
    bob = await create({ username: `bob.${mark}`, name: `Bob Lovelace ${mark}`, disabled: true });
  }, 60_000);

  const found = async (query: string) => {
    const answer = await world.admin.get(`/users?${query}`);
    expect(answer.status).toBe(200);
    return answer.json.items.map(({ sub }: { sub: string }) => sub).sort();
  };

  it('by the beginnings of words of their name, username and address', async () => {
    expect(await found(`q=love+${mark}`)).toEqual([ada, bob].sort());
    expect(await found(`q=LOVELACE+ada+${mark}`)).toEqual([ada]);
    expect(await found(`q=${encodeURIComponent(`ada@${mark}.exa`)}`)).toEqual([ada]);
    expect(await found(`q=bob.${mark}`)).toEqual([bob]);
    expect(await found(`q=ovelace+${mark}`)).toEqual([]);
  });

  it('by several things at once', async () => {
    expect(await found(`q=${mark}&role=editor`)).toEqual([ada]);
    expect(await found(`group=${group}`)).toEqual([ada]);
    expect(await found(`q=${mark}&disabled=true`)).toEqual([bob]);
    expect(await found(`q=${mark}&disabled=false&group=${group}&role=editor`)).toEqual([ada]);
    expect(await found(`q=${mark}&role=editor&disabled=true`)).toEqual([]);
    expect(await found(`q=${mark}&second_factor=true`)).toEqual([]);
    expect(await found(`q=${mark}&second_factor=false`)).toEqual([ada, bob].sort());
  });

  it('by when they were created, and when they last signed in', async () => {
    await world.query('UPDATE users SET created_at = 1000 WHERE sub = ?', [bob]);
    expect(await found(`q=${mark}&created_from=900&created_to=1100`)).toEqual([bob]);
    expect(await found(`q=${mark}&created_from=1001`)).toEqual([ada]);
    const from = Math.floor(Date.now() / 1000) - 60;
    expect(await found(`q=${mark}&last_sign_in_from=${from}`)).toEqual([]);
    const client = await world.registerClient();
    await world.admin.patch(`/users/${bob}`, { disabled: false });
    const user = { sub: bob, username: `bob.${mark}`, password: `a password of ${mark}` };
    await world.tokens({ client, user, scope: 'openid' });
    await world.application.control.settleEvents();
    expect(await found(`q=${mark}&last_sign_in_from=${from}`)).toEqual([bob]);
    const { json } = await world.admin.get(`/users/${bob}`);
    expect(json.last_sign_in_at).toBeGreaterThanOrEqual(from);
  });

  it('as they are now, and not when they are deleted', async () => {
    const { sub } = await world.admin.create('/users', { username: `carol.${mark}` });
    await world.admin.patch(`/users/${sub}`, { username: `caroline.${mark}`, name: 'Dora' });
    expect(await found(`q=dora+${mark}`)).toEqual([sub]);
    await world.admin.patch(`/users/${sub}`, { name: null });
    expect(await found(`q=dora+${mark}`)).toEqual([]);
    await world.admin.delete(`/users/${sub}`);
    expect(await found(`q=caroline.${mark}`)).toEqual([]);
    const left = 'SELECT value FROM user_terms WHERE user_id = ?';
    expect(await world.query(left, [sub])).toEqual([]);
  });

  it('in pages that hold each of them once, in the order of time too', async () => {
    for (let n = 0; n < 5; n++) {
      await world.admin.create('/users', { username: `page${n}.${mark}` });
    }
    for (const query of [`q=page`, `created_from=1`, `q=page&created_from=1&sort=-created_at`]) {
      const all = await found(`${query}&limit=200`);
      const walked: string[] = [];
      let next: string | undefined = '';
      while (next !== undefined) {
        const page = await world.admin.get(`/users?${query}&limit=2&cursor=${next}`);
        walked.push(...page.json.items.map(({ sub }: { sub: string }) => sub));
        ({ next } = page.json as { next?: string });
      }
      expect(walked.sort()).toEqual(all);
    }
  });

  it.each([
    'q=a',
    'disabled=perhaps',
    'second_factor=1',
    'created_from=yesterday',
    'last_sign_in_to=-1',
    'sort=last_sign_in_at',
    `role=${'x'.repeat(65)}`,
    'factors=true',
  ])('not by %s, which is refused', async (query) => {
    const answer = await world.admin.get(`/users?${query}`);
    expect([answer.status, answer.json.errors[0].parameter]).toEqual([400, query.split('=')[0]]);
  });

  it('each filter by an index', async () => {
    const [row] = await world.query<Record<string, unknown>[]>(
      'SELECT * FROM users WHERE sub = ?',
      [ada],
    );
    const columns = Object.keys(row ?? {});
    const marks = `(${columns.map(() => '?').join(', ')})`;
    const unlike = ['sub', 'user_handle', 'username_key', 'username_skeleton', 'email_key'];
    for (let from = 0; from < MANY; from += 100) {
      const rows = Array.from({ length: 100 }, (_, i) => {
        const id = `copy-${String(from + i)}-${mark}`;
        return columns.map((name) => {
          if (name === 'created_at' || name === 'last_sign_in_at') return from + i;
          return unlike.includes(name) ? id : row?.[name];
        });
      });
      await world.query(
        `INSERT INTO users (${columns.join(', ')}) VALUES ${rows.map(() => marks).join(', ')}`,
        rows.flat(),
      );
      const terms = rows.map((one) => ['word', `copy${String(from)}`, one[columns.indexOf('sub')]]);
      await world.query(
        `INSERT INTO user_terms (kind, value, user_id) VALUES ${terms.map(() => '(?, ?, ?)').join(', ')}`,
        terms.flat(),
      );
    }
    if (!sqlite) await world.query('ANALYZE TABLE users, user_terms, group_members');
    for (const asked of [
      ...['q=lovelace', 'role=editor', `group=${group}`, 'disabled=true', 'second_factor=true'],
      ...['created_from=10&created_to=20', 'last_sign_in_from=10&last_sign_in_to=20'],
      ...['external_id=photos', 'password_format=bcrypt', 'q=lovelace&role=editor&disabled=true'],
    ]) {
      const { list } = await countStatements(world, () => world.admin.get(`/users?${asked}`));
      const sql = list.find((one) => /FROM [`"]users[`"]/.test(one) && one.includes('LIMIT')) ?? '';
      expect([asked, sql]).not.toEqual([asked, '']);
      const values = Array.from(sql.matchAll(/\?/g), () => '10');
      const plan = await world.query<Record<string, unknown>[]>(
        `${sqlite ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${sql}`,
        values,
      );
      const whole = plan.filter((step) =>
        sqlite
          ? /^SCAN (u|t|m)\b/.test(String(step['detail']))
          : ['ALL', 'index'].includes(String(step['type'])) &&
            ['u', 't', 'm'].includes(String(step['table'])),
      );
      expect([asked, whole]).toEqual([asked, []]);
    }
  });
});
