import { randomBytes } from 'node:crypto';
import { type Calls, call, protectedBy, type Scene } from '../scene.js';

const named = () => ({ name: `role-${randomBytes(4).toString('hex')}` });

const ofClient = async ({ world }: Scene, body: object = named()) => ({
  client_id: (await world.registerClient()).client_id,
  ...body,
});

interface CreatedRole {
  readonly id: string;
  readonly client_id: string;
  readonly name: string;
}

export async function createdRole(scene: Scene): Promise<CreatedRole> {
  return scene.world.admin.create('/roles', await ofClient(scene));
}

const there = async (scene: Scene, json?: object) => {
  const { id } = await createdRole(scene);
  return { token: await scene.admin, path: { id }, ...(json === undefined ? {} : { json }) };
};

const withUser = async (scene: Scene) => {
  const { id } = await createdRole(scene);
  const { sub } = await scene.world.createUser({ name: 'Alice Example' });
  await scene.world.admin.call('PUT', `/roles/${id}/users/${sub}`);
  return { token: await scene.admin, path: { id, sub } };
};

const strangeUser = async (scene: Scene) => ({
  token: await scene.admin,
  path: { id: (await createdRole(scene)).id, sub: 'nobody' },
});

export const roleCalls: Calls = {
  'GET /admin/roles': [
    call(200, 'a page is asked for', async (scene) => {
      const { client_id } = await createdRole(scene);
      return { token: await scene.admin, query: { limit: '1', client_id } };
    }),
    call(400, 'the page is too large', async (scene) => ({
      token: await scene.admin,
      query: { limit: 'all' },
    })),
    ...protectedBy('roles:read'),
  ],
  'POST /admin/roles': [
    call(201, 'there is such a client', async (scene) => ({
      token: await scene.admin,
      json: await ofClient(scene),
    })),
    call(400, 'it is of nobody', async (scene) => ({ token: await scene.admin, json: named() })),
    call(409, 'there is one of this name', async (scene) => {
      const { client_id, name } = await createdRole(scene);
      return { token: await scene.admin, json: { client_id, name } };
    }),
    ...protectedBy('roles:write'),
  ],
  'GET /admin/roles/{id}': [
    call(200, 'there is such a role', (scene) => there(scene)),
    call(404, 'there is no such role', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('roles:read'),
  ],
  'PATCH /admin/roles/{id}': [
    call(200, 'it gets another name', (scene) => there(scene, named())),
    call(400, 'there is no such group', (scene) => there(scene, { groups: ['nobody'] })),
    call(404, 'there is no such role', async (scene) => ({
      token: await scene.admin,
      json: named(),
    })),
    call(409, 'there is one of this name', async (scene) => {
      const { client_id, name } = await createdRole(scene);
      const { id } = await scene.world.admin.create('/roles', { client_id, ...named() });
      return { token: await scene.admin, path: { id }, json: { name } };
    }),
    ...protectedBy('roles:write'),
  ],
  'DELETE /admin/roles/{id}': [
    call(204, 'there is such a role', (scene) => there(scene)),
    call(404, 'there is no such role', async (scene) => ({ token: await scene.admin })),
    call(409, 'it is one of Gatehouse itself', async (scene) => ({
      token: await scene.admin,
      path: { id: 'gatehouse-auditor' },
    })),
    ...protectedBy('roles:write'),
  ],
  'GET /admin/roles/{id}/users': [
    call(200, 'somebody has it', async (scene) => {
      const { token, path } = await withUser(scene);
      return { token, path: { id: path.id } };
    }),
    call(400, 'the page is too large', async (scene) => ({
      ...(await there(scene)),
      query: { limit: 'all' },
    })),
    call(404, 'there is no such role', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('roles:read'),
  ],
  'PUT /admin/roles/{id}/users/{sub}': [
    call(204, 'they have it already', withUser),
    call(204, 'they get one of Gatehouse itself', async (scene) => ({
      token: await scene.admin,
      path: { id: 'gatehouse-auditor', sub: (await scene.world.createUser()).sub },
    })),
    call(400, 'a role of a client has no reach', async (scene) => ({
      ...(await withUser(scene)),
      json: { groups: ['nobody'] },
    })),
    call(404, 'there is no such user', strangeUser),
    call(409, 'they have five hundred', async (scene) => {
      const { token, path } = await withUser(scene);
      const ids = Array.from({ length: 500 }, (_, n) => `role-${String(n)}`);
      const set = 'UPDATE users SET role_ids = ? WHERE sub = ?';
      await scene.world.query(set, [JSON.stringify(ids), path.sub]);
      return { token, path };
    }),
    ...protectedBy('roles:write'),
  ],
  'DELETE /admin/roles/{id}/users/{sub}': [
    call(204, 'they have it', withUser),
    call(404, 'there is no such user', strangeUser),
    ...protectedBy('roles:write'),
  ],
};
