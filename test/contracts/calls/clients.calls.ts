import { type Calls, call, protectedBy, type Scene } from '../scene.js';

const REDIRECT_URIS = ['https://client.example/callback'];

/** The secret of a client of its own. */
async function ownSecret(scene: Scene) {
  const { client_id } = await scene.world.registerClient();
  const { secrets } = (await scene.world.admin.get(`/clients/${client_id}`)).json as {
    secrets: { id: string }[];
  };
  return { token: await scene.admin, path: { client_id, id: secrets[0]!.id } };
}

export const clientCalls: Calls = {
  'GET /admin/clients': [
    call(200, 'a page is asked for', async (scene) => {
      await scene.client;
      return { token: await scene.admin, query: { limit: '2' } };
    }),
    call(400, 'the page is too large', async (scene) => ({
      token: await scene.admin,
      query: { limit: '1000' },
    })),
    ...protectedBy('clients:read'),
  ],
  'GET /admin/lint': [
    call(200, 'a page is asked for', async (scene) => {
      await scene.client;
      return { token: await scene.admin, query: { limit: '2', profile: 'rfc9700' } };
    }),
    call(400, 'there is no such profile', async (scene) => ({
      token: await scene.admin,
      query: { profile: 'rfc6749' },
    })),
    ...protectedBy('clients:read'),
  ],
  'GET /admin/clients/{client_id}/lint': [
    call(200, 'there is such a client', async (scene) => ({
      token: await scene.admin,
      path: { client_id: (await scene.world.registerClient()).client_id },
    })),
    call(400, 'there is no such severity', async (scene) => ({
      token: await scene.admin,
      query: { severity: 'fatal' },
    })),
    call(404, 'there is no such client', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('clients:read'),
  ],
  'POST /admin/clients/{client_id}/lint/fix': [
    call(200, 'a rule finds something', async (scene) => ({
      token: await scene.admin,
      path: { client_id: (await scene.world.registerClient()).client_id },
      json: { rules: ['pkce-optional', 'no-contact'] },
    })),
    call(400, 'there is no such rule', async (scene) => ({
      token: await scene.admin,
      json: { rules: ['perfection'] },
    })),
    call(404, 'there is no such client', async (scene) => ({
      token: await scene.admin,
      json: { rules: ['no-contact'] },
    })),
    call(409, 'it belongs to Gatehouse itself', async (scene) => ({
      token: await scene.admin,
      path: { client_id: 'swagger-ui' },
      json: { rules: ['no-contact'] },
    })),
    ...protectedBy('clients:write'),
  ],
  'POST /admin/clients': [
    call(201, 'a client is registered with all there is to say', async (scene) => ({
      token: await scene.admin,
      json: {
        client_name: 'Everything',
        redirect_uris: REDIRECT_URIS,
        post_logout_redirect_uris: REDIRECT_URIS,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'ES256',
        scope: 'openid email',
        client_uri: 'https://client.example/',
        logo_uri: 'https://client.example/logo.png',
        policy_uri: 'https://client.example/privacy',
        tos_uri: 'https://client.example/terms',
        contacts: ['team@client.example'],
        software_id: 'everything',
        software_version: '1',
        default_max_age: 3600,
        initiate_login_uri: 'https://client.example/login',
        first_party: true,
        require_pkce: false,
        resource_server: 'https://api.example',
        disabled: true,
      },
    })),
    call(400, 'a member has the wrong type', async (scene) => ({
      token: await scene.admin,
      json: { client_name: 7, redirect_uris: REDIRECT_URIS },
    })),
    call(400, 'a redirect URI is not acceptable', async (scene) => ({
      token: await scene.admin,
      json: { client_name: 'No', redirect_uris: ['http://client.example/callback'] },
    })),
    call(403, 'more is given away than the caller has', async (scene) => ({
      token: await scene.serviceToken('clients:write'),
      json: { client_name: 'More', redirect_uris: REDIRECT_URIS, scope: 'users:write' },
    })),
    call(409, 'another has the external_id', async (scene) => {
      const external_id = `taken-${Date.now()}`;
      const document = { client_name: 'Taken', redirect_uris: REDIRECT_URIS, external_id };
      await scene.world.admin.create('/clients', document);
      return { token: await scene.admin, json: document };
    }),
    ...protectedBy('clients:write'),
  ],
  'GET /admin/client-presets': [
    call(200, 'the presets are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('clients:read'),
  ],
  'GET /admin/clients/{client_id}': [
    call(200, 'there is such a client', async (scene) => ({
      token: await scene.admin,
      path: { client_id: (await scene.client).client_id },
    })),
    call(404, 'there is no such client', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('clients:read'),
  ],
  'PATCH /admin/clients/{client_id}': [
    call(200, 'a name is changed', async (scene) => ({
      token: await scene.admin,
      path: { client_id: (await scene.client).client_id },
      json: { client_name: 'Another name' },
    })),
    call(200, 'a public client becomes one with a secret', async (scene) => {
      const { client_id } = await scene.world.registerClient({
        token_endpoint_auth_method: 'none',
      });
      const json = { token_endpoint_auth_method: 'client_secret_basic' };
      return { token: await scene.admin, path: { client_id }, json };
    }),
    call(400, 'the result would not be a sound registration', async (scene) => ({
      token: await scene.admin,
      path: { client_id: (await scene.client).client_id },
      json: { grant_types: ['no-such-grant'] },
    })),
    call(404, 'there is no such client', async (scene) => ({
      token: await scene.admin,
      json: { client_name: 'Nobody' },
    })),
    call(409, 'it belongs to Gatehouse itself', async (scene) => ({
      ...{ token: await scene.admin, path: { client_id: 'swagger-ui' } },
      json: { disabled: true },
    })),
    ...protectedBy('clients:write'),
  ],
  'DELETE /admin/clients/{client_id}': [
    call(204, 'there is such a client', async (scene) => {
      const { client_id } = await scene.world.registerClient();
      return { token: await scene.admin, path: { client_id } };
    }),
    call(404, 'there is no such client', async (scene) => ({ token: await scene.admin })),
    call(409, 'it belongs to Gatehouse itself', async (scene) => ({
      ...{ token: await scene.admin, path: { client_id: 'swagger-ui' } },
    })),
    ...protectedBy('clients:write'),
  ],
  'POST /admin/clients/{client_id}/secrets': [
    call(201, 'the client has a secret', async (scene) => {
      const { client_id } = await scene.world.registerClient();
      return { token: await scene.admin, path: { client_id }, json: {} };
    }),
    call(400, 'the date is not a number', async (scene) => ({
      token: await scene.admin,
      path: { client_id: (await scene.client).client_id },
      json: { expires_previous_at: 'tomorrow' },
    })),
    call(404, 'there is no such client', async (scene) => ({
      token: await scene.admin,
      json: {},
    })),
    call(409, 'the client has no secret', async (scene) => {
      const { client_id } = await scene.world.registerClient({
        token_endpoint_auth_method: 'none',
      });
      return { token: await scene.admin, path: { client_id }, json: {} };
    }),
    ...protectedBy('clients:write'),
  ],
  'GET /admin/clients/{client_id}/secrets': [
    call(200, 'there is such a client', async (scene) => ({
      ...(await ownSecret(scene)),
      query: { limit: '1', count: 'true' },
    })),
    call(400, 'the page is too large', async (scene) => ({
      ...(await ownSecret(scene)),
      query: { limit: 'all' },
    })),
    call(404, 'there is no such client', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('clients:read'),
  ],
  'PATCH /admin/clients/{client_id}/secrets/{id}': [
    call(200, 'it is there', async (scene) => ({
      ...(await ownSecret(scene)),
      json: { label: 'Data centre 2', expires_at: 1_900_000_000 },
    })),
    call(400, 'it would have expired', async (scene) => ({
      ...(await ownSecret(scene)),
      json: { expires_at: 1 },
    })),
    call(404, 'it is not there', async (scene) => ({
      token: await scene.admin,
      path: { client_id: (await scene.client).client_id, id: 'nothing' },
      json: { label: 'x' },
    })),
    call(409, 'it has expired', async (scene) => {
      const request = await ownSecret(scene);
      const set = 'UPDATE client_secrets SET expires_at = 1 WHERE id = ?';
      await scene.world.query(set, [request.path.id]);
      return { ...request, json: { expires_at: null } };
    }),
    ...protectedBy('clients:write'),
  ],
  'POST /admin/clients/{client_id}/secrets/{id}/leaked': [
    call(204, 'it is there', (scene) => ownSecret(scene)),
    call(404, 'it is not there', async (scene) => ({
      token: await scene.admin,
      path: { client_id: (await scene.client).client_id, id: 'nothing' },
    })),
    call(409, 'it is one of Gatehouse itself', async (scene) => {
      const secret = ['leaked', 'swagger-ui', 'x', 'l', 'h', 1];
      const columns = 'id, client_id, secret_hash, label, hint, created_at';
      const insert = `INSERT INTO client_secrets (${columns}) VALUES (?, ?, ?, ?, ?, ?)`;
      await scene.world.query(insert, secret);
      return { token: await scene.admin, path: { client_id: 'swagger-ui', id: 'leaked' } };
    }),
    ...protectedBy('clients:write'),
  ],
  'DELETE /admin/clients/{client_id}/secrets/{id}': [
    call(204, 'there is another secret', async (scene) => {
      const { client_id } = await scene.world.registerClient();
      const path = `/clients/${client_id}/secrets`;
      const { id } = await scene.world.admin.create(path, { label: 'Second' });
      return { token: await scene.admin, path: { client_id, id: String(id) } };
    }),
    call(404, 'there is no such secret', async (scene) => ({
      token: await scene.admin,
      path: { client_id: (await scene.client).client_id },
    })),
    call(409, 'it is the last one', async (scene) => {
      const { client_id } = await scene.world.registerClient();
      const { secrets } = (await scene.world.admin.get(`/clients/${client_id}`)).json;
      return { token: await scene.admin, path: { client_id, id: secrets[0].id } };
    }),
    ...protectedBy('clients:write'),
  ],
};
