import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { authorizationRequest } from '../attacks/authorization-request.js';
import { part } from '../attacks/jws.js';
import * as endings from '../attacks/endings.js';
import { startApplication } from '../support/application.js';
import { DEVICE_CODE } from '../support/device.js';
import { push } from '../support/pushed.js';
import { describeTwoNodes, type Arena } from '../support/race/arena.js';
import { changes } from '../support/race/changes.js';
import { watch, type Watched } from '../support/race/watch.js';

describeTwoNodes('P11 what is changed on one node', startApplication, (open) => {
  const watched = new Map<string, Promise<Watched>>();
  let arena: Arena;

  beforeAll(async () => {
    arena = await open();
    const api = await endings.registerApi(arena.world);
    const identifier = 'https://ledger.example';
    const format = { access_token_format: 'opaque' };
    await arena.world.registerResourceServer({ identifier, scopes: ['ledger:read'], ...format });
    const prepared = Object.entries(changes).map(
      async ([name, { prepare }]) => [name, await prepare(arena.world, api)] as const,
    );
    const all = await Promise.all(prepared);
    // What was registered a moment ago the other node may not know yet.
    await sleep(1100);
    for (const [name, change] of all) watched.set(name, watch(arena, change));
    await Promise.allSettled(watched.values());
  }, 120_000);

  it.each(Object.entries(changes))(
    'P11 D08 a second after %s the other node obeys',
    async (name, { before, after }) => {
      const seen = await watched.get(name)!;
      expect(seen.before).toEqual(seen.before.map(() => before));
      expect(seen.after).toEqual(seen.after.map(() => after));
    },
  );

  it('P11 until it obeys, a node that still knows a deleted client refuses in order', async () => {
    const { world } = arena;
    const tokens = { grant_types: ['client_credentials', 'authorization_code', DEVICE_CODE] };
    const client = await world.registerClient({ ...tokens, scope: 'openid ledger:read' });
    const requests = [
      () => world.token(client, { grant_type: 'client_credentials', scope: 'ledger:read' }),
      () => push(world, client),
      () => world.post('/device_authorization', client, { scope: 'openid' }),
      () => world.browser().get('/authorize', authorizationRequest(client)),
    ];
    const ask = () => arena.at(1, () => Promise.all(requests.map((send) => send())));
    expect((await ask()).map(({ status }) => status)).toEqual([200, 201, 200, 303]);
    await endings.succeed(world.admin.delete(`/clients/${client.client_id}`));
    const answers = await ask();
    for (const { status } of answers) expect([400, 401]).toContain(status);
  });

  it('P11 N02 a second after the keys were replaced the other node signs with the new one', async () => {
    const { world } = arena;
    const service = await world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'], scope: 'diary:read' },
    });
    const { access_token: old } = await world.clientCredentials(service);
    let kids: string[] = [];
    const kidOf = (token: string) => part(token, 0)['kid'] as string;
    const { before, after } = await watch(arena, {
      make: async () => {
        const body = { algorithm: 'ES256', immediately: true };
        const answer = await world.admin.post('/keys/rotate', body);
        kids = answer.json.kids as string[];
      },
      look: async () => ({
        signedWith: kidOf((await world.clientCredentials(service)).access_token),
        oldIsActive: (await world.introspect(service, old)).json.active,
      }),
    });
    for (const look of before) expect(look).toEqual({ signedWith: kidOf(old), oldIsActive: true });
    for (const look of after) expect(look).toEqual({ signedWith: kids[0], oldIsActive: false });
  });
});
