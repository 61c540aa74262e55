import { type Calls, call, protectedBy } from '../scene.js';

export const mailCalls: Calls = {
  'GET /admin/mails': [
    call(200, 'those that failed are asked for', async (scene) => ({
      token: await scene.admin,
      query: { failed: 'true' },
    })),
    call(400, 'failed is no truth value', async (scene) => ({
      token: await scene.admin,
      query: { failed: 'perhaps' },
    })),
    ...protectedBy('diagnostics:read'),
  ],
  'POST /admin/mail/test': [
    call(200, 'an admin with an address asks', async (scene) => {
      const { sub } = (await scene.world.admin.get('/users?q=admin')).json.items[0];
      await scene.world.admin.patch(`/users/${sub}`, { email: 'admin@people.example' });
      return { token: await scene.admin };
    }),
    call(409, 'who asks has no address', async (scene) => {
      const { sub } = (await scene.world.admin.get('/users?q=admin')).json.items[0];
      await scene.world.admin.patch(`/users/${sub}`, { email: null });
      return { token: await scene.admin };
    }),
    ...protectedBy('settings:write'),
  ],
};
