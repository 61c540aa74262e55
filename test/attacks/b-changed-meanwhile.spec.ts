import { beforeAll, describe, expect, it } from '@jest/globals';
import type { IssuedCode } from '../support/authorization.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';

interface Situation {
  readonly client: RegisteredClient;
  readonly user: RegisteredUser;
  readonly issued: IssuedCode;
}

/** What can change between the code and the token request; each must make the code worthless. */
const CHANGES: Readonly<Record<string, (world: LocalWorld, of: Situation) => Promise<unknown>>> = {
  'the user was disabled': (world, { user }) =>
    world.admin.patch(`/users/${user.sub}`, { disabled: true }),
  'the user was deleted': (world, { user }) => world.admin.delete(`/users/${user.sub}`),
  'the password was set anew': (world, { user }) =>
    world.admin.patch(`/users/${user.sub}`, { password: 'another correct horse battery' }),
  'the person signed out': async (_world, { issued: { browser } }) =>
    browser.click(await browser.get('/logout'), 'logout-confirm'),
  'the consent was withdrawn': async (_world, { issued: { browser }, client }) => {
    const page = await browser.open('/account/applications');
    const form = page.forms.find(({ action }) => action.includes('consents'));
    if (form === undefined) throw new Error(`No consent to withdraw: ${page.summary()}`);
    const fields = { ...form.fields, client_id: form.fields['client_id'] ?? client.client_id };
    return browser.post(form.action, fields);
  },
  'a scope was taken from the client': (world, { client }) =>
    world.admin.patch(`/clients/${client.client_id}`, { scope: 'openid email' }),
  'the code grant was taken from the client': (world, { client }) =>
    world.admin.patch(`/clients/${client.client_id}`, {
      grant_types: ['client_credentials'],
      response_types: [],
    }),
};

/** And what makes the client itself unknown at the token endpoint. */
const CLIENT_CHANGES: typeof CHANGES = {
  'the client was disabled': (world, { client }) =>
    world.admin.patch(`/clients/${client.client_id}`, { disabled: true }),
  'the client was deleted': (world, { client }) =>
    world.admin.delete(`/clients/${client.client_id}`),
};

describe('B: what changed between the code and the token request', () => {
  let world: LocalWorld;
  beforeAll(async () => {
    world = await startWorld();
  });

  async function prepare(scope: string): Promise<Situation> {
    const client = await world.registerClient();
    const user = await world.createUser();
    return { client, user, issued: await world.authorizationCode({ client, user, scope }) };
  }

  it.each(Object.keys(CHANGES))('B16 %s: the code is an invalid_grant', async (change) => {
    // With offline_access the tokens would outlive the session, so signing out would not matter.
    const offline = change !== 'the person signed out';
    const scope = offline ? 'openid profile offline_access' : 'openid profile';
    const situation = await prepare(scope);
    await CHANGES[change]?.(world, situation);
    const answer = await world.redeem(situation.client, situation.issued);
    const lostGrant = change === 'the code grant was taken from the client';
    const error = lostGrant ? 'unauthorized_client' : 'invalid_grant';
    expect([answer.status, answer.json.error]).toEqual([400, error]);
  });

  it.each(Object.keys(CLIENT_CHANGES))(
    'B16 %s: the client is an invalid_client',
    async (change) => {
      const situation = await prepare('openid');
      await CLIENT_CHANGES[change]?.(world, situation);
      const answer = await world.redeem(situation.client, situation.issued);
      expect([answer.status, answer.json.error]).toEqual([401, 'invalid_client']);
    },
  );

  it('B16 a client that is enabled again gets no tokens for a code that was tried meanwhile', async () => {
    const { client, user, issued } = await prepare('openid');
    const path = `/users/${user.sub}`;
    await world.admin.patch(path, { disabled: true });
    expect((await world.redeem(client, issued)).json.error).toBe('invalid_grant');
    await world.admin.patch(path, { disabled: false });
    const answer = await world.redeem(client, issued);
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 400) expect(answer.json.error).toBe('invalid_grant');
  });

  it('B16 disabling the user ends the tokens of a code that was redeemed just before', async () => {
    const { client, user, issued } = await prepare('openid offline_access');
    const tokens = (await world.redeem(client, issued)).json;
    await world.admin.patch(`/users/${user.sub}`, { disabled: true });
    expect((await world.introspect(client, tokens.access_token)).json).toEqual({ active: false });
    const refreshed = await world.refresh(client, tokens.refresh_token);
    expect([refreshed.status, refreshed.json.error]).toEqual([400, 'invalid_grant']);
  });

  it('B16 a redemption that races with disabling gives no token that lives on', async () => {
    for (let round = 0; round < 5; round++) {
      const { client, user, issued } = await prepare('openid offline_access');
      const [answer] = await Promise.all([
        world.redeem(client, issued),
        world.admin.patch(`/users/${user.sub}`, { disabled: true }),
      ]);
      expect([200, 400]).toContain(answer.status);
      if (answer.status !== 200) continue;
      const { access_token, refresh_token } = answer.json;
      expect((await world.introspect(client, access_token)).json).toEqual({ active: false });
      expect((await world.refresh(client, refresh_token)).json.error).toBe('invalid_grant');
    }
  });
});
