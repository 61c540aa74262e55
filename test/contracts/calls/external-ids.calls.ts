import { type Body, type Kind, KINDS } from '../../support/external-kinds.js';
import { unique } from '../../support/world.js';
import { type Calls, call, protectedBy, type Scene } from '../scene.js';

async function put({ things }: Kind, scene: Scene, name: string, json: Body) {
  // There are twenty webhooks at most.
  if (things === 'webhooks') {
    for (const { id } of (await scene.world.admin.get('/webhooks')).json.items as {
      id: string;
    }[]) {
      await scene.world.admin.delete(`/webhooks/${id}`);
    }
  }
  return { token: await scene.admin, path: { external_id: name }, json };
}

const there = async (kind: Kind, scene: Scene, document: Body) => {
  const name = `there-${unique()}`;
  const { path, json } = await put(kind, scene, name, document);
  await scene.world.admin.call('PUT', `/${kind.things}/by-external-id/${name}`, json);
  return { token: await scene.admin, path };
};

const callsOf = (kind: Kind) => [
  call(201, 'it is new', async (scene) =>
    put(kind, scene, `new-${unique()}`, await kind.document(scene.world)),
  ),
  call(200, 'it is there', async (scene) => {
    const document = await kind.document(scene.world);
    const { token, path } = await there(kind, scene, document);
    return { token, path, json: { ...document, ...kind.more } };
  }),
  call(400, 'the document is of another', async (scene) =>
    put(kind, scene, 'photos', { ...(await kind.document(scene.world)), external_id: 'diary' }),
  ),
  call(409, kind.conflict.when, async (scene) => {
    const document = await kind.document(scene.world);
    const { token } = await there(kind, scene, document);
    const json = await kind.conflict.document(scene.world, document);
    return { token, path: { external_id: `other-${unique()}` }, json };
  }),
  ...protectedBy(`${kind.things}:write`),
];

/** The operations that create or replace by the name that others have for a thing. */
export const externalIdCalls: Calls = Object.fromEntries(
  KINDS.map((kind) => [`PUT /admin/${kind.things}/by-external-id/{external_id}`, callsOf(kind)]),
);
