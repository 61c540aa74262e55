import { type Calls, call, protectedBy, type Scene } from '../scene.js';

/** The reference of a request that was refused. */
async function reference({ world }: Scene): Promise<string> {
  const { headers } = await world.browser().get('/authorize', { client_id: 'nobody' });
  return headers.get('x-request-id') ?? '';
}

export const errorCalls: Calls = {
  'GET /admin/errors': [
    call(200, 'refused requests are asked for', async (scene) => {
      await reference(scene);
      return { token: await scene.admin };
    }),
    call(400, 'no check has that name', async (scene) => ({
      token: await scene.admin,
      query: { check: 'luck' },
    })),
    ...protectedBy('diagnostics:read'),
  ],
  'GET /admin/errors/{reference}': [
    call(200, 'somebody calls with a reference', async (scene) => ({
      token: await scene.admin,
      path: { reference: await reference(scene) },
    })),
    call(404, 'nothing was refused under it', async (scene) => ({
      token: await scene.admin,
      path: { reference: 'd1f7a0b2-0000-4000-8000-000000000000' },
    })),
    ...protectedBy('diagnostics:read'),
  ],
};
