import { type Calls, call, protectedBy } from '../scene.js';

export const eventCalls: Calls = {
  'GET /admin/events': [
    call(200, 'what happened is asked for', async (scene) => ({ token: await scene.admin })),
    call(400, 'there are no events of that type', async (scene) => ({
      token: await scene.admin,
      query: { type: 'luck' },
    })),
    ...protectedBy('events:read'),
  ],
  'GET /admin/events/checkpoints': [
    call(200, 'checkpoints are asked for', async (scene) => ({ token: await scene.admin })),
    call(400, 'they are not sorted by that', async (scene) => ({
      token: await scene.admin,
      query: { sort: 'hash' },
    })),
    ...protectedBy('events:read'),
  ],
  'GET /admin/events/keys': [
    call(200, 'the keys of checkpoints are asked for', async (scene) => ({
      token: await scene.admin,
    })),
    ...protectedBy('events:read'),
  ],
};
