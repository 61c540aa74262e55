import { randomBytes } from 'node:crypto';
import { type Calls, call, protectedBy, type Scene } from '../scene.js';

const named = () => ({ name: `group-${randomBytes(4).toString('hex')}` });

export async function createdGroup(scene: Scene): Promise<{ id: string; name: string }> {
  return scene.world.admin.create('/groups', named());
}

const there = async (scene: Scene, json?: object) => {
  const { id } = await createdGroup(scene);
  return { token: await scene.admin, path: { id }, ...(json === undefined ? {} : { json }) };
};

const withMember = async (scene: Scene) => {
  const { id } = await createdGroup(scene);
  const { sub } = await scene.world.createUser({ name: 'Alice Example' });
  await scene.world.admin.call('PUT', `/groups/${id}/members/${sub}`);
  return { token: await scene.admin, path: { id, sub } };
};

const strangeMember = async (scene: Scene) => ({
  token: await scene.admin,
  path: { id: (await createdGroup(scene)).id, sub: 'nobody' },
});

export const groupCalls: Calls = {
  'GET /admin/groups': [
    call(200, 'a page is asked for', async (scene) => {
      await createdGroup(scene);
      await createdGroup(scene);
      return { token: await scene.admin, query: { limit: '1' } };
    }),
    call(400, 'the page is too large', async (scene) => ({
      token: await scene.admin,
      query: { limit: 'all' },
    })),
    ...protectedBy('groups:read'),
  ],
  'POST /admin/groups': [
    call(201, 'its name is new', async (scene) => ({ token: await scene.admin, json: named() })),
    call(400, 'it has no name', async (scene) => ({ token: await scene.admin, json: {} })),
    call(409, 'there is one of this name', async (scene) => {
      const { name } = await createdGroup(scene);
      return { token: await scene.admin, json: { name: name.toUpperCase() } };
    }),
    ...protectedBy('groups:write'),
  ],
  'GET /admin/groups/{id}': [
    call(200, 'there is such a group', (scene) => there(scene)),
    call(404, 'there is no such group', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('groups:read'),
  ],
  'PATCH /admin/groups/{id}': [
    call(200, 'it gets another name', (scene) => there(scene, named())),
    call(400, 'its name is empty', (scene) => there(scene, { name: '' })),
    call(404, 'there is no such group', async (scene) => ({
      token: await scene.admin,
      json: named(),
    })),
    call(409, 'there is one of this name', async (scene) => {
      const { name } = await createdGroup(scene);
      return there(scene, { name });
    }),
    ...protectedBy('groups:write'),
  ],
  'DELETE /admin/groups/{id}': [
    call(204, 'there is such a group', (scene) => there(scene)),
    call(404, 'there is no such group', async (scene) => ({ token: await scene.admin })),
    call(409, 'a client lets people in by it', async (scene) => {
      const { id } = await createdGroup(scene);
      await scene.world.registerClient({ allowed_groups: [id] });
      return { token: await scene.admin, path: { id } };
    }),
    ...protectedBy('groups:write'),
  ],
  'GET /admin/groups/{id}/members': [
    call(200, 'somebody is in it', async (scene) => {
      const { token, path } = await withMember(scene);
      return { token, path: { id: path.id } };
    }),
    call(400, 'the page is too large', async (scene) => ({
      ...(await there(scene)),
      query: { limit: 'all' },
    })),
    call(404, 'there is no such group', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('groups:read'),
  ],
  'PUT /admin/groups/{id}/members/{sub}': [
    call(204, 'they are in it already', withMember),
    call(404, 'there is no such user', strangeMember),
    call(409, 'they are in a thousand', async (scene) => {
      const { token, path } = await withMember(scene);
      const groups = Array.from({ length: 1000 }, (_, n) => [`group-${String(n)}`, 1]);
      const set = 'UPDATE users SET group_ids = ? WHERE sub = ?';
      await scene.world.query(set, [JSON.stringify(Object.fromEntries(groups)), path.sub]);
      return { token, path };
    }),
    ...protectedBy('groups:write'),
  ],
  'DELETE /admin/groups/{id}/members/{sub}': [
    call(204, 'they are in it', withMember),
    call(404, 'there is no such user', strangeMember),
    ...protectedBy('groups:write'),
  ],
};
