import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { ClientRemains } from '../../../src/registry/clients/client-remains.js';
import { startApplication } from '../../support/application.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import { LocalWorld } from '../../support/world.js';

const MANY = 20_000;

describeEachDatabase('deleting a client', (databaseUrl) => {
  it('O11 with 20,000 authorizations holds nobody up, and all of them go', async () => {
    const world = new LocalWorld(await startApplication({ DATABASE_URL: await databaseUrl() }));
    const [client, other] = [await world.registerClient(), await world.registerClient()];
    const user = await world.createUser();
    const { access_token, refresh_token = '' } = await world.tokens({ client, user });
    await world.tokens({ client: other, user });
    const [row] = await world.query<Record<string, unknown>[]>(
      `SELECT * FROM authorizations WHERE client_id = '${client.client_id}'`,
    );
    const columns = Object.keys(row ?? {});
    const values = columns.map((column) =>
      column === 'id' ? "'copy-'" : column.endsWith('_hash') ? 'NULL' : column,
    );
    for (let from = 0; from < MANY; from += 400) {
      const ids = Array.from(
        { length: 400 },
        (_, i) => `SELECT 'copy-${String(from + i)}' AS copy`,
      );
      await world.query(
        `INSERT INTO authorizations (${columns.join(', ')}) SELECT ${values
          .map((value) => (value === "'copy-'" ? 'copies.copy' : value))
          .join(
            ', ',
          )} FROM authorizations, (${ids.join(' UNION ALL ')}) copies WHERE id = '${String(row?.['id'])}'`,
      );
    }
    const left = async (id: unknown) =>
      Number(
        (
          await world.query<{ n: number }[]>(
            `SELECT COUNT(*) AS n FROM authorizations WHERE client_id = '${String(id)}'`,
          )
        )[0]?.n,
      );
    expect(await left(client.client_id)).toBe(MANY + 1);

    let slowest = 0;
    const over = new AbortController();
    const others = async () => {
      while (!over.signal.aborted) {
        const startedAt = performance.now();
        const answer = await world.clientCredentials(service);
        expect(answer.access_token).toBeDefined();
        slowest = Math.max(slowest, performance.now() - startedAt);
        await sleep(5);
      }
    };
    const service = await world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'], scope: 'clients:read' },
    });
    const asking = others();
    expect((await world.admin.call('DELETE', `/clients/${client.client_id}`)).status).toBe(204);
    // At once, for everybody.
    expect((await world.admin.get(`/clients/${client.client_id}`)).status).toBe(404);
    expect((await world.introspect(service, access_token)).json).toEqual({ active: false });
    expect((await world.refresh(client, refresh_token)).status).toBe(401);
    expect(await left(client.client_id)).toBeGreaterThan(1000);
    // Housekeeping rests between its batches; most of them are done here without.
    const remains = world.application.nest.get(ClientRemains, { strict: false });
    while ((await left(client.client_id)) > 2500) await remains.begin(client.client_id);
    while ((await left(client.client_id)) > 0) await world.keepHouse();
    over.abort();
    await asking;
    expect(slowest).toBeLessThan(1000);
    await world.keepHouse();
    expect(
      await world.query(`SELECT client_id FROM clients WHERE client_id = '${client.client_id}'`),
    ).toEqual([]);
    expect(await left(other.client_id)).toBe(1);
  }, 240_000);
});
