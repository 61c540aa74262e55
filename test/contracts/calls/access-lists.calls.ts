import { type Calls, call, protectedBy, type Scene } from '../scene.js';

/** Somebody who is signed in to an application, and has allowed it something. */
async function signedIn(scene: Scene): Promise<string> {
  const user = await scene.world.createUser();
  await scene.tokenOf(user, 'openid profile');
  return user.sub;
}

const listCalls = (kind: 'sessions' | 'authorizations' | 'consents'): Calls => ({
  [`GET /admin/${kind}`]: [
    call(200, 'a page of a person is asked for', async (scene) => ({
      token: await scene.admin,
      query: { user_id: await signedIn(scene), limit: '1', count: 'true' },
    })),
    call(400, 'the order has no index', async (scene) => ({
      token: await scene.admin,
      query: { sort: 'user_id' },
    })),
    ...protectedBy('users:read'),
  ],
  [`DELETE /admin/${kind}/{id}`]: [
    call(204, 'it is there', async (scene) => {
      const { items } = (await scene.world.admin.get(`/${kind}?user_id=${await signedIn(scene)}`))
        .json;
      return { token: await scene.admin, path: { id: items[0].id } };
    }),
    call(404, 'it is not there', async (scene) => ({ token: await scene.admin })),
    ...protectedBy(kind === 'consents' ? 'users:write' : 'sessions:end'),
  ],
});

/** What people are signed in to, and what they have allowed. */
export const accessListCalls: Calls = {
  ...listCalls('sessions'),
  ...listCalls('authorizations'),
  ...listCalls('consents'),
  'POST /admin/sessions/end': [
    call(200, 'there are some', async (scene) => ({
      token: await scene.admin,
      json: { user_id: await signedIn(scene) },
    })),
    call(400, 'nothing is named', async (scene) => ({ token: await scene.admin, json: {} })),
    call(403, 'they may be those of admins', async (scene) => ({
      token: await scene.serviceToken('sessions:end'),
      json: { ip: '192.0.2.7' },
    })),
    ...protectedBy('sessions:end'),
  ],
};
