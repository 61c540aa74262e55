import { beforeAll, describe, expect, it } from '@jest/globals';
import { inParallel } from '../../attacks/requests.js';
import { startApplication } from '../../support/application.js';
import { type Body, type Kind, KINDS } from '../../support/external-kinds.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import { LocalWorld, startWorld, unique } from '../../support/world.js';

describeEachDatabase('what others call it', (databaseUrl) => {
  let world: LocalWorld;

  beforeAll(async () => {
    const url = await databaseUrl();
    world =
      url === undefined
        ? await startWorld()
        : new LocalWorld(await startApplication({ DATABASE_URL: url }));
  }, 60_000);

  const put = (
    { things }: Kind,
    name: string,
    body: Body,
    { query = '', ...headers }: Record<string, string> = {},
  ) => world.admin.call('PUT', `/${things}/by-external-id/${name}${query}`, body, headers);
  const named = ({ things }: Kind, name: string) =>
    world.admin.get(`/${things}?external_id=${name}`);
  const places = (answer: { json: any }) => answer.json.errors.map((fault: any) => fault.pointer);
  const events = async ({ event }: Kind) => {
    await world.application.control.flushEvents();
    const [row] = await world.query<{ n: number }[]>(
      'SELECT COUNT(*) AS n FROM events WHERE type LIKE ?',
      [`${event}.%`],
    );
    return Number(row?.n);
  };

  it('somebody who is to choose another password still is, unless the document says otherwise', async () => {
    const [users] = KINDS.filter(({ things }) => things === 'users');
    const name = `duty-${unique()}`;
    const document = await users!.document(world);
    const asked = await put(users!, name, { ...document, require_new_password: true });
    expect(asked.json.require_new_password).toBe(true);
    const again = await put(users!, name, { ...document, name: 'Another Name' });
    expect([again.status, again.json.require_new_password]).toEqual([200, true]);
    const lifted = await put(users!, name, { ...document, require_new_password: false });
    expect([lifted.status, lifted.json.require_new_password]).toEqual([200, false]);
  });

  describe.each(KINDS)('$things', (kind) => {
    it('are created and replaced by it, and nothing happens where nothing changes', async () => {
      const name = `there-${unique()}`;
      const document = await kind.document(world);
      const created = await put(kind, name, { ...document, ...kind.more });
      expect(created.summary()).toContain('201');
      expect(created.headers.get('etag')).toBe('"1"');
      expect(created.json).toMatchObject({ ...kind.more, external_id: name });
      const id: string = created.json[kind.id];
      expect(created.headers.get('location')).toBe(`/admin/${kind.things}/${id}`);
      const before = await events(kind);
      const same = await put(kind, name, { ...document, ...kind.more });
      expect([same.status, same.headers.get('etag')]).toEqual([200, '"1"']);
      expect(await events(kind)).toBe(before);
      const replaced = await put(kind, name, document);
      expect([replaced.status, replaced.headers.get('etag')]).toEqual([200, '"2"']);
      expect(replaced.headers.get('location')).toBe(`/admin/${kind.things}/${id}`);
      const read = (await world.admin.get(`/${kind.things}/${id}`)).json;
      expect(read).toMatchObject({ [kind.id]: id, external_id: name });
      for (const [member, value] of Object.entries(kind.unsaid))
        expect(read[member]).toEqual(value);
      expect(await events(kind)).toBeGreaterThan(before);
      expect((await named(kind, name)).json.items).toHaveLength(1);
    });

    it('have none, one that nobody else has, and another one', async () => {
      const [first, other] = [`first-${unique()}`, `other-${unique()}`];
      const body = { ...(await kind.document(world)), external_id: first };
      const created = await world.admin.create(`/${kind.things}`, body);
      expect(created.external_id).toBe(first);
      const twice = { ...(await kind.document(world)), external_id: first };
      const refused = await world.admin.post(`/${kind.things}`, twice);
      expect([refused.status, places(refused)]).toEqual([409, ['/external_id']]);
      const path = `/${kind.things}/${created[kind.id]}`;
      expect((await world.admin.patch(path, { external_id: other })).json.external_id).toBe(other);
      const second = await world.admin.create(`/${kind.things}`, twice);
      const taking = await world.admin.patch(`/${kind.things}/${second[kind.id]}`, {
        external_id: other,
      });
      expect([taking.status, places(taking)]).toEqual([409, ['/external_id']]);
      const cleared = await world.admin.patch(path, { external_id: null });
      expect(cleared.json).not.toHaveProperty('external_id');
      expect((await named(kind, other)).json.items).toEqual([]);
      expect((await named(kind, first)).json.items).toHaveLength(1);
    });

    it('are put under the conditions of RFC 9110 §13', async () => {
      const name = `when-${unique()}`;
      const document = await kind.document(world);
      expect((await put(kind, name, document, { 'if-match': '*' })).status).toBe(412);
      expect((await put(kind, name, document, { 'if-none-match': '*' })).status).toBe(201);
      expect((await put(kind, name, document, { 'if-none-match': '*' })).status).toBe(412);
      expect((await put(kind, name, document, { 'if-match': '"9"' })).status).toBe(412);
      const changed = { ...document, ...kind.more };
      expect((await put(kind, name, changed, { 'if-match': '"1"' })).status).toBe(200);
    });

    it('are not put by a dry run, which says what would come of it', async () => {
      const name = `would-${unique()}`;
      const document = await kind.document(world);
      const rehearsed = await put(kind, name, document, { query: '?dry_run=true' });
      expect(rehearsed.json.changes).toMatchObject([{ event: `${kind.event}.created` }]);
      expect((await named(kind, name)).json.items).toEqual([]);
      await put(kind, name, document);
      const changed = { ...document, ...kind.more };
      const again = await put(kind, name, changed, { query: '?dry_run=true' });
      expect(again.json.changes.map(({ event }: any) => event)).toContain(`${kind.event}.changed`);
      const nothing = await put(kind, name, document, { query: '?dry_run=true' });
      expect(nothing.json.changes).toEqual([]);
    });

    it('are refused by name where the document is not right', async () => {
      const name = `bad-${unique()}`;
      const document = await kind.document(world);
      const strange = await put(kind, name, { ...document, colour: 'blue' });
      expect([strange.status, places(strange)]).toEqual([400, ['/colour']]);
      const other = await put(kind, name, { ...document, external_id: 'other' });
      expect([other.status, places(other)]).toEqual([400, ['/external_id']]);
      const unnameable = await put(kind, '%3Cb%3E', document);
      expect([unnameable.status, unnameable.json.errors[0].parameter]).toEqual([
        400,
        'external_id',
      ]);
      expect((await named(kind, name)).json.items).toEqual([]);
      if (kind.fixed === undefined) return;
      expect((await put(kind, name, document)).status).toBe(201);
      const fixed = kind.fixed(document);
      const moved = await put(kind, name, { ...document, ...fixed });
      expect([moved.status, places(moved)]).toEqual([400, [`/${Object.keys(fixed)[0]}`]]);
    });

    it('are one where two create it at the same time', async () => {
      for (let round = 0; round < 5; round++) {
        const name = `race-${unique()}`;
        const document = await kind.document(world);
        const answers = await inParallel(4, () => put(kind, name, document));
        const statuses = answers.map(({ status }) => status).sort();
        expect(statuses).toEqual([200, 200, 200, 201]);
        expect((await named(kind, name)).json.items).toHaveLength(1);
        if (kind.things === 'webhooks') {
          await world.admin.delete(`/webhooks/${answers[0]!.json.id}`);
        }
      }
    });
  });
});
