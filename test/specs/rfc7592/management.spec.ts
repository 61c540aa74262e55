import { beforeAll, describe, expect, it } from '@jest/globals';
import { METADATA, selfRegistered, sendRegistration } from '../../support/registration.js';
import { type LocalWorld, startWorld } from '../../support/world.js';

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);

/** A request to the client configuration endpoint of `client` with its own token. */
const manage = (client: any, method: string, body?: unknown, token?: string) =>
  sendRegistration(world, {
    method,
    path: `/${client.client_id}`,
    token: token ?? client.registration_access_token,
    body,
  });

const put = (client: any, changes: object = {}) =>
  manage(client, 'PUT', { ...METADATA, client_id: client.client_id, ...changes });

describe('RFC 7592 §2.1: reading', () => {
  it('shows what registration answered, without the secret', async () => {
    const wanted = {
      initiate_login_uri: 'https://client.example/login',
      contacts: ['a@b.example'],
    };
    const client = await selfRegistered(world, wanted);
    const answer = await manage(client, 'GET');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { client_secret, client_secret_expires_at, ...rest } = client;
    expect(client_secret_expires_at).toBe(0);
    expect(answer.text).not.toContain(client_secret);
    expect(answer.json).toEqual(rest);
    expect(answer.json).toMatchObject(wanted);
  });

  it('"client_secret" stays as it is: reading does not rotate it', async () => {
    const client = await selfRegistered(world);
    await manage(client, 'GET');
    const introspected = await world.introspect(client, 'x');
    expect([introspected.status, introspected.json]).toEqual([200, { active: false }]);
  });
});

describe('RFC 7592 §2.2: replacing', () => {
  it('takes away what is not given', async () => {
    const client = await selfRegistered(world, { contacts: ['a@b.example'], scope: 'openid' });
    const answer = await put(client, { client_name: 'Renamed', contacts: null });
    expect([answer.status, answer.json.client_name]).toEqual([200, 'Renamed']);
    expect(answer.json).not.toHaveProperty('contacts');
    expect(answer.json.scope).toBe(
      'openid profile email address phone groups roles offline_access',
    );
    expect((await manage(client, 'GET')).json).toEqual(answer.json);
  });

  it('"MUST include its client_id", and not that of another client', async () => {
    const client = await selfRegistered(world);
    const other = await selfRegistered(world);
    for (const client_id of [undefined, null, '', 7, other.client_id]) {
      const { status, json } = await put(client, { client_id });
      expect([client_id, status, json.error]).toEqual([client_id, 400, 'invalid_client_metadata']);
    }
  });

  it('"MUST NOT be permitted to overwrite its existing client secret"', async () => {
    const client = await selfRegistered(world);
    const chosen = await put(client, { client_secret: 'chosen-by-the-client' });
    expect([chosen.status, chosen.json.error]).toEqual([400, 'invalid_client_metadata']);
    expect((await put(client, { client_secret: client.client_secret })).status).toBe(200);
    expect((await put(client, { client_secret: null })).status).toBe(200);
  });

  it('what was read can be sent back as it is', async () => {
    const client = await selfRegistered(world);
    const read = (await manage(client, 'GET')).json;
    const answer = await manage(client, 'PUT', read);
    expect([answer.status, answer.json]).toEqual([200, read]);
  });

  it('is refused as registration would be', async () => {
    const client = await selfRegistered(world);
    const bad = { redirect_uris: ['http://client.example/'] };
    expect((await put(client, bad)).json.error).toBe('invalid_redirect_uri');
    const more = { grant_types: ['client_credentials'] };
    expect((await put(client, more)).json.error).toBe('invalid_client_metadata');
    expect((await manage(client, 'GET')).json.redirect_uris).toEqual(METADATA.redirect_uris);
  });

  it('a client that needs a secret from now on gets one, once', async () => {
    const client = await selfRegistered(world, { token_endpoint_auth_method: 'none' });
    const first = await put(client, { token_endpoint_auth_method: 'client_secret_post' });
    expect(first.json).toMatchObject({
      client_secret: expect.stringMatching(/^gh_cs_/),
      client_secret_expires_at: 0,
    });
    const again = await put(client, { token_endpoint_auth_method: 'client_secret_post' });
    expect(again.json).not.toHaveProperty('client_secret');
  });
});

describe('RFC 7592 §2.3: deleting', () => {
  it('answers 204 and ends the client with all its tokens', async () => {
    const client = await selfRegistered(world);
    const user = await world.createUser();
    const tokens = await world.tokens({ client, user, scope: 'openid offline_access' });
    const answer = await manage(client, 'DELETE');
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await world.userinfo(tokens.access_token)).status).toBe(401);
    expect((await world.refresh(client, tokens.refresh_token ?? '')).status).toBe(401);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { ...METADATA, client_id: client.client_id } : undefined;
      const after = await manage(client, method, body);
      expect([method, after.status, after.json.error]).toEqual([method, 401, 'invalid_token']);
    }
    expect((await world.admin.get(`/clients/${client.client_id}`)).status).toBe(404);
  });
});

describe('RFC 7592 §2: who may', () => {
  it('a client that an admin disabled cannot manage itself, and is not enabled by it', async () => {
    const client = await selfRegistered(world);
    await world.admin.patch(`/clients/${client.client_id}`, { disabled: true });
    expect((await manage(client, 'GET')).status).toBe(401);
    expect((await put(client)).status).toBe(401);
    expect((await world.admin.get(`/clients/${client.client_id}`)).json.disabled).toBe(true);
  });

  it('what an admin gave the client is gone when the client replaces its registration', async () => {
    const client = await selfRegistered(world);
    const given = { first_party: true, unverified: false, scope: 'openid account:read' };
    await world.admin.patch(`/clients/${client.client_id}`, given);
    expect((await put(client)).status).toBe(200);
    const after = (await world.admin.get(`/clients/${client.client_id}`)).json;
    expect(after).toMatchObject({ first_party: false, unverified: true });
    expect(after.scope).toBe('openid profile email address phone groups roles offline_access');
  });

  it('a client that an admin registered has no registration access token', async () => {
    const client = await world.registerClient();
    const token = await world.admin.token();
    expect((await manage(client, 'GET', undefined, token)).status).toBe(401);
    const answer = await sendRegistration(world, { method: 'GET', path: `/${client.client_id}` });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="gatehouse"',
    ]);
  });
});
