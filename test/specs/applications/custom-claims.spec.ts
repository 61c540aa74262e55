// Programs that map rights from claims of names of their own.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { selfRegistered } from '../../support/registration.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { type LocalWorld, type RegisteredUser, startWorld, unique } from '../../support/world.js';

let world: LocalWorld;
let user: RegisteredUser;
let group: string;

beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser({ name: 'Mei Lindqvist' });
  group = `staff-${unique()}`;
  const { id } = await world.admin.create('/groups', { name: group });
  await world.admin.call('PUT', `/groups/${id}/members/${user.sub}`);
});

async function told(client: RegisteredClient, scope: string) {
  const { access_token, id_token } = await world.tokens({ client, user, scope });
  const userinfo = (await world.userinfo(access_token)).json;
  return { id_token: decodeJwt(id_token ?? ''), userinfo, access_token: decodeJwt(access_token) };
}

describe('claims of a client', () => {
  it('tell under its names what the scopes open, where it wants them', async () => {
    const client = await world.registerClient({
      claims: [
        { claim: 'https://vault.example/groups', from: 'groups' },
        { claim: 'login', from: 'user.preferred_username', in: ['id_token'] },
        { claim: 'mail', from: 'user.email', in: ['userinfo'] },
        { claim: 'ranks', from: 'roles' },
        { claim: 'tier', value: 'gold' },
        { claim: 'ports', value: [80, 443] },
      ],
    });
    const { client_id } = client;
    const role = { client_id, name: 'editor' };
    const { id } = await world.admin.create('/roles', role);
    await world.admin.call('PUT', `/roles/${id}/users/${user.sub}`);
    const all = await told(client, 'openid profile email groups roles');
    const both = { 'https://vault.example/groups': [group], ranks: ['editor'], tier: 'gold' };
    expect(all.id_token).toMatchObject({ ...both, login: user.username, ports: [80, 443] });
    expect(all.id_token).not.toHaveProperty('mail');
    expect(all.userinfo).toMatchObject({ ...both, mail: user['email'] });
    expect(all.userinfo).not.toHaveProperty('login');
    for (const name of [...Object.keys(both), 'login', 'mail', 'ports']) {
      expect(all.access_token).not.toHaveProperty([name]);
    }
    const few = await told(client, 'openid');
    for (const claims of [few.id_token, few.userinfo]) {
      expect(claims).toMatchObject({ tier: 'gold' });
      for (const name of ['https://vault.example/groups', 'ranks', 'login', 'mail']) {
        expect(claims).not.toHaveProperty([name]);
      }
    }
  });

  it('are what an admin says, and not the client itself', async () => {
    const claims = [{ claim: 'tier', value: 'gold' }];
    const self = await selfRegistered(world, { claims });
    expect((await world.admin.get(`/clients/${self.client_id}`)).json).not.toHaveProperty('claims');
  });

  it.each([
    ...['sub', 'aud', 'iss', 'exp', 'nonce', 'scope', 'client_id', 'act', 'rests_on', 'active'],
    ...['authorization_id', 'group_version', 'groups', 'roles', 'email', 'email_verified', 'name'],
    ...['preferred_username', 'groups_overage', '__proto__', 'constructor', '', ' a', 'a b', '1a'],
    'x'.repeat(129),
  ])('cannot have the name %j', async (claim) => {
    const refused = await world.admin.post('/clients', {
      ...{ client_name: 'x', redirect_uris: ['https://a.example/cb'] },
      claims: [{ claim, value: 'x' }],
    });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.json.errors)).toContain('/claims/0/claim');
  });

  it.each([
    [[{ claim: 'a' }]],
    [[{ claim: 'a', from: 'groups', value: 1 }]],
    [[{ claim: 'a', from: 'user.sub' }]],
    [[{ claim: 'a', from: 'user.password_hash' }]],
    [[{ claim: 'a', from: '__proto__' }]],
    [[{ claim: 'a', value: {} }]],
    [[{ claim: 'a', value: [{}] }]],
    [[{ claim: 'a', value: null }]],
    [[{ claim: 'a', value: 'x'.repeat(500) }]],
    [[{ claim: 'a', value: 1, in: [] }]],
    [[{ claim: 'a', value: 1, in: ['access_token'] }]],
    [[{ claim: 'a', value: 1, wanted: true }]],
    [
      [
        { claim: 'a', value: 1 },
        { claim: 'a', value: 2 },
      ],
    ],
    [Array.from({ length: 21 }, (_, n) => ({ claim: `a${String(n)}`, value: n }))],
    ['groups'],
    [[null]],
    [{}],
  ])('are refused where they say nothing sound: %j', async (claims) => {
    const metadata = { client_name: 'x', redirect_uris: ['https://a.example/cb'], claims };
    expect((await world.admin.post('/clients', metadata)).status).toBe(400);
  });
});
