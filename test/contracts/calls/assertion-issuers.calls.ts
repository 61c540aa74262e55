import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type Calls, call, protectedBy, type Scene } from '../scene.js';

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1' }] };

const partner = () => ({
  issuer: `https://partner-${randomBytes(4).toString('hex')}.example`,
  name: 'Partner',
  jwks,
});

export async function registeredPartner(scene: Scene): Promise<{ id: string; issuer: string }> {
  return scene.world.admin.create('/assertion-issuers', partner());
}

const there = async (scene: Scene, json?: object) => {
  const { id } = await registeredPartner(scene);
  return { token: await scene.admin, path: { id }, ...(json === undefined ? {} : { json }) };
};

export const assertionIssuerCalls: Calls = {
  'GET /admin/assertion-issuers': [
    call(200, 'a page is asked for', async (scene) => {
      await registeredPartner(scene);
      await registeredPartner(scene);
      return { token: await scene.admin, query: { limit: '1' } };
    }),
    call(400, 'the page is too large', async (scene) => ({
      token: await scene.admin,
      query: { limit: 'all' },
    })),
    ...protectedBy('assertion-issuers:read'),
  ],
  'POST /admin/assertion-issuers': [
    call(201, 'its keys are given', async (scene) => ({
      token: await scene.admin,
      json: partner(),
    })),
    call(201, 'its keys are elsewhere', async (scene) => ({
      token: await scene.admin,
      json: { ...partner(), jwks: undefined, jwks_uri: 'https://partner.example/jwks' },
    })),
    call(400, 'it has no keys', async (scene) => ({
      token: await scene.admin,
      json: { ...partner(), jwks: undefined },
    })),
    call(409, 'it is registered already', async (scene) => {
      const { issuer } = await registeredPartner(scene);
      return { token: await scene.admin, json: { ...partner(), issuer } };
    }),
    ...protectedBy('assertion-issuers:write'),
  ],
  'GET /admin/assertion-issuers/{id}': [
    call(200, 'there is such an issuer', (scene) => there(scene)),
    call(404, 'there is no such issuer', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('assertion-issuers:read'),
  ],
  'PATCH /admin/assertion-issuers/{id}': [
    call(200, 'it is disabled', (scene) => there(scene, { enabled: false })),
    call(400, 'a scope is one of OpenID Connect', (scene) => there(scene, { scopes: ['openid'] })),
    call(404, 'there is no such issuer', async (scene) => ({
      token: await scene.admin,
      json: { name: 'Nobody' },
    })),
    call(409, 'another has the external_id', async (scene) => {
      const other = await there(scene, { external_id: 'taken' });
      await scene.world.admin.patch(`/assertion-issuers/${other.path.id}`, other.json);
      return there(scene, { external_id: 'taken' });
    }),
    ...protectedBy('assertion-issuers:write'),
  ],
  'DELETE /admin/assertion-issuers/{id}': [
    call(204, 'there is such an issuer', (scene) => there(scene)),
    call(404, 'there is no such issuer', async (scene) => ({ token: await scene.admin })),
    ...protectedBy('assertion-issuers:write'),
  ],
};
