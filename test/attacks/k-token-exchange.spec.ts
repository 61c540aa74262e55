import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import * as services from '../specs/rfc8693/services.js';

const { BILLING, LEDGER, TYPE } = services;

let world: LocalWorld;
let billing: RegisteredClient;
let ledger: RegisteredClient;
beforeAll(async () => {
  world = await startWorld();
  await services.registerApis(world);
  billing = await services.registerBilling(world);
  ledger = await services.registerBilling(world, { resource_server: LEDGER });
});

const ask = async (token: string, changes: services.Changes = {}, client = billing) => {
  const answer = await services.askFor(world, client, token, changes);
  return answer.status === 200 ? 'exchanged' : String(answer.json.error);
};
const ownToken = async (client: RegisteredClient) =>
  (await world.clientCredentials(client)).access_token;

describe('K13 what may be exchanged', () => {
  it('K13 not a token that is inactive', async () => {
    const orders = await services.registerOrders(world);
    const revoked = await ownToken(orders);
    await world.revoke(orders, revoked);
    expect(await ask(revoked)).toBe('invalid_request');

    const token = await ownToken(orders);
    expect(await ask(token)).toBe('exchanged');
    await world.admin.patch(`/clients/${orders.client_id}`, { disabled: true });
    expect(await ask(token)).toBe('invalid_request');
    expect(await ask('gh_at_never-was')).toBe('invalid_request');
    const forged = token.replace(/\.[^.]+$/, `.${'A'.repeat(86)}`);
    expect(await ask(forged)).toBe('invalid_request');
  });

  it('K13 not a token that was neither issued nor sent to the client', async () => {
    const { tokens } = await services.signedIn(world);
    const stranger = await services.registerBilling(world, { resource_server: undefined });
    expect(await ask(tokens.access_token, {}, stranger)).toBe('invalid_request');
    // The API it is for is one of several that share no client.
    const scope = 'openid entries:read';
    const elsewhere = await services.signedIn(world, { scope });
    expect(await ask(elsewhere.tokens.access_token)).toBe('invalid_request');
  });

  it('K13 not the refresh or ID token of another client', async () => {
    const { tokens } = await services.signedIn(world);
    const { refresh_token = '', id_token = '' } = tokens;
    expect(await ask(refresh_token, { subject_token_type: TYPE.refresh })).toBe('invalid_request');
    expect(await ask(id_token, { subject_token_type: TYPE.id })).toBe('invalid_request');
  });

  it('K13 not one kind of token as another', async () => {
    const grant_types = ['authorization_code', 'refresh_token', services.EXCHANGE];
    const token_exchange = { audiences: [LEDGER], impersonation: true };
    const { app, tokens } = await services.signedIn(world, {
      metadata: { grant_types, token_exchange },
    });
    const { access_token: access, refresh_token: refresh = '', id_token: id = '' } = tokens;
    const kinds = { access, refresh, id };
    for (const [kind, token] of Object.entries(kinds)) {
      for (const [claimed, subject_token_type] of Object.entries(TYPE)) {
        const expected = kind === claimed ? 'exchanged' : 'invalid_request';
        expect([kind, claimed, await ask(token, { subject_token_type }, app)]).toEqual([
          kind,
          claimed,
          expected,
        ]);
      }
    }
  });
});

describe('K13 who may exchange', () => {
  it('K13 nobody to whom an administrator gave no policy, or another one', async () => {
    const token = await ownToken(await services.registerOrders(world));
    const policies = [undefined, { audiences: [LEDGER] }];
    for (const token_exchange of policies) {
      const client = await services.registerBilling(world, { token_exchange });
      expect(await ask(token, {}, client)).toBe('unauthorized_client');
    }
    const quiet = { audiences: [LEDGER], impersonation: true };
    const client = await services.registerBilling(world, { token_exchange: quiet });
    const actor = { actor_token: await ownToken(client), actor_token_type: TYPE.access };
    expect(await ask(token, actor, client)).toBe('unauthorized_client');
    const grantless = await services.registerBilling(world, {
      grant_types: ['client_credentials'],
    });
    expect(await ask(token, {}, grantless)).toBe('unauthorized_client');
  });

  it('K13 an actor token of another client makes nobody an actor', async () => {
    const orders = await services.registerOrders(world);
    const token = await ownToken(orders);
    const actor = (actor_token: string) => ({ actor_token, actor_token_type: TYPE.access });
    expect(await ask(token, actor(token))).toBe('invalid_request');
    const own = await ownToken(billing);
    expect(await ask(token, actor(own))).toBe('exchanged');
    // Acting for one subject is no right to act for the next in that subject's name.
    const chained = await services.exchanged(world, billing, token);
    expect(await ask(token, actor(chained.access_token))).toBe('invalid_request');
    await world.revoke(billing, own);
    expect(await ask(token, actor(own))).toBe('invalid_request');
  });
});

describe('K13 what comes of it', () => {
  it('K13 never more than the subject token permits', async () => {
    const orders = await services.registerOrders(world);
    const fields = { scope: 'invoices:write entries:read' };
    const { access_token: token } = await world.clientCredentials(orders, fields);
    expect(await ask(token, { scope: 'entries:write' })).toBe('invalid_scope');
    expect(await ask(token, { resource: services.VAULT })).toBe('invalid_target');
    const { scope } = await services.exchanged(world, billing, token);
    expect(scope).toBe('entries:read');
    const narrow = await world.clientCredentials(orders, { resource: BILLING });
    expect(await ask(narrow.access_token)).toBe('invalid_target');
  });

  it('K13 never more than the client may have itself', async () => {
    const token = await ownToken(await services.registerOrders(world));
    const scope = 'invoices:write entries:read';
    const client = await services.registerBilling(world, { scope });
    expect(await ask(token, { scope: 'entries:write' }, client)).toBe('invalid_scope');
    expect((await services.exchanged(world, client, token)).scope).toBe('entries:read');
    expect(await ask(token, { resource: BILLING }, client)).toBe('invalid_target');
  });

  it('K13 never power over Gatehouse itself', async () => {
    const admin = `${world.issuer}/admin`;
    const client = await services.registerBilling(world, {
      scope: 'users:read entries:read',
      token_exchange: { audiences: [admin, LEDGER], delegation: true, impersonation: true },
    });
    const own = await world.clientCredentials(client, { resource: admin });
    expect(decodeJwt(own.access_token).aud).toBe(admin);
    for (const changes of [
      {},
      { resource: admin },
      { resource: LEDGER },
      { resource: [admin, LEDGER] },
    ]) {
      expect(await ask(own.access_token, changes, client)).toBe('invalid_target');
    }
    expect(await ask(own.access_token, { scope: 'users:read' }, client)).toBe('invalid_target');
    // Nor does a token for another API turn into one, or bring one along.
    const other = await world.clientCredentials(client, { resource: LEDGER });
    const exchanged = await services.exchanged(world, client, other.access_token);
    expect(decodeJwt(exchanged.access_token)).toMatchObject({ aud: LEDGER, scope: 'entries:read' });
    expect(await ask(other.access_token, { resource: admin }, client)).toBe('invalid_target');
    expect(await ask(other.access_token, { scope: 'users:read' }, client)).toBe('invalid_scope');
    // There is no token for both that could be exchanged.
    const fields = { grant_type: 'client_credentials' };
    expect((await world.token(client, fields)).json.error).toBe('invalid_target');
  });

  it('K13 nothing for an API that is gone', async () => {
    const identifier = 'https://gone.example';
    const { id } = await world.registerResourceServer({ identifier, scopes: ['gone:use'] });
    const scope = 'invoices:write gone:use';
    const orders = await services.registerOrders(world, { scope });
    const token_exchange = { audiences: [identifier], delegation: true };
    const client = await services.registerBilling(world, { scope, token_exchange });
    const token = await ownToken(orders);
    expect(await ask(token, { resource: identifier }, client)).toBe('exchanged');
    await world.admin.delete(`/resource-servers/${id}?force=true`);
    expect(await ask(token, { resource: identifier }, client)).toBe('invalid_request');
  });
});

describe('K13 a new token ends with all that it rests on', () => {
  interface Ended {
    app: RegisteredClient;
    sub: string;
    refresh: string;
    client: RegisteredClient;
  }
  const patch = (path: string, body: object) => world.admin.patch(path, body);

  it.each<[string, (on: Ended) => Promise<unknown>]>([
    ['the user is disabled', ({ sub }) => patch(`/users/${sub}`, { disabled: true })],
    ['the user is deleted', ({ sub }) => world.admin.delete(`/users/${sub}`)],
    [
      'the password is changed',
      ({ sub }) => patch(`/users/${sub}`, { password: 'nine herons by the x' }),
    ],
    ['the authorization is revoked', ({ app, refresh }) => world.revoke(app, refresh)],
    [
      'the consent is withdrawn',
      ({ sub }) => world.query('DELETE FROM consents WHERE user_id = ?', [sub]),
    ],
    [
      'the session ends',
      ({ sub }) => world.query('UPDATE sessions SET ended_at = 1 WHERE user_id = ?', [sub]),
    ],
    [
      'the application is disabled',
      ({ app }) => patch(`/clients/${app.client_id}`, { disabled: true }),
    ],
    [
      'the application loses a scope',
      ({ app }) => patch(`/clients/${app.client_id}`, { scope: 'openid invoices:write' }),
    ],
    [
      'the service is disabled',
      ({ client }) => patch(`/clients/${client.client_id}`, { disabled: true }),
    ],
    [
      'the service loses the grant',
      ({ client }) =>
        patch(`/clients/${client.client_id}`, { grant_types: ['client_credentials'] }),
    ],
    [
      'the service loses a scope',
      ({ client }) => patch(`/clients/${client.client_id}`, { scope: 'entries:read' }),
    ],
  ])('K13 when %s, at introspection and as subject token', async (_what, end) => {
    const client = await services.registerBilling(world);
    const { app, user, tokens } = await services.signedIn(world);
    const { access_token: token } = await services.exchanged(world, client, tokens.access_token);
    expect((await world.introspect(ledger, token)).json.active).toBe(true);
    await end({ app, sub: user.sub, refresh: tokens.refresh_token ?? '', client });
    expect((await world.introspect(ledger, token)).json).toEqual({ active: false });
    expect(await ask(token, {}, ledger)).toBe('invalid_request');
  });

  it('K13 also when the client is disabled that it speaks for', async () => {
    const orders = await services.registerOrders(world);
    const { access_token: token } = await services.exchanged(
      world,
      billing,
      await ownToken(orders),
    );
    expect((await world.introspect(ledger, token)).json.active).toBe(true);
    await world.admin.patch(`/clients/${orders.client_id}`, { disabled: true });
    expect((await world.introspect(ledger, token)).json).toEqual({ active: false });
  });
});
