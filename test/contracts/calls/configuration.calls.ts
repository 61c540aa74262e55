import { type Calls, call, protectedBy, type Scene } from '../scene.js';

const GROUP = { groups: { 'by-contract': { name: 'by contract' } } };

const asking = (json: object) => async (scene: Scene) => ({ token: await scene.admin, json });

/** What was planned just now. */
async function planned(scene: Scene, configuration: object) {
  const { plan } = (await scene.world.admin.post('/config/plan', { configuration })).json;
  return { token: await scene.admin, json: { configuration, plan } };
}

export const configurationCalls: Calls = {
  'GET /admin/config': [
    call(200, 'the configuration is asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'POST /admin/config/plan': [
    call(200, 'a group would be created', asking({ configuration: GROUP })),
    call(400, 'there is no such kind', asking({ configuration: { group: {} } })),
    ...protectedBy('settings:write'),
  ],
  'POST /admin/config/apply': [
    call(200, 'it was planned', (scene) => planned(scene, GROUP)),
    call(409, 'two groups have one name', (scene) =>
      planned(scene, { groups: { one: { name: 'same' }, two: { name: 'SAME' } } }),
    ),
    call(412, 'the plan is another one', asking({ configuration: GROUP, plan: 'another' })),
    ...protectedBy('settings:write'),
  ],
};
