import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import * as endings from './endings.js';
import { type Ending, ENDINGS, join, patchClient, patchUser, SCOPE, succeed } from './endings.js';
import { refreshTokenOf, signOut } from './subject.js';

let world: LocalWorld;
let api: RegisteredClient;

beforeAll(async () => {
  world = await startWorld();
  api = await endings.registerApi(world);
});

const subjectOf = (ending: Ending) => endings.subjectOf(world, ending);

describe.each(Object.entries(ENDINGS))('E05 E07 E19 access tokens after %s', (_what, ending) => {
  it('D08 E19 are inactive at once, for the API and at userinfo', async () => {
    const subject = await subjectOf(ending);
    const { access_token, refresh_token = '' } = await world.tokens(subject);
    const look = () => endings.usesOf(world, api, access_token);
    expect(await look()).toEqual(endings.goodFor(ending));
    await ending.end(world, subject);
    expect(await look()).toEqual({ api: false, here: false });
    const own = await world.introspect(subject.client, refresh_token);
    if (own.status === 200) expect(own.json).toEqual({ active: false });
    else expect(own.status).toBe(401);
  });
});

describe('D08 what does not end with it', () => {
  const subject = async (scope: string) => endings.subjectOf(world, { scope });

  it('D08 offline access outlives the session; a longer life is what it is for', async () => {
    const offline = await subject(`${SCOPE} offline_access`);
    const tokens = await world.tokens(offline);
    await signOut(offline);
    expect((await world.userinfo(tokens.access_token)).status).toBe(200);
    expect((await world.refresh(offline.client, refreshTokenOf(tokens))).status).toBe(200);
  });

  it('D08 offline access does not outlive the user, the consent or the password', async () => {
    const names = [
      'the user was disabled',
      'the consent was withdrawn',
      'the password was changed',
    ];
    for (const name of names) {
      const offline = await subject(`${SCOPE} offline_access`);
      const token = refreshTokenOf(await world.tokens(offline));
      await ENDINGS[name]?.end(world, offline);
      expect((await world.refresh(offline.client, token)).json.error).toBe('invalid_grant');
    }
  });

  it('D08 other clients and other people keep what they have', async () => {
    const [mine, theirs] = [await subject(SCOPE), await subject(SCOPE)];
    const both = { ...mine, client: theirs.client };
    await join(world, both);
    const [first, second] = [await world.tokens(both), await world.tokens(theirs)];
    await world.tokens(mine);
    await patchClient({ disabled: true })(world, mine);
    await patchUser({ disabled: true })(world, theirs);
    expect((await world.userinfo(first.access_token)).status).toBe(200);
    expect((await world.userinfo(second.access_token)).status).toBe(401);
  });

  it('D08 a client that only lost the code flow gets no tokens from it by refreshing', async () => {
    const { client, ...rest } = await subject(SCOPE);
    const tokens = await world.tokens({ client, ...rest });
    const change = { grant_types: ['refresh_token', 'client_credentials'], response_types: [] };
    await patchClient(change)(world, { client, ...rest });
    const answer = await world.refresh(client, refreshTokenOf(tokens));
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_grant']);
  });

  it('D08 a refresh token of a client without that grant any more is not active', async () => {
    const { client, ...rest } = await subject(SCOPE);
    const tokens = await world.tokens({ client, ...rest });
    await patchClient({ grant_types: ['authorization_code'] })(world, { client, ...rest });
    const token = refreshTokenOf(tokens);
    expect((await world.introspect(client, token)).json).toEqual({ active: false });
    expect((await world.refresh(client, token)).json.error).toBe('unauthorized_client');
  });

  it('D08 a service that lost a scope has no token with it any more', async () => {
    const service = await world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'] },
      scope: 'diary:read diary:write users:read',
    });
    const writing = await world.clientCredentials(service, { scope: 'diary:write' });
    const reading = await world.clientCredentials(service, { scope: 'diary:read' });
    const managing = await world.clientCredentials(service, { scope: 'users:read' });
    const manage = () =>
      world.get('/admin/users', { authorization: `Bearer ${managing.access_token}` });
    expect((await manage()).status).toBe(200);
    await succeed(world.admin.patch(`/clients/${service.client_id}`, { scope: 'diary:read' }));
    expect((await world.introspect(api, writing.access_token)).json).toEqual({ active: false });
    // What a client loses ends all that it has; what it may still do it is given at once.
    expect((await world.introspect(api, reading.access_token)).json).toEqual({ active: false });
    expect((await manage()).status).toBe(401);
    const again = await world.clientCredentials(service, { scope: 'diary:read' });
    expect((await world.introspect(api, again.access_token)).json.active).toBe(true);
  });
});
