import { type Calls, call, protectedBy } from '../scene.js';

export const explainCalls: Calls = {
  'POST /admin/explain/authorization': [
    call(200, 'a request is asked about', async (scene) => ({
      token: await scene.admin,
      json: {
        parameters: { response_type: 'code', client_id: (await scene.client).client_id },
        user: (await scene.person).sub,
        signed_in: { age: 5 },
      },
    })),
    call(400, 'a secret is pasted', async (scene) => ({
      token: await scene.admin,
      json: { parameters: { client_secret: 'something' } },
    })),
    call(404, 'there is no such user', async (scene) => ({
      token: await scene.admin,
      json: { parameters: {}, user: 'nobody' },
    })),
    ...protectedBy('diagnostics:read'),
  ],
  'POST /admin/explain/token': [
    call(200, 'a request is asked about', async (scene) => ({
      token: await scene.admin,
      json: {
        client_id: (await scene.service).client_id,
        parameters: { grant_type: 'client_credentials' },
      },
    })),
    call(400, 'a token is pasted', async (scene) => ({
      token: await scene.admin,
      json: {
        client_id: (await scene.service).client_id,
        parameters: { refresh_token: 'something' },
      },
    })),
    call(404, 'there is no such client', async (scene) => ({
      token: await scene.admin,
      json: { client_id: 'nobody' },
    })),
    ...protectedBy('diagnostics:read'),
  ],
};
