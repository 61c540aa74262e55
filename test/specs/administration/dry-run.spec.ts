import { beforeAll, expect, it } from '@jest/globals';
import { startOwnWorld } from '../../support/application.js';
import { describeEachDatabase } from '../../support/mariadb.js';
import { RelyingParty } from '../../support/relying-party.js';
import { type LocalWorld, unique } from '../../support/world.js';

describeEachDatabase('dry_run=true', (databaseUrl) => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await startOwnWorld({
      DATABASE_URL: await databaseUrl(),
      OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8',
    });
  });

  it('says which sessions would end, what access, and which clients would be told', async () => {
    const party = await RelyingParty.start();
    const metadata = { ...party.metadata, client_name: 'Photo Printing', first_party: true };
    const scope = 'openid offline_access';
    const client = await world.registerClient({ ...metadata, scope });
    const user = await world.createUser({ email_verified: true });
    const { access_token, refresh_token = '' } = await world.tokens({ client, user, scope });
    const person = `/users/${user.sub}`;
    const ended = { sessions_ended: 1, authorizations_ended: 1, clients_told: ['Photo Printing'] };
    const rehearse = async (method: string, path: string, body?: unknown) => {
      const answer = await world.admin.call(method, `${path}?dry_run=true`, body);
      expect([method, path, answer.status]).toEqual([method, path, 200]);
      return answer.json;
    };
    expect(await rehearse('PATCH', person, { disabled: true })).toEqual({
      ...{ effects: ended, warnings: [] },
      changes: [
        { event: 'user.changed', members: { disabled: { from: false, to: true } } },
        { event: 'user.disabled' },
      ],
    });
    const { effects, changes } = await rehearse('DELETE', person);
    expect([effects, changes]).toEqual([ended, [{ event: 'user.deleted' }]]);
    const sessions = await rehearse('DELETE', `${person}/sessions`);
    const { sessions_ended, clients_told } = ended;
    expect(sessions.effects).toEqual({ sessions_ended, clients_told });
    const access = await rehearse('DELETE', `${person}/authorizations`);
    expect(access.effects).toEqual({ authorizations_ended: 1 });
    const disabled = await rehearse('PATCH', `/clients/${client.client_id}`, { disabled: true });
    expect(disabled.effects).toEqual({ authorizations_ended: 1 });
    // None of it happened.
    expect((await world.userinfo(access_token)).status).toBe(200);
    expect((await world.refresh(client, refresh_token)).status).toBe(200);
    expect((await world.admin.get(person)).json.disabled).toBe(false);
    await party.expect('/back', 0);
  });

  it('refuses what would be refused, by the same answer', async () => {
    const { username } = await world.createUser();
    const user = await world.createUser();
    const api = await world.registerResourceServer({
      ...{ identifier: `https://${unique()}.example`, scopes: [`read:${unique()}`] },
    });
    await world.registerClient({ scope: `openid ${api.scopes[0].name}` });
    const { items } = (await world.admin.get('/users?q=admin')).json;
    const cases = [
      ['PATCH', `/users/${user.sub}`, { username }, 409],
      ['PATCH', `/users/${user.sub}`, { usrname: username }, 400],
      ['PATCH', '/users/nobody', { disabled: true }, 404],
      ['DELETE', `/resource-servers/${api.id}`, undefined, 409],
      ['DELETE', `/users/${items[0].sub}`, undefined, 409],
      ['POST', '/clients', { redirect_uris: ['http://plain.example'] }, 400],
    ] as const;
    for (const [method, path, body, status] of cases) {
      const rehearsed = await world.admin.call(method, `${path}?dry_run=true`, body);
      const done = await world.admin.call(method, path, body);
      expect([path, rehearsed.status, done.status]).toEqual([path, status, status]);
      expect(rehearsed.json).toEqual({ ...done.json, instance: expect.any(String) });
    }
    const tag = { 'if-match': '"99"' };
    const changed = `/users/${user.sub}?dry_run=true`;
    expect((await world.admin.call('PATCH', changed, { nickname: 'A' }, tag)).status).toBe(412);
  });

  it('makes no secret, no key and no client, and says what is unsafe', async () => {
    const { json } = await world.admin.call('POST', '/clients?dry_run=true', {
      ...{ client_name: 'Nothing', redirect_uris: ['https://app.example/callback'] },
      id_token_signed_response_alg: 'ES512',
    });
    expect(json.changes).toMatchObject([{ event: 'client.created' }]);
    expect(JSON.stringify(json)).not.toContain('gh_');
    const { items: keys } = (await world.admin.get('/keys')).json;
    expect(keys.map(({ algorithm }: { algorithm: string }) => algorithm)).not.toContain('ES512');
  });

  it('of what is already so nothing comes', async () => {
    const { sub } = await world.createUser({ nickname: 'Al', email_verified: true });
    const { json } = await world.admin.call('PATCH', `/users/${sub}?dry_run=true`, {
      nickname: 'Al',
    });
    expect(json).toEqual({ effects: {}, warnings: [], changes: [] });
  });

  it('is true or false', async () => {
    const { sub } = await world.createUser();
    const patch = (how: string) =>
      world.admin.call('PATCH', `/users/${sub}?dry_run=${how}`, { nickname: how });
    expect((await patch('perhaps')).status).toBe(400);
    expect((await patch('false')).json.nickname).toBe('false');
  });
});
