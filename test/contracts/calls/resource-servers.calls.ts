import { randomBytes } from 'node:crypto';
import { type Calls, call, protectedBy, type Scene } from '../scene.js';

const unique = () => `api-${randomBytes(4).toString('hex')}`;

async function registered(scene: Scene): Promise<{ id: string; scope: string }> {
  const name = unique();
  const { id } = await scene.world.registerResourceServer({
    identifier: `https://${name}.example`,
    scopes: [`${name}:use`],
  });
  return { id, scope: `${name}:use` };
}

export const resourceServerCalls: Calls = {
  'GET /admin/resource-servers': [
    call(200, 'a page is asked for', async (scene) => {
      await registered(scene);
      await registered(scene);
      return { token: await scene.admin, query: { limit: '1' } };
    }),
    call(400, 'the page is too large', async (scene) => ({
      token: await scene.admin,
      query: { limit: 'all' },
    })),
    ...protectedBy('resource-servers:read'),
  ],
  'POST /admin/resource-servers': [
    call(201, 'an API is registered', async (scene) => {
      const name = unique();
      const scopes = [{ name: `${name}:use`, description: 'Use it' }];
      const json = { identifier: `https://${name}.example`, name, scopes };
      return { token: await scene.admin, json };
    }),
    call(400, 'the identifier is not absolute', async (scene) => ({
      token: await scene.admin,
      json: { identifier: '/api', name: 'API' },
    })),
    call(409, 'a scope is one of OpenID Connect', async (scene) => ({
      token: await scene.admin,
      json: {
        identifier: `https://${unique()}.example`,
        name: 'API',
        scopes: [{ name: 'profile', description: 'Ours' }],
      },
    })),
    ...protectedBy('resource-servers:write'),
  ],
  'GET /admin/resource-servers/{id}': [
    call(200, 'there is such an API', async (scene) => {
      const { id } = await registered(scene);
      return { token: await scene.admin, path: { id } };
    }),
    call(404, 'there is no such API', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('resource-servers:read'),
  ],
  'PATCH /admin/resource-servers/{id}': [
    call(200, 'the tokens change their format', async (scene) => {
      const { id } = await registered(scene);
      const json = { access_token_format: 'opaque', access_token_lifetime: 60 };
      return { token: await scene.admin, path: { id }, json };
    }),
    call(400, 'the lifetime is too long', async (scene) => {
      const { id } = await registered(scene);
      return { token: await scene.admin, path: { id }, json: { access_token_lifetime: 1e9 } };
    }),
    call(404, 'there is no such API', async (scene) => ({
      token: await scene.admin,
      json: { name: 'Nobody' },
    })),
    call(409, 'a scope belongs to Gatehouse itself', async (scene) => {
      const { id } = await registered(scene);
      const json = { scopes: [{ name: 'users:read', description: 'Mine now' }] };
      return { token: await scene.admin, path: { id }, json };
    }),
    ...protectedBy('resource-servers:write'),
  ],
  'DELETE /admin/resource-servers/{id}': [
    call(204, 'there is such an API', async (scene) => {
      const { id } = await registered(scene);
      return { token: await scene.admin, path: { id } };
    }),
    call(204, 'somebody uses it, and it is forced', async (scene) => {
      const { id, scope } = await registered(scene);
      await scene.world.registerClient({ scope });
      return { token: await scene.admin, path: { id }, query: { force: 'true' } };
    }),
    call(404, 'there is no such API', async (scene) => ({ token: await scene.admin })),
    call(409, 'a client uses it', async (scene) => {
      const { id, scope } = await registered(scene);
      await scene.world.registerClient({ scope });
      return { token: await scene.admin, path: { id } };
    }),
    ...protectedBy('resource-servers:write'),
  ],
};
