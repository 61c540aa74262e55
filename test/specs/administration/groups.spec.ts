import { beforeAll, expect, it } from '@jest/globals';
import { startApplication } from '../../support/application.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import { LocalWorld, startWorld, unique } from '../../support/world.js';

interface Told {
  readonly type: string;
  readonly user_id: string | null;
}

describeEachDatabase('groups', (databaseUrl) => {
  let world: LocalWorld;

  beforeAll(async () => {
    const url = await databaseUrl();
    world =
      url === undefined
        ? await startWorld()
        : new LocalWorld(await startApplication({ DATABASE_URL: url }));
  }, 60_000);

  const created = (name = `Group ${unique()}`) => world.admin.create('/groups', { name });
  const member = (method: string, id: string, sub: string) =>
    world.admin.call(method, `/groups/${id}/members/${sub}`);
  const groupsOf = async (sub: string) => (await world.admin.get(`/users/${sub}`)).json.groups;
  const eventsOf = async (id: string) => {
    await world.application.control.flushEvents();
    const rows = await world.query<Told[]>(
      "SELECT type, user_id FROM events WHERE object_kind = 'group' AND object_id = ?",
      [id],
    );
    return rows.map(({ type, user_id: userId }) => [type, userId]).sort();
  };

  it('are created, read, changed, found by the beginning of their names and deleted', async () => {
    const name = `Zebra ${unique()}`;
    const { id } = await created(name);
    const shown = await world.admin.get(`/groups/${id}`);
    expect(shown.json).toMatchObject({ id, name, description: '' });
    expect(shown.headers.get('etag')).toBe('"1"');
    const changed = await world.admin.patch(`/groups/${id}`, { description: 'Stripes' });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    const found = await world.admin.get(`/groups?q=${encodeURIComponent(name.toUpperCase())}`);
    expect(found.json.items).toEqual([changed.json]);
    expect((await world.admin.get('/groups?q=ebra')).json.items).toEqual([]);
    expect((await world.admin.delete(`/groups/${id}`)).status).toBe(204);
    expect((await world.admin.get(`/groups/${id}`)).status).toBe(404);
    expect(await eventsOf(id)).toEqual([
      ['group.changed', null],
      ['group.created', null],
      ['group.deleted', null],
    ]);
  });

  it('are found by who is in them, and by a role that their people have', async () => {
    const [mine, other] = [await created(), await created()];
    const { sub } = await world.createUser();
    await member('PUT', mine.id, sub);
    const { client_id } = await world.registerClient();
    const role = await world.admin.create('/roles', {
      ...{ client_id, name: 'approver', groups: [other.id] },
    });
    const found = async (query: string) => (await world.admin.get(`/groups?${query}`)).json.items;
    expect(await found(`member=${sub}`)).toMatchObject([{ id: mine.id }]);
    expect(await found(`role=${role.id}`)).toMatchObject([{ id: other.id }]);
    expect(await found(`member=${sub}&role=${role.id}`)).toEqual([]);
    await member('DELETE', mine.id, sub);
    expect(await found(`member=${sub}`)).toEqual([]);
  });

  it('have names that differ by more than case and spelling', async () => {
    const name = `Caf\u00e9 ${unique()}`;
    const { id } = await created(`  ${name.normalize('NFD')} `);
    expect((await world.admin.get(`/groups/${id}`)).json.name).toBe(name);
    for (const same of [name, name.toUpperCase(), name.normalize('NFD')]) {
      const refused = await world.admin.post('/groups', { name: same });
      expect([refused.status, refused.json.errors]).toEqual([
        409,
        [{ pointer: '/name', detail: 'Another group has this name.' }],
      ]);
    }
    const { id: other } = await created();
    expect((await world.admin.patch(`/groups/${other}`, { name })).status).toBe(409);
    for (const bad of ['', ' ', 'a\u0000b', 'a\u202eb', 'x'.repeat(201), '\ufdfa'.repeat(200)]) {
      expect([bad, (await world.admin.post('/groups', { name: bad })).status]).toEqual([bad, 400]);
    }
  });

  it('hold people, who see it in their answer; a change without an effect tells nobody', async () => {
    const { id, name } = await created();
    const { sub, username } = await world.createUser({ name: 'Alice Example' });
    expect(await groupsOf(sub)).toEqual([]);
    for (let n = 0; n < 2; n++) expect((await member('PUT', id, sub)).status).toBe(204);
    const users = await world.admin.get(`/users?q=${username}`);
    for (const groups of [await groupsOf(sub), users.json.items[0].groups]) {
      expect(groups).toEqual([{ id, name }]);
    }
    const members = await world.admin.get(`/groups/${id}/members?count=true`);
    expect(members.json).toEqual({
      items: [{ sub, username, name: 'Alice Example', joined_at: expect.any(Number) }],
      total: 1,
    });
    for (let n = 0; n < 2; n++) expect((await member('DELETE', id, sub)).status).toBe(204);
    expect(await groupsOf(sub)).toEqual([]);
    expect((await world.admin.get(`/groups/${id}/members`)).json.items).toEqual([]);
    expect(await eventsOf(id)).toEqual([
      ['group.created', null],
      ['group.member_added', sub],
      ['group.member_removed', sub],
    ]);
  });

  it('are told by a new name at once, and by none when they are deleted', async () => {
    const { id } = await created();
    const { id: kept, name } = await created(`Aardvark ${unique()}`);
    const { sub } = await world.createUser();
    for (const one of [id, kept]) await member('PUT', one, sub);
    const renamed = `Zoo ${unique()}`;
    await world.admin.patch(`/groups/${id}`, { name: renamed });
    const both = [
      { id: kept, name },
      { id, name: renamed },
    ];
    expect(await groupsOf(sub)).toEqual(both);
    await world.admin.delete(`/groups/${id}`);
    expect(await groupsOf(sub)).toEqual([{ id: kept, name }]);
    expect((await member('PUT', id, sub)).status).toBe(404);
  });

  it('that are deleted are forgotten when the person joins or leaves another', async () => {
    const [first, second] = [await created(), await created()];
    const { sub } = await world.createUser();
    await member('PUT', first.id, sub);
    await world.admin.delete(`/groups/${first.id}`);
    await member('PUT', second.id, sub);
    const [row] = await world.query<{ group_ids: string }[]>(
      'SELECT group_ids FROM users WHERE sub = ?',
      [sub],
    );
    expect(JSON.parse(row?.group_ids ?? '')).toEqual({ [second.id]: 2 });
  });

  it('change the version of a person, who is not changed by it otherwise', async () => {
    const { id } = await created();
    const { sub } = await world.createUser({ nickname: 'Ali' });
    const before = await world.admin.get(`/users/${sub}`);
    await member('PUT', id, sub);
    const etag = before.headers.get('etag') ?? '';
    const stale = await world.admin.call('PATCH', `/users/${sub}`, {}, { 'if-match': etag });
    expect(stale.status).toBe(412);
    expect((await world.admin.patch(`/users/${sub}`, { name: 'Alice' })).json).toMatchObject({
      ...{ nickname: 'Ali', name: 'Alice', groups: [{ id }] },
    });
  });

  it('lose nobody who is put into many at the same time', async () => {
    const { sub } = await world.createUser();
    const groups = await Promise.all(Array.from({ length: 8 }, () => created()));
    const answers = await Promise.all(groups.map(({ id }) => member('PUT', id, sub)));
    expect(answers.map(({ status }) => status)).toEqual(groups.map(() => 204));
    expect(await groupsOf(sub)).toHaveLength(8);
  });

  it('go with the people who are deleted', async () => {
    const { id } = await created();
    const { sub } = await world.createUser();
    await member('PUT', id, sub);
    expect((await world.admin.delete(`/users/${sub}`)).status).toBe(204);
    expect((await world.admin.get(`/groups/${id}/members`)).json.items).toEqual([]);
    for (const method of ['PUT', 'DELETE']) {
      expect((await member(method, id, sub)).status).toBe(404);
    }
  });

  it('members are listed page by page', async () => {
    const { id } = await created();
    const people = await Promise.all([1, 2, 3].map(() => world.createUser()));
    for (const { sub } of people) await member('PUT', id, sub);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const query = `limit=2&sort=-sub${cursor && `&cursor=${cursor}`}`;
      const { json } = await world.admin.get(`/groups/${id}/members?${query}`);
      seen.push(...json.items.map(({ sub }: { sub: string }) => sub));
      if (json.next === undefined) break;
      cursor = json.next;
    }
    expect(seen).toEqual(
      people
        .map(({ sub }) => sub)
        .sort()
        .reverse(),
    );
  });
});
