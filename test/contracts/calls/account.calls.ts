import { type Calls, call, protectedBy, type Scene } from '../scene.js';
import { trustedBy } from './users.calls.js';

const own = async (scene: Scene, scope: string) => ({ token: await scene.personToken(scope) });

/** A person of their own, whom a call may lock out. */
async function somebody(scene: Scene) {
  const user = await scene.world.createUser();
  return { user, token: await scene.tokenOf(user, 'account:read account:write') };
}

async function idOfFirst(scene: Scene, path: string, token: string): Promise<string> {
  const answer = await scene.send({ method: 'GET', path }, { token });
  return answer.json.items[0].id;
}

export const accountCalls: Calls = {
  'GET /account/api/profile': [
    call(200, 'a person asks', (scene) => own(scene, 'account:read')),
    ...protectedBy('account:read', 'account'),
  ],
  'POST /account/api/password': [
    call(204, 'the current password is right', async (scene) => {
      const { user, token } = await somebody(scene);
      const json = { current_password: user.password, new_password: 'nine patient herons' };
      return { token, json };
    }),
    call(400, 'the current password is wrong', async (scene) => {
      const { token } = await somebody(scene);
      const json = { current_password: 'not this', new_password: 'nine patient herons' };
      return { token, json };
    }),
    call(429, 'the current password was wrong many times', async (scene) => {
      const { token } = await somebody(scene);
      const json = { current_password: 'not this', new_password: 'nine patient herons' };
      const operation = scene.contract.operation('POST /account/api/password');
      let answer = await scene.send(operation, { token, json });
      for (let i = 0; i < 30 && answer.status === 400; i++) {
        answer = await scene.send(operation, { token, json });
      }
      return answer;
    }),
    ...protectedBy('account:write', 'account'),
  ],
  'GET /account/api/sessions': [
    call(200, 'a person is signed in', (scene) => own(scene, 'account:read')),
    ...protectedBy('account:read', 'account'),
  ],
  'DELETE /account/api/sessions/{id}': [
    call(204, 'there is such a session', async (scene) => {
      const { token } = await somebody(scene);
      const id = await idOfFirst(scene, '/account/api/sessions', token);
      return { token, path: { id } };
    }),
    call(404, 'there is no such session', (scene) => own(scene, 'account:write')),
    ...protectedBy('account:write', 'account'),
  ],
  'GET /account/api/trusted-browsers': [
    call(200, 'a person asks', (scene) => own(scene, 'account:read')),
    ...protectedBy('account:read', 'account'),
  ],
  'DELETE /account/api/trusted-browsers/{id}': [
    call(204, 'there is such a browser', async (scene) => {
      const { user, token } = await somebody(scene);
      return { token, path: { id: (await trustedBy(scene, user)).id } };
    }),
    call(404, 'there is no such browser', (scene) => own(scene, 'account:write')),
    ...protectedBy('account:write', 'account'),
  ],
  'GET /account/api/consents': [
    call(200, 'a person has allowed something', (scene) => own(scene, 'account:read')),
    ...protectedBy('account:read', 'account'),
  ],
  'DELETE /account/api/consents/{id}': [
    call(204, 'there is such a consent', async (scene) => {
      const { token } = await somebody(scene);
      const id = await idOfFirst(scene, '/account/api/consents', token);
      return { token, path: { id } };
    }),
    call(404, 'there is no such consent', (scene) => own(scene, 'account:write')),
    ...protectedBy('account:write', 'account'),
  ],
  'GET /account/api/authorizations': [
    call(200, 'an application has access', (scene) => own(scene, 'account:read')),
    call(400, 'what is asked for is unclear', async (scene) => ({
      ...(await own(scene, 'account:read')),
      query: { offline: 'maybe' },
    })),
    ...protectedBy('account:read', 'account'),
  ],
  'DELETE /account/api/authorizations/{id}': [
    call(204, 'there is such an authorization', async (scene) => {
      const { token } = await somebody(scene);
      const id = await idOfFirst(scene, '/account/api/authorizations', token);
      return { token, path: { id } };
    }),
    call(404, 'there is no such authorization', (scene) => own(scene, 'account:write')),
    ...protectedBy('account:write', 'account'),
  ],
};
