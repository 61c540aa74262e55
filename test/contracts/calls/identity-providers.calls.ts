import { randomBytes } from 'node:crypto';
import { type Calls, call, protectedBy, type Scene } from '../scene.js';

const provider = () => {
  const id = `corp-${randomBytes(4).toString('hex')}`;
  const ours = { client_id: 'gatehouse', client_secret: 'shared' };
  return { id, name: 'Corp', issuer: `https://${id}.example`, ...ours };
};

export async function registeredProvider(scene: Scene): Promise<{ id: string }> {
  return scene.world.admin.create('/identity-providers', provider());
}

const there = async (scene: Scene, json?: object) => {
  const { id } = await registeredProvider(scene);
  return { token: await scene.admin, path: { id }, ...(json === undefined ? {} : { json }) };
};

export const identityProviderCalls: Calls = {
  'GET /admin/identity-provider-presets': [
    call(200, 'the presets are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('identity-providers:read'),
  ],
  'GET /admin/identity-providers': [
    call(200, 'a page is asked for', async (scene) => {
      await registeredProvider(scene);
      await registeredProvider(scene);
      return { token: await scene.admin, query: { limit: '1' } };
    }),
    call(400, 'the page is too large', async (scene) => ({
      token: await scene.admin,
      query: { limit: 'all' },
    })),
    ...protectedBy('identity-providers:read'),
  ],
  'POST /admin/identity-providers': [
    call(201, 'it has an issuer', async (scene) => ({
      token: await scene.admin,
      json: provider(),
    })),
    call(201, 'a preset fills it in', async (scene) => ({
      token: await scene.admin,
      query: { preset: 'github' },
      json: { ...provider(), issuer: undefined },
    })),
    call(400, 'it is nowhere', async (scene) => ({
      token: await scene.admin,
      json: { ...provider(), issuer: undefined },
    })),
    call(409, 'there is one of this id', async (scene) => {
      const { id } = await registeredProvider(scene);
      return { token: await scene.admin, json: { ...provider(), id } };
    }),
    ...protectedBy('identity-providers:write'),
  ],
  'GET /admin/identity-providers/{id}': [
    call(200, 'there is such a provider', (scene) => there(scene)),
    call(404, 'there is no such provider', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('identity-providers:read'),
  ],
  'PATCH /admin/identity-providers/{id}': [
    call(200, 'it is disabled', (scene) => there(scene, { enabled: false })),
    call(400, 'a domain is none', (scene) => there(scene, { domains: ['nowhere'] })),
    call(404, 'there is no such provider', async (scene) => ({
      token: await scene.admin,
      json: { name: 'Nobody' },
    })),
    call(409, 'another provider has the domain', async (scene) => {
      const domains = [`${randomBytes(4).toString('hex')}.example`];
      await scene.world.admin.create('/identity-providers', { ...provider(), domains });
      return there(scene, { domains });
    }),
    ...protectedBy('identity-providers:write'),
  ],
  'DELETE /admin/identity-providers/{id}': [
    call(204, 'there is such a provider', (scene) => there(scene)),
    call(404, 'there is no such provider', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('identity-providers:write'),
  ],
  'POST /admin/identity-providers/{id}/test': [
    call(200, 'it cannot be reached', (scene) => there(scene)),
    call(404, 'there is no such provider', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('identity-providers:write'),
  ],
};
