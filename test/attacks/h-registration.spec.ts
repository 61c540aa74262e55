import { beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../support/clock.js';
import { decodeEntities } from '../support/html-form.js';
import {
  initialAccessToken,
  METADATA,
  selfRegistered,
  sendRegistration,
} from '../support/registration.js';
import { type LocalWorld, startWorld } from '../support/world.js';

const DAY = 24 * 3600;

describe('H: clients that register themselves', () => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await startWorld({ LEGACY_GRANTS: 'password' });
  });

  const register = (token: string | undefined, metadata: object = {}) =>
    sendRegistration(world, { token, body: { ...METADATA, ...metadata } });

  const asAdmin = async (client: any) =>
    (await world.admin.get(`/clients/${client.client_id}`)).json;

  const count = async (table: string) => {
    const [row] = await world.query(`SELECT COUNT(*) AS n FROM ${table}`);
    return Number(row.n);
  };

  it('H01 nobody registers without a token, with one that is used up, expired or withdrawn', async () => {
    const usedUp = await initialAccessToken(world, { max_uses: 1 });
    expect((await register(usedUp)).status).toBe(201);
    const expiring = await initialAccessToken(world);
    const own = await world.admin.token();
    const before = await count('clients');
    clock.advance(DAY + 1);
    for (const token of [undefined, usedUp, expiring, own, 'gh_iat_', 'x'.repeat(5000)]) {
      const { status, json } = await register(token);
      expect([token, status, json.error]).toEqual([token, 401, 'invalid_token']);
    }
    expect(await count('clients')).toBe(before);
  });

  it.each<[string, object]>([
    ['a scope over Gatehouse', { scope: 'users:write' }],
    ['a scope of an API', { scope: 'account:read' }],
    ['a scope that nobody knows', { scope: 'admin' }],
    ['the password grant', { grant_types: ['password'], response_types: [] }],
    ['the password grant, as first party', { grant_types: ['password'], first_party: true }],
    ['a service account', { grant_types: ['client_credentials'], response_types: [] }],
    [
      'token exchange',
      {
        grant_types: ['urn:ietf:params:oauth:grant-type:token-exchange'],
        token_exchange: { audiences: ['https://a.example'], impersonation: true },
      },
    ],
    ['a grant type that nobody knows', { grant_types: ['telepathy'] }],
    ['a response type without its grant', { response_types: ['id_token'] }],
    ['unsigned ID tokens', { id_token_signed_response_alg: 'none' }],
  ])('H02 nobody gives themselves %s', async (_what, metadata) => {
    const token = await initialAccessToken(world);
    const { status, json } = await register(token, metadata);
    expect([status, json.error]).toEqual([400, 'invalid_client_metadata']);
    const client = await selfRegistered(world);
    const changed = await sendRegistration(world, {
      method: 'PUT',
      path: `/${client.client_id}`,
      token: client.registration_access_token,
      body: { ...METADATA, client_id: client.client_id, ...metadata },
    });
    expect([changed.status, changed.json.error]).toEqual([400, 'invalid_client_metadata']);
  });

  it('H02 what is too much is left out, and the answer says what was registered', async () => {
    const { grant_types, response_types, scope } = await selfRegistered(world, {
      grant_types: ['authorization_code', 'password', 'client_credentials', 'telepathy'],
      response_types: ['code', 'token', 'id_token'],
      scope: 'openid users:write admin photos',
    });
    expect({ grant_types, response_types, scope }).toEqual({
      grant_types: ['authorization_code'],
      response_types: ['code'],
      scope: 'openid',
    });
    const nothing = await selfRegistered(world, { scope: '', tos_uri: null, contacts: null });
    expect(nothing.scope).toBe('openid profile email address phone groups roles offline_access');
  });

  it('H02 a client without a secret has none, whatever it sends', async () => {
    const wanted = { token_endpoint_auth_method: 'none', client_secret: 'chosen' };
    const client = await selfRegistered(world, wanted);
    expect(client).not.toHaveProperty('client_secret');
    const fields = { grant_type: 'refresh_token', refresh_token: 'x', client_secret: 'chosen' };
    const answer = await world.token(client, fields);
    expect([answer.status, answer.json.error]).toEqual([401, 'invalid_client']);
    const confidential = await selfRegistered(world, { client_secret: 'chosen' });
    expect(confidential.client_secret).not.toBe('chosen');
  });

  it('H03 what is for admins to decide is ignored and not echoed, E12 as is a chosen client_id', async () => {
    const user = await world.createUser();
    const smuggled = {
      ...{ id: 'x', client_id: user.sub, client_id_issued_at: 1, updated_at: 1, disabled: true },
      ...{ trusted: true, owner: 'admin', skip_consent: true, first_party: true },
      ...{ unverified: false, require_pkce: false, legacy_assertion_audience: true },
      ...{ resource_server: 'https://api.example', may_act: { sub: 'me' } },
      ...{ expires_at: 0xffffffff, initial_access_token_id: 'x', policy: { scope: 'users:write' } },
    };
    const client = await selfRegistered(world, smuggled);
    expect(client.client_id).not.toBe(user.sub);
    for (const name of ['id', 'trusted', 'owner', 'skip_consent', 'first_party', 'unverified']) {
      expect(client).not.toHaveProperty(name);
    }
    for (const name of ['resource_server', 'may_act', 'policy', 'disabled', 'updated_at']) {
      expect(client).not.toHaveProperty(name);
    }
    const stored = await asAdmin(client);
    expect(stored).toMatchObject({
      ...{ first_party: false, unverified: true, disabled: false },
      ...{ require_pkce: true, legacy_assertion_audience: false },
    });
    expect(stored).not.toHaveProperty('resource_server');
    expect(stored).not.toHaveProperty('may_act');
  });

  it('H03 members with the names of JavaScript', async () => {
    const token = await initialAccessToken(world);
    const bodies = ['{"__proto__":{"first_party":true}}', '{"constructor":{"prototype":{}}}'];
    for (const body of bodies) {
      const answer = await sendRegistration(world, { token, body });
      expect([body, answer.status]).toEqual([body, 400]);
    }
  });

  it('H09 nobody reads, changes or deletes a client with the token of another one', async () => {
    const client = await selfRegistered(world);
    const other = await selfRegistered(world);
    const wrong = [
      other.registration_access_token,
      ...[client.client_secret, client.client_id, await initialAccessToken(world), 'x'],
    ];
    for (const token of wrong) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const body = { ...METADATA, client_id: client.client_id, client_name: 'Taken over' };
        const answer = await sendRegistration(world, {
          ...{ method, path: `/${client.client_id}`, token },
          ...(method === 'PUT' ? { body } : {}),
        });
        expect([token, method, answer.status, answer.json.error]).toEqual([
          ...[token, method, 401, 'invalid_token'],
        ]);
        expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
      }
    }
    expect((await asAdmin(client)).client_name).toBe(METADATA.client_name);
  });

  it('H09 a registration access token opens nothing else', async () => {
    const { registration_access_token: token } = await selfRegistered(world);
    expect((await register(token)).status).toBe(401);
    expect((await world.userinfo(token)).status).toBe(401);
    const headers = { authorization: `Bearer ${token}` };
    expect((await world.get('/admin/clients', headers)).status).toBe(401);
  });

  it('H10 a change is judged by what it results in', async () => {
    const client = await selfRegistered(world, { token_endpoint_auth_method: 'none' });
    const change = (metadata: object) =>
      sendRegistration(world, {
        method: 'PUT',
        path: `/${client.client_id}`,
        token: client.registration_access_token,
        body: { ...METADATA, client_id: client.client_id, ...metadata },
      });
    const weak = await change({ token_endpoint_auth_method: 'private_key_jwt' });
    expect([weak.status, weak.json.error]).toEqual([400, 'invalid_client_metadata']);
    const silent = { token_endpoint_auth_method: 'client_secret_basic' };
    const { json } = await change(silent);
    expect(json).toMatchObject({ ...silent, require_pkce: true });
    const back = await change({ token_endpoint_auth_method: 'none' });
    expect(back.status).toBe(200);
    const fields = { grant_type: 'refresh_token', refresh_token: 'x' };
    const secret = { ...client, ...silent, client_secret: json.client_secret };
    expect((await world.token(secret, fields)).json.error).toBe('invalid_client');
  });

  it('H11 markup in what a client says about itself stays text', async () => {
    const payload = `<img src=x onerror=alert(1)>"'{{7*7}}<%= 1 %>`;
    const client = await selfRegistered(world, {
      client_name: payload,
      client_uri: 'https://client.example/%3Cscript%3E',
      contacts: [payload],
      software_id: payload,
    });
    const { browser } = await world.authorize({ client, user: await world.createUser() });
    const shown = browser.history.filter(({ status }) => status === 200);
    expect(shown.length).toBe(2);
    for (const { text } of shown) {
      expect(text).not.toContain('<img src=x');
      expect(decodeEntities(text)).toContain(payload);
    }
    for (const logo_uri of ['javascript:alert(1)', 'data:image/svg+xml,<svg/>']) {
      await expect(selfRegistered(world, { logo_uri })).rejects.toThrow('invalid_client_metadata');
    }
  });

  it('L15 a client that nobody uses is deleted, one that is used stays', async () => {
    const unused = await selfRegistered(world);
    const used = await selfRegistered(world);
    const registered = await world.registerClient();
    const user = await world.createUser();
    clock.advance(60 * DAY);
    await world.tokens({ client: used, user });
    clock.advance(31 * DAY);
    await world.keepHouse();
    const status = async (client: any) =>
      (await world.admin.get(`/clients/${client.client_id}`)).status;
    expect([await status(unused), await status(used), await status(registered)]).toEqual([
      ...[404, 200, 200],
    ]);
    const { client_id, registration_access_token: token } = unused;
    const read = await sendRegistration(world, { method: 'GET', path: `/${client_id}`, token });
    expect(read.status).toBe(401);
    clock.advance(91 * DAY);
    await world.keepHouse();
    expect([await status(used), await status(registered)]).toEqual([404, 200]);
    expect(await count('client_registrations')).toBe(0);
  });
});
