import { type Calls, call, protectedBy, type Scene } from '../scene.js';

const BODY = { url: 'https://receiver.example/events', types: ['user.disabled'] };

/** There are twenty at most. */
async function clear({ world }: Scene): Promise<void> {
  for (const { id } of (await world.admin.get('/webhooks')).json.items as { id: string }[]) {
    await world.admin.delete(`/webhooks/${id}`);
  }
}

export async function registeredWebhook(scene: Scene): Promise<{ id: string }> {
  await clear(scene);
  const { id } = await scene.world.admin.create('/webhooks', BODY);
  return { id };
}

const there = async (scene: Scene, json?: object) => {
  const path = await registeredWebhook(scene);
  return { token: await scene.admin, path, ...(json === undefined ? {} : { json }) };
};

const gone = async (scene: Scene, json?: object) => ({
  token: await scene.admin,
  ...(json === undefined ? {} : { json }),
});

export const webhookCalls: Calls = {
  'GET /admin/webhooks': [
    call(200, 'there is one', (scene) => there(scene)),
    call(400, 'the page is too large', async (scene) => ({
      token: await scene.admin,
      query: { limit: 'all' },
    })),
    ...protectedBy('webhooks:read'),
  ],
  'POST /admin/webhooks': [
    call(201, 'it is somewhere', async (scene) => {
      await clear(scene);
      return gone(scene, BODY);
    }),
    call(400, 'it is inside', (scene) => gone(scene, { ...BODY, url: 'https://10.0.0.1/' })),
    call(409, 'there are twenty', async (scene) => {
      await clear(scene);
      for (let i = 0; i < 20; i++) await scene.world.admin.create('/webhooks', BODY);
      return gone(scene, BODY);
    }),
    ...protectedBy('webhooks:write'),
  ],
  'GET /admin/webhooks/{id}': [
    call(200, 'there is such a webhook', (scene) => there(scene)),
    call(404, 'there is no such webhook', (scene) => gone(scene)),
    ...protectedBy('webhooks:read'),
  ],
  'PATCH /admin/webhooks/{id}': [
    call(200, 'it is disabled', (scene) => there(scene, { enabled: false })),
    call(400, 'it is told of nothing', (scene) => there(scene, { types: [] })),
    call(404, 'there is no such webhook', (scene) => gone(scene, { enabled: false })),
    call(409, 'another has the external_id', async (scene) => {
      const found = await there(scene, { external_id: 'taken' });
      await scene.world.admin.create('/webhooks', { ...BODY, external_id: 'taken' });
      return found;
    }),
    ...protectedBy('webhooks:write'),
  ],
  'DELETE /admin/webhooks/{id}': [
    call(204, 'there is such a webhook', (scene) => there(scene)),
    call(404, 'there is no such webhook', (scene) => gone(scene)),
    ...protectedBy('webhooks:write'),
  ],
  'POST /admin/webhooks/{id}/secret': [
    call(200, 'there is such a webhook', (scene) => there(scene)),
    call(404, 'there is no such webhook', (scene) => gone(scene)),
    ...protectedBy('webhooks:write'),
  ],
  'GET /admin/webhooks/{id}/deliveries': [
    call(200, 'there is such a webhook', (scene) => there(scene)),
    call(400, 'they are not sorted by that', async (scene) => ({
      ...(await there(scene)),
      query: { sort: 'luck' },
    })),
    call(404, 'there is no such webhook', (scene) => gone(scene)),
    ...protectedBy('webhooks:read'),
  ],
  'POST /admin/webhooks/{id}/test': [
    call(200, 'nobody is there', (scene) => there(scene)),
    call(404, 'there is no such webhook', (scene) => gone(scene)),
    ...protectedBy('webhooks:write'),
  ],
  'POST /admin/webhooks/{id}/replay': [
    call(200, 'there is such an event', (scene) => there(scene, { from: 1 })),
    call(400, 'there is no such event', (scene) => there(scene, { from: 2_000_000_000 })),
    call(404, 'there is no such webhook', (scene) => gone(scene, { from: 1 })),
    call(409, 'it is disabled', async (scene) => {
      const request = await there(scene, { from: 1 });
      await scene.world.admin.patch(`/webhooks/${request.path.id}`, { enabled: false });
      return request;
    }),
    ...protectedBy('webhooks:write'),
  ],
};
