import { randomBytes } from 'node:crypto';
import { codeOf } from '../../fixtures/sign-in/code/code.method.js';
import { clock } from '../../support/clock.js';
import { walk } from '../../support/sign-in.js';
import type { RegisteredUser } from '../../support/world.js';
import { type Calls, call, protectedBy, type Scene } from '../scene.js';

const unique = () => `user-${randomBytes(4).toString('hex')}`;

/** Somebody who is signed in to an application. */
async function signedIn(scene: Scene): Promise<string> {
  const user = await scene.world.createUser();
  await scene.tokenOf(user, 'openid');
  return user.sub;
}

/** Somebody who has signed up and waits for an admin. */
async function waiting({ world }: Scene): Promise<string> {
  const { sub } = await world.createUser({ disabled: true });
  await world.query('UPDATE users SET awaits_approval = 1 WHERE sub = ?', [sub]);
  return sub;
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
    ...protectedBy('sessions:end'),
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
    ...protectedBy('sessions:end'),
  ],
});

/** Somebody who has set up a second factor of the fixture, and trusts a browser if that is wanted. */
async function withAuthenticator({ world }: Scene, trusting = false, given?: RegisteredUser) {
  const user = given ?? (await world.createUser());
  const browser = world.browser();
  await walk(browser, await browser.open('/account'), { user });
  const page = await browser.open('/account/authenticators/new/pin');
  const secret = /id="pin-secret">(\w+)</.exec(page.text)?.[1] ?? '';
  await browser.click(page, 'pin-submit', { pin: codeOf(secret) });
  if (trusting) {
    await world.admin.patch('/settings/sign-in', { trusted_browser_days: 30 });
    // What is proven in the second in which a factor was set up does not count as after it.
    clock.advance(2);
    const other = world.browser();
    const asked = await walk(other, await other.open('/account'), { user });
    await other.click(asked, 'pin-submit', { pin: codeOf(secret), trust: 'on' });
  }
  const kind = trusting ? 'trusted-browsers' : 'authenticators';
  const { items } = (await world.admin.get(`/users/${user.sub}/${kind}`)).json;
  return { sub: user.sub, id: items[0].id as string };
}

/** A browser that this person trusts. */
export const trustedBy = (scene: Scene, user: RegisteredUser) =>
  withAuthenticator(scene, true, user);

const trustedBrowserCalls: Calls = {
  'GET /admin/users/{sub}/trusted-browsers': [
    call(200, 'there is such a user', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await withAuthenticator(scene, true)).sub },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('users:read'),
  ],
  'DELETE /admin/users/{sub}/trusted-browsers': [
    call(204, 'there is such a user', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await withAuthenticator(scene, true)).sub },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('sessions:end'),
  ],
  'DELETE /admin/users/{sub}/trusted-browsers/{id}': [
    call(204, 'it is there', async (scene) => ({
      token: await scene.admin,
      path: await withAuthenticator(scene, true),
    })),
    call(404, 'it is not there', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await scene.person).sub },
    })),
    ...protectedBy('sessions:end'),
  ],
};

const authenticatorCalls: Calls = {
  'GET /admin/users/{sub}/authenticators': [
    call(200, 'there is such a user', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await withAuthenticator(scene)).sub },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('users:read'),
  ],
  'DELETE /admin/users/{sub}/authenticators/{id}': [
    call(204, 'it is there', async (scene) => ({
      token: await scene.admin,
      path: await withAuthenticator(scene),
    })),
    call(404, 'it is not there', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await scene.person).sub },
    })),
    ...protectedBy('users:write'),
  ],
  'POST /admin/users/{sub}/reset-authenticators': [
    call(204, 'there is such a user', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await withAuthenticator(scene)).sub },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('users:write'),
  ],
};

export const userCalls: Calls = {
  ...authenticatorCalls,
  ...trustedBrowserCalls,
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
    call(403, 'groups are given by somebody who may not', async (scene) => ({
      token: await scene.serviceToken('users:write'),
      json: { username: unique(), groups: ['nobody'] },
    })),
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
  'GET /admin/users/{sub}/data': [
    call(200, 'there is such a user', async (scene) => ({
      token: await scene.admin,
      path: { sub: await signedIn(scene) },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('users:read'),
  ],
  'POST /admin/users/import': [
    call(200, 'somebody moves in', async (scene) => ({
      token: await scene.admin,
      json: { users: [{ username: unique() }] },
    })),
    call(400, 'it is no list', async (scene) => ({
      token: await scene.admin,
      json: { users: 'alice' },
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
  'POST /admin/users/{sub}/approve': [
    call(204, 'they have signed up', async (scene) => ({
      token: await scene.admin,
      path: { sub: await waiting(scene) },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    call(409, 'they do not wait', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await scene.person).sub },
    })),
    ...protectedBy('users:write'),
  ],
  'POST /admin/users/{sub}/refuse': [
    call(204, 'they have signed up', async (scene) => ({
      token: await scene.admin,
      path: { sub: await waiting(scene) },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    call(409, 'they do not wait', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await scene.person).sub },
    })),
    ...protectedBy('users:write'),
  ],
  'POST /admin/users/{sub}/unlock': [
    call(204, 'there is such a user', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await scene.person).sub },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('users:help'),
  ],
  'POST /admin/users/{sub}/invitation': [
    call(204, 'they have an address', async (scene) => ({
      token: await scene.admin,
      path: { sub: (await scene.world.createUser()).sub },
    })),
    call(404, 'there is no such user', async (scene) => ({ token: await scene.admin })),
    call(409, 'they have no address', async (scene) => {
      const { sub } = await scene.world.createUser({ email: null });
      return { token: await scene.admin, path: { sub } };
    }),
    ...protectedBy('users:help'),
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
