import { initialAccessToken, METADATA, selfRegistered } from '../../support/registration.js';
import { type Calls, call, protectedBy, type Scene } from '../scene.js';

const registered = async ({ world }: Scene) => {
  const { client_id, registration_access_token: token } = await selfRegistered(world);
  return { path: { client_id }, token };
};

/** What is refused where the registration access token is needed. */
const managed = [
  call(401, 'there is no token'),
  call(401, 'the token is that of another client', async (scene) => {
    const { path } = await registered(scene);
    return { path, token: (await registered(scene)).token };
  }),
];

export const registrationCalls: Calls = {
  'GET /admin/initial-access-tokens': [
    call(200, 'a page is asked for', async (scene) => {
      await initialAccessToken(scene.world);
      await initialAccessToken(scene.world);
      return { token: await scene.admin, query: { limit: '1' } };
    }),
    call(400, 'the page is too large', async (scene) => ({
      token: await scene.admin,
      query: { limit: 'all' },
    })),
    ...protectedBy('clients:read'),
  ],
  'POST /admin/initial-access-tokens': [
    call(201, 'it has a policy', async (scene) => ({
      token: await scene.admin,
      json: { name: 'With a policy', max_uses: 3, policy: { require_pkce: false } },
    })),
    call(400, 'it would have expired', async (scene) => ({
      token: await scene.admin,
      json: { name: 'Late', expires_at: 1 },
    })),
    ...protectedBy('clients:write'),
  ],
  'DELETE /admin/initial-access-tokens/{id}': [
    call(204, 'there is such a token', async (scene) => {
      const { id } = await scene.world.admin.create('/initial-access-tokens', { name: 'Short' });
      return { token: await scene.admin, path: { id } };
    }),
    call(404, 'there is no such token', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('clients:write'),
  ],
  'POST /register': [
    call(201, 'the token is good', async ({ world }) => ({
      token: await initialAccessToken(world),
      json: METADATA,
    })),
    call(201, 'all there is to say is said', async ({ world }) => ({
      token: await initialAccessToken(world),
      json: {
        ...METADATA,
        post_logout_redirect_uris: METADATA.redirect_uris,
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'ES256',
        scope: 'openid email',
        client_uri: 'https://client.example/',
        logo_uri: 'https://client.example/logo.png',
        policy_uri: 'https://client.example/privacy',
        tos_uri: 'https://client.example/terms',
        contacts: ['team@client.example'],
        jwks_uri: 'https://client.example/jwks',
        software_id: 'everything',
        software_version: '1',
        default_max_age: 3600,
        initiate_login_uri: 'https://client.example/login',
      },
    })),
    call(400, 'a redirect URI is not acceptable', async ({ world }) => ({
      token: await initialAccessToken(world),
      json: { ...METADATA, redirect_uris: ['http://client.example/callback'] },
    })),
    call(401, 'there is no token', () => ({ json: METADATA })),
  ],
  'GET /register/{client_id}': [call(200, 'the token is good', registered), ...managed],
  'PUT /register/{client_id}': [
    call(200, 'the token is good', async (scene) => {
      const request = await registered(scene);
      return { ...request, json: { ...METADATA, client_id: request.path.client_id } };
    }),
    call(400, 'the client_id is missing', async (scene) => ({
      ...(await registered(scene)),
      json: METADATA,
    })),
    call(401, 'the token is not good', async (scene) => {
      const { path } = await registered(scene);
      return { path, token: 'wrong', json: { ...METADATA, client_id: path.client_id } };
    }),
  ],
  'DELETE /register/{client_id}': [call(204, 'the token is good', registered), ...managed],
};
