import { randomBytes } from 'node:crypto';
import { type Calls, call, protectedBy, type Scene } from '../scene.js';

const unique = () => `user-${randomBytes(4).toString('hex')}`;

/** Somebody who is signed in to an application. */
async function signedIn(scene: Scene): Promise<string> {
  const user = await scene.world.createUser();
  await scene.tokenOf(user, 'openid');
  return user.sub;
}

/** Of what a person has in one kind of access. */
const accessCalls = (kind: 'sessions' | 'authorizations') => ({
  [`GET /admin/users/{sub}/${kind}`]: [
    call(200, 'there is such a user', async (scene) => ({
      token: await scene.admin,
      path: { sub: await signedIn(scene) },
      query: { limit: '1', count: 'true' },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('users:read'),
  ],
  [`DELETE /admin/users/{sub}/${kind}`]: [
    call(204, 'there is such a user', async (scene) => ({
      token: await scene.admin,
      path: { sub: await signedIn(scene) },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('users:write'),
  ],
  [`DELETE /admin/users/{sub}/${kind}/{id}`]: [
    call(204, 'it is there', async (scene) => {
      const sub = await signedIn(scene);
      const { items } = (await scene.world.admin.get(`/users/${sub}/${kind}`)).json;
      return { token: await scene.admin, path: { sub, id: items[0].id } };
    }),
    call(404, 'it is not there', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await scene.person).sub },
    })),
    ...protectedBy('users:write'),
  ],
});

export const userCalls: Calls = {
  'GET /admin/users': [
    call(200, 'a page is asked for', async (scene) => {
      await scene.person;
      return { token: await scene.admin, query: { limit: '1' } };
    }),
    call(400, 'the page is too large', async (scene) => ({
      token: await scene.admin,
      query: { limit: '0' },
    })),
    ...protectedBy('users:read'),
  ],
  'POST /admin/users': [
    call(201, 'a person is described in full', async (scene) => ({
      token: await scene.admin,
      json: {
        username: unique(),
        password: 'seven quiet lanterns',
        email: `${unique()}@people.example`,
        email_verified: true,
        name: 'Alice Example',
        given_name: 'Alice',
        family_name: 'Example',
        middle_name: 'Beth',
        nickname: 'Ali',
        profile: 'https://people.example/alice',
        picture: 'https://people.example/alice.png',
        website: 'https://alice.example',
        gender: 'female',
        birthdate: '1990-12-31',
        zoneinfo: 'Europe/Berlin',
        locale: 'en-US',
        phone_number: '+14255550123',
        phone_number_verified: true,
        address: { formatted: '1 High Street', country: 'United States' },
        roles: ['editor'],
        disabled: false,
      },
    })),
    call(400, 'a password is too short', async (scene) => ({
      token: await scene.admin,
      json: { username: unique(), password: 'x' },
    })),
    call(400, 'there is no username', async (scene) => ({ token: await scene.admin, json: {} })),
    call(403, 'an admin is made by somebody who is none', async (scene) => ({
      token: await scene.serviceToken('users:write'),
      json: { username: unique(), roles: ['admin'] },
    })),
    call(409, 'the username is taken', async (scene) => ({
      token: await scene.admin,
      json: { username: (await scene.person).username },
    })),
    ...protectedBy('users:write'),
  ],
  'GET /admin/users/{sub}': [
    call(200, 'there is such a user', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await scene.person).sub },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('users:read'),
  ],
  'PATCH /admin/users/{sub}': [
    call(200, 'a claim is taken away', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await scene.person).sub },
      json: { nickname: null },
    })),
    call(400, 'a claim is malformed', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await scene.person).sub },
      json: { birthdate: 'yesterday' },
    })),
    call(404, 'there is no such user', async (scene) => ({
      token: await scene.admin,
      json: { nickname: 'Nobody' },
    })),
    call(409, 'the username is taken', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await scene.person).sub },
      json: { username: 'admin' },
    })),
    ...protectedBy('users:write'),
  ],
  'POST /admin/users/{sub}/unlock': [
    call(204, 'there is such a user', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await scene.person).sub },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('users:write'),
  ],
  'DELETE /admin/users/{sub}': [
    call(204, 'there is such a user', async (scene) => {
      const { sub } = await scene.world.createUser();
      return { token: await scene.admin, path: { sub } };
    }),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    call(409, 'it is the caller', async (scene) => {
      const token = await scene.admin;
      const { items } = (await scene.world.admin.get('/users?q=admin')).json;
      return { token, path: { sub: items[0].sub } };
    }),
    ...protectedBy('users:write'),
  ],
  ...accessCalls('sessions'),
  ...accessCalls('authorizations'),
};
