import { beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, type LocalWorld } from '../../support/world.js';

describe('The main job on the wire', () => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });

  it('client credentials: "The authorization server issues an access token" (RFC 6749 §4.4.3)', async () => {
    await world.registerResourceServer({
      identifier: 'https://orders.example',
      scopes: ['orders:read'],
    });
    const client = await world.registerClient({
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scope: 'orders:read',
    });
    const tokens = await world.clientCredentials(client);
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: 'orders:read' });
  });

  it('code, refresh, userinfo, introspection, revocation', async () => {
    const client = await world.registerClient();
    const user = await world.createUser({ name: 'Ada' });
    const tokens = await world.tokens({ client, user, scope: 'openid profile' });
    expect((await world.userinfo(tokens.access_token)).json).toMatchObject({
      sub: user.sub,
      name: 'Ada',
    });
    const next = await world.refresh(client, tokens.refresh_token ?? '');
    expect(next.status).toBe(200);
    const body = next.json as { access_token: string; refresh_token: string };
    expect((await world.introspect(client, body.access_token)).json).toMatchObject({
      active: true,
    });
    expect((await world.revoke(client, body.refresh_token)).status).toBe(200);
    expect((await world.introspect(client, body.access_token)).json).toEqual({ active: false });
  });
});
