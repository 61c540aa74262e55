import { expect, it } from '@jest/globals';
import { ClientRemains } from '../../../src/registry/clients/client-remains.js';
import { startApplication } from '../../support/application.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import { LocalWorld } from '../../support/world.js';
import { left, MANY, multiply, othersAtWork, type Whose } from './many-authorizations.js';

describeEachDatabase('deleting a client', (databaseUrl) => {
  it('O11 with 20,000 authorizations holds nobody up, and all of them go', async () => {
    const world = new LocalWorld(await startApplication({ DATABASE_URL: await databaseUrl() }));
    const [client, other] = [await world.registerClient(), await world.registerClient()];
    const user = await world.createUser();
    const { access_token, refresh_token = '' } = await world.tokens({ client, user });
    await world.tokens({ client: other, user });
    const its: Whose = ['client_id', client.client_id];
    await multiply(world, its);
    expect(await left(world, its)).toBe(MANY + 1);

    const service = await world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'], scope: 'clients:read' },
    });
    const over = othersAtWork(world, service);
    expect((await world.admin.call('DELETE', `/clients/${client.client_id}`)).status).toBe(204);
    // At once, for everybody.
    expect((await world.admin.get(`/clients/${client.client_id}`)).status).toBe(404);
    expect((await world.introspect(service, access_token)).json).toEqual({ active: false });
    expect((await world.refresh(client, refresh_token)).status).toBe(401);
    expect(await left(world, its)).toBeGreaterThan(1000);
    // Housekeeping rests between its batches; most of them are done here without.
    const remains = world.application.nest.get(ClientRemains, { strict: false });
    while ((await left(world, its)) > 2500) await remains.begin(client.client_id);
    while ((await left(world, its)) > 0) await world.keepHouse();
    expect(await over()).toBeLessThan(1000);
    await world.keepHouse();
    expect(
      await world.query(`SELECT client_id FROM clients WHERE client_id = '${client.client_id}'`),
    ).toEqual([]);
    expect(await left(world, ['client_id', other.client_id])).toBe(1);
  }, 240_000);
});
