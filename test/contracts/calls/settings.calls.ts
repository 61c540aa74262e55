import { type Calls, call, protectedBy } from '../scene.js';

const change = (json: object) => async (scene: { admin: Promise<string> }) => ({
  token: await scene.admin,
  json,
});

export const settingsCalls: Calls = {
  'GET /admin/settings': [
    call(200, 'the settings are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'GET /admin/settings/attributes': [
    call(200, 'they are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'PATCH /admin/settings/attributes': [
    call(200, 'one is declared', change({ declared: { cost_centre: { read: 'admins' } } })),
    call(200, 'it is taken away', change({ declared: { cost_centre: null } })),
    call(400, 'it has a property that there is not', change({ declared: { one: { a: 'b' } } })),
    ...protectedBy('settings:write'),
  ],
  'GET /admin/settings/claims': [
    call(200, 'they are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'PATCH /admin/settings/claims': [
    call(200, 'one is set', change({ groups_in_tokens: 100 })),
    call(200, 'its default is brought back', change({ groups_in_tokens: null })),
    call(400, 'it is out of bounds', change({ groups_in_tokens: 1001 })),
    ...protectedBy('settings:write'),
  ],
  'GET /admin/settings/branding': [
    call(200, 'they are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'PATCH /admin/settings/branding': [
    call(200, 'the name is set', change({ product_name: 'Corp' })),
    call(200, 'its default is brought back', change({ product_name: null })),
    call(400, 'the accent cannot be read', change({ accent: '#ffff00' })),
    ...protectedBy('settings:write'),
  ],
  'GET /admin/settings/own-account': [
    call(200, 'they are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'PATCH /admin/settings/own-account': [
    call(200, 'one is set', change({ own_profile: 'everything' })),
    call(200, 'its default is brought back', change({ own_profile: null })),
    call(400, 'it is no such word', change({ self_deletion: 'perhaps' })),
    ...protectedBy('settings:write'),
  ],
  'GET /admin/settings/languages': [
    call(200, 'they are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'PATCH /admin/settings/languages': [
    call(200, 'one is set', change({ offered: 'all' })),
    call(200, 'its default is brought back', change({ offered: null })),
    call(400, 'it is no language of ours', change({ default: 'tlh' })),
    ...protectedBy('settings:write'),
  ],
  'GET /admin/settings/limits': [
    call(200, 'the limits are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'GET /admin/settings/passwords': [
    call(200, 'they are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'PATCH /admin/settings/passwords': [
    call(200, 'one is set', change({ min_length: 16 })),
    call(200, 'its default is brought back', change({ min_length: null })),
    call(400, 'it is out of bounds', change({ min_length: 7 })),
    ...protectedBy('settings:write'),
  ],
  'GET /admin/settings/refresh-tokens': [
    call(200, 'they are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'GET /admin/settings/second-factor': [
    call(200, 'they are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'PATCH /admin/settings/second-factor': [
    call(200, 'one is set', change({ grace_days: 3 })),
    call(200, 'names are given', change({ acr_aliases: { gold: 'phr' } })),
    call(200, 'their defaults are brought back', change({ grace_days: null, acr_aliases: null })),
    call(400, 'it is no such word', change({ required: 'some' })),
    call(400, 'a name is for nothing', change({ acr_aliases: { gold: 'silver' } })),
    ...protectedBy('settings:write'),
  ],
  'GET /admin/settings/sign-in': [
    call(200, 'they are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'PATCH /admin/settings/sign-in': [
    call(200, 'one is set', change({ idle_lifetime: 1800 })),
    call(200, 'its default is brought back', change({ idle_lifetime: null })),
    call(400, 'it is out of bounds', change({ lifetime: 1 })),
    ...protectedBy('settings:write'),
  ],
  'GET /admin/settings/sign-up': [
    call(200, 'they are asked for', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('settings:read'),
  ],
  'PATCH /admin/settings/sign-up': [
    call(200, 'domains are set', change({ domains: ['example.com'] })),
    call(200, 'the default is brought back', change({ domains: null })),
    call(400, 'a domain is none', change({ domains: ['https://example.com'] })),
    call(400, 'there is no such group', change({ groups: ['nobody'] })),
    call(403, 'the caller cannot create people', async (scene) => ({
      token: await scene.serviceToken('settings:write'),
      json: { approval: 'on' },
    })),
    ...protectedBy('settings:write'),
  ],
  'PATCH /admin/settings/refresh-tokens': [
    call(200, 'one is set', change({ rotation_grace: 20 })),
    call(200, 'its default is brought back', change({ rotation_grace: null })),
    call(400, 'it is out of bounds', change({ rotation_grace: 121 })),
    ...protectedBy('settings:write'),
  ],
  'PATCH /admin/settings/limits': [
    call(200, 'one is set', change({ device_requests_per_minute: 61 })),
    call(200, 'its default is brought back', change({ device_requests_per_minute: null })),
    call(400, 'it is out of bounds', change({ registrations_per_hour: 0 })),
    ...protectedBy('settings:write'),
  ],
};
