import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld } from '../../support/world.js';

describe('secrets of a client', () => {
  let world: LocalWorld;

  beforeAll(async () => {
    world = await startWorld();
  });

  const register = (): Promise<RegisteredClient> =>
    world.registerClient({
      ...{ scope: 'openid users:read', redirect_uris: ['https://app.example/cb'] },
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    });
  const pathOf = ({ client_id }: RegisteredClient) => `/clients/${client_id}/secrets`;
  const works = async (client: RegisteredClient, secret = client.client_secret ?? '') =>
    (await world.token({ ...client, client_secret: secret }, { grant_type: 'client_credentials' }))
      .status === 200;

  it('are listed without their values, each by its hint, with when it was used', async () => {
    const client = await register();
    const made = (await world.admin.post(pathOf(client), { label: 'second' })).json;
    expect(await works(client, made.client_secret)).toBe(true);
    const listed = () => world.admin.get(`${pathOf(client)}?count=true`);
    const second = async () =>
      (await listed()).json.items.find(({ id }: { id: string }) => id === made.id);
    // Written behind the answer.
    while ((await second()).last_used_at === undefined) await sleep(50);
    expect(await second()).toMatchObject({
      ...{ label: 'second', hint: (made.client_secret as string).slice(-4) },
      last_used_at: expect.any(Number),
    });
    const { text, json } = await listed();
    expect(json.total).toBe(2);
    for (const value of [client.client_secret!, made.client_secret as string]) {
      expect(text).not.toContain(value);
    }
  });

  it('are renamed, and end when an admin says; what has ended stays so', async () => {
    const client = await register();
    const [{ id }] = (await world.admin.get(pathOf(client))).json.items;
    const path = `${pathOf(client)}/${String(id)}`;
    const end = clock.now() + 3600;
    const changed = await world.admin.patch(path, { label: 'first', expires_at: end });
    expect(changed.json).toMatchObject({ id, label: 'first', expires_at: end });
    // What was read is taken back, and changes nothing.
    const version = changed.headers.get('etag');
    const again = await world.admin.patch(path, changed.json);
    expect([again.status, again.headers.get('etag')]).toEqual([200, version]);
    expect(await works(client)).toBe(true);
    clock.advance(3601);
    clock.elapse(3601);
    world.admin.forget();
    expect(await works(client)).toBe(false);
    expect((await world.admin.patch(path, { expires_at: null })).status).toBe(409);
    expect((await world.admin.patch(path, { label: 'over' })).status).toBe(200);
    expect(await works(client)).toBe(false);
  });

  it('ones that leaked end with all that was issued to the client, the last one too', async () => {
    const client = await register();
    const user = await world.createUser();
    const tokens = await world.tokens({ client, user, scope: 'openid' });
    const own = await world.clientCredentials(client);
    const headers = { authorization: `Bearer ${own.access_token}` };
    expect((await world.get('/admin/users', headers)).status).toBe(200);
    const [{ id }] = (await world.admin.get(pathOf(client))).json.items;
    const dry = await world.admin.post(`${pathOf(client)}/${String(id)}/leaked?dry_run=true`);
    expect(dry.status).toBe(200);
    expect(await works(client)).toBe(true);
    expect((await world.admin.post(`${pathOf(client)}/${String(id)}/leaked`)).status).toBe(204);
    expect(await works(client)).toBe(false);
    expect((await world.get('/admin/users', headers)).status).toBe(401);
    expect((await world.userinfo(tokens.access_token)).status).toBe(401);
    const fresh = (await world.admin.post(pathOf(client))).json.client_secret as string;
    const renewed = { ...client, client_secret: fresh };
    expect(await works(renewed)).toBe(true);
    expect((await world.refresh(renewed, tokens.refresh_token!)).json.error).toBe('invalid_grant');
    expect((await world.get('/admin/users', headers)).status).toBe(401);
    const events = await world.query(
      "SELECT facts FROM events WHERE type = 'client.secret_leaked' AND client_id = ?",
      [client.client_id],
    );
    expect(events).toHaveLength(1);
  });
});
