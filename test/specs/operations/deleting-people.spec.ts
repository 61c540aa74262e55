import { expect, it } from '@jest/globals';
import { UserRemains } from '../../../src/people/users/user-remains.js';
import { startApplication } from '../../support/application.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import { RelyingParty } from '../../support/relying-party.js';
import { LocalWorld } from '../../support/world.js';
import { left, MANY, multiply, othersAtWork, type Whose } from './many-authorizations.js';

describeEachDatabase('deleting a person', (databaseUrl) => {
  it('O11 with 20,000 authorizations holds nobody up, and all of them go', async () => {
    const world = new LocalWorld(
      await startApplication({
        DATABASE_URL: await databaseUrl(),
        OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8',
      }),
    );
    const party = await RelyingParty.start();
    const client = await world.registerClient(party.metadata);
    const [user, other] = [await world.createUser(), await world.createUser()];
    const group = await world.admin.create('/groups', { name: 'painters' });
    await world.admin.call('PUT', `/groups/${group.id}/members/${user.sub}`);
    const { access_token, refresh_token = '' } = await world.tokens({ client, user });
    await world.tokens({ client, user: other });
    const theirs: Whose = ['user_id', user.sub];
    await multiply(world, theirs);
    expect(await left(world, theirs)).toBe(MANY + 1);

    const service = await world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'], scope: 'clients:read' },
    });
    const over = othersAtWork(world, service);
    expect((await world.admin.call('DELETE', `/users/${user.sub}`)).status).toBe(204);
    // At once, for everybody.
    expect((await world.admin.get(`/users/${user.sub}`)).status).toBe(404);
    expect((await world.admin.call('DELETE', `/users/${user.sub}`)).status).toBe(404);
    const { json: found } = await world.admin.get(`/users?q=${user.username}`);
    expect(found.items).toEqual([]);
    const { json: members } = await world.admin.get(`/groups/${group.id}/members?count=true`);
    expect(members).toMatchObject({ items: [], total: 0 });
    expect((await world.introspect(client, access_token)).json).toEqual({ active: false });
    expect((await world.refresh(client, refresh_token)).json.error).toBe('invalid_grant');
    await party.expect('/back', 1);
    // Nothing says any more who it was, and the name is free.
    const [row] = await world.query<Record<string, unknown>[]>(
      'SELECT * FROM users WHERE sub = ?',
      [user.sub],
    );
    expect(JSON.stringify(row)).not.toContain(user.username);
    const { username, password, email } = user;
    const again = await world.admin.create('/users', { username, password, email });
    expect(again.sub).not.toBe(user.sub);
    expect(await left(world, theirs)).toBeGreaterThan(1000);
    // Housekeeping rests between its batches; most of them are done here without.
    const remains = world.application.nest.get(UserRemains, { strict: false });
    while ((await left(world, theirs)) > 2500) await remains.begin(user.sub);
    while ((await left(world, theirs)) > 0) await world.keepHouse();
    expect(await over()).toBeLessThan(1000);
    await world.keepHouse();
    expect(await world.query('SELECT sub FROM users WHERE sub = ?', [user.sub])).toEqual([]);
    expect(await left(world, ['user_id', other.sub])).toBe(1);
    await party.expect('/back', 1);
  }, 240_000);
});
