import { type Calls, call, protectedBy } from '../scene.js';

export const keyCalls: Calls = {
  'GET /admin/keys': [
    call(200, 'the keys are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('keys:read'),
  ],
  'POST /admin/keys/rotate': [
    call(200, 'one algorithm gets a new key', async (scene) => ({
      token: await scene.admin,
      json: { algorithm: 'ES256' },
    })),
    call(400, 'the algorithm is none of ours', async (scene) => ({
      token: await scene.admin,
      json: { algorithm: 'none' },
    })),
    ...protectedBy('keys:write'),
  ],
};
