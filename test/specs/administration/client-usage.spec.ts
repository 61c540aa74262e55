import { beforeAll, expect, it } from '@jest/globals';
import { inParallel } from '../../attacks/requests.js';
import { startOwnWorld } from '../../support/application.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { countStatements } from '../../support/statements.js';
import type { OwnWorld } from '../../support/application.js';

describeEachDatabase('the use of clients', (databaseUrl) => {
  let world: OwnWorld;
  let client: RegisteredClient;
  const fields = { grant_type: 'client_credentials', scope: 'diary' };

  beforeAll(async () => {
    world = await startOwnWorld({ DATABASE_URL: await databaseUrl() });
    await world.registerResourceServer({ identifier: 'https://diary.example', scopes: ['diary'] });
    client = await world.registerClient({
      ...{ grant_types: ['client_credentials'], redirect_uris: [], scope: 'diary' },
    });
  }, 60_000);

  const shown = async () => (await world.admin.get(`/clients/${client.client_id}`)).json;
  const listed = async (query: string): Promise<string[]> => {
    const { json } = await world.admin.get(`/clients?${query}`);
    return json.items.map(({ client_id }: { client_id: string }) => client_id);
  };

  it('is counted without a statement of a request, and is added up', async () => {
    expect(await shown()).not.toHaveProperty('usage_30d');
    await world.token(client, fields);
    await world.application.control.settleEvents();
    const { list } = await countStatements(world, async () => {
      await inParallel(20, () => world.token(client, fields));
    });
    expect(list.filter((sql) => /client_usage|last_used_at/.test(sql))).toEqual([]);
    for (let n = 0; n < 3; n++) await world.token(client, { ...fields, scope: 'nothing' });
    await world.application.control.writeUsage();
    expect((await shown()).usage_30d).toEqual({ ok: 21, failed: 3 });
    await world.token(client, fields);
    await inParallel(2, () => world.application.control.writeUsage());
    expect((await shown()).usage_30d).toEqual({ ok: 22, failed: 3 });
    const before = Math.floor(Date.now() / 1000) - 300;
    expect((await shown()).last_used_at).toBeGreaterThan(before);
    const [item] = (await world.admin.get(`/clients?q=${client.client_id}`)).json.items;
    expect(item.usage_30d).toEqual({ ok: 22, failed: 3 });
  });

  it('does not keep anybody from sending back what they have read', async () => {
    const read = await shown();
    await world.token(client, fields);
    await world.application.control.writeUsage();
    const answer = await world.admin.patch(`/clients/${client.client_id}`, {
      ...{ ...read, secrets: undefined },
    });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"1"']);
  });

  it('finds those that nobody uses', async () => {
    const now = Math.floor(Date.now() / 1000);
    const idle = await world.registerClient();
    const ids = [client.client_id, idle.client_id];
    const old = 'UPDATE clients SET created_at = 1000 WHERE client_id = ?';
    for (const id of ids) await world.query(old, [id]);
    const unused = async () => (await listed(`unused_since=${now - 3600}`)).sort();
    expect(await unused()).toEqual([idle.client_id]);
    await world.query('UPDATE clients SET last_used_at = 2000 WHERE client_id = ?', [
      client.client_id,
    ]);
    expect(await unused()).toEqual(ids.sort());
    const wrong = await world.admin.get('/clients?unused_since=90d');
    expect([wrong.status, wrong.json.errors[0].parameter]).toEqual([400, 'unused_since']);
  });

  it('of a client that is deleted meanwhile is forgotten, and of the others kept', async () => {
    const gone = await world.registerClient({
      ...{ grant_types: ['client_credentials'], redirect_uris: [], scope: 'diary' },
    });
    expect((await world.token(gone, fields)).status).toBe(200);
    const before = (await shown()).usage_30d.ok as number;
    expect((await world.token(client, fields)).status).toBe(200);
    expect((await world.admin.delete(`/clients/${gone.client_id}`)).status).toBe(204);
    await world.keepHouse();
    await world.application.control.writeUsage();
    expect((await shown()).usage_30d.ok).toBe(before + 1);
    const left = 'SELECT ok FROM client_usage WHERE client_id = ?';
    await world.keepHouse();
    expect(await world.query(left, [gone.client_id])).toEqual([]);
  });
});
