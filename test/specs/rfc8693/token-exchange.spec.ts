import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld } from '../../support/world.js';
import * as services from './services.js';

const { BILLING, LEDGER, VAULT, TYPE } = services;

let world: LocalWorld;
let billing: RegisteredClient;
let ledger: RegisteredClient;
beforeAll(async () => {
  world = await startWorld();
  await services.registerApis(world);
  billing = await services.registerBilling(world);
  ledger = await services.registerBilling(world, {
    resource_server: LEDGER,
    scope: 'entries:read entries:write',
  });
});

const exchanged = (token: string, changes: services.Changes = {}, client = billing) =>
  services.exchanged(world, client, token, changes);
const refused = async (token: string, changes: services.Changes = {}, client = billing) => {
  const answer = await services.askFor(world, client, token, changes);
  expect(answer.headers.get('cache-control')).toContain('no-store');
  return [answer.status, answer.json.error];
};

async function ordersToken(scope?: string): Promise<{ orders: RegisteredClient; token: string }> {
  const orders = await services.registerOrders(world);
  return { orders, token: (await world.clientCredentials(orders, { scope })).access_token };
}

describe('RFC 8693 §2.2.1 successful response', () => {
  it('"issued_token_type REQUIRED": what was issued, for whom, by whom', async () => {
    const { orders, token } = await ordersToken();
    const answer = await exchanged(token, { resource: LEDGER });
    expect(answer).toMatchObject({
      issued_token_type: TYPE.access,
      token_type: 'Bearer',
      scope: 'entries:read entries:write',
    });
    expect(answer.expires_in).toBeLessThanOrEqual(600);
    expect(answer).not.toHaveProperty('refresh_token');
    expect(answer).not.toHaveProperty('id_token');
    expect(decodeJwt(answer.access_token)).toMatchObject({
      sub: orders.client_id,
      client_id: billing.client_id,
      aud: LEDGER,
      act: { sub: billing.client_id },
    });
  });

  it('a token for a person keeps the person and when they signed in, and is no ID token', async () => {
    const { app, user, tokens } = await services.signedIn(world);
    const answer = await exchanged(tokens.access_token, { audience: LEDGER });
    const claims = decodeJwt(answer.access_token);
    expect(claims).toMatchObject({ sub: user.sub, client_id: billing.client_id, aud: LEDGER });
    expect(claims['auth_time']).toBe(decodeJwt(tokens.access_token)['auth_time']);
    expect(answer).not.toHaveProperty('id_token');
    expect((await world.userinfo(answer.access_token)).status).not.toBe(200);
    expect(app.client_id).not.toBe(claims['client_id']);
  });

  it('a new token never outlives the one that it was made of', async () => {
    const { token } = await ordersToken();
    clock.advance(590);
    expect((await exchanged(token, { resource: LEDGER })).expires_in).toBeLessThanOrEqual(10);
    clock.advance(11);
    expect(await refused(token, { resource: LEDGER })).toEqual([400, 'invalid_request']);
  });

  it('opaque tokens say at introspection what JWTs say themselves', async () => {
    const scope = 'invoices:write secrets:read';
    const orders = await services.registerOrders(world, { scope });
    const vaultUser = await services.registerBilling(world, {
      scope,
      may_act: { sub: 'somebody' },
    });
    const { access_token: token } = await world.clientCredentials(orders);
    const answer = await exchanged(token, { resource: VAULT }, vaultUser);
    expect(answer.access_token).toMatch(/^gh_at_/);
    const vault = await world.registerClient({
      ...{ redirect_uris: [], grant_types: [], resource_server: VAULT },
    });
    expect((await world.introspect(vault, answer.access_token)).json).toMatchObject({
      active: true,
      sub: orders.client_id,
      client_id: vaultUser.client_id,
      aud: VAULT,
      act: { sub: vaultUser.client_id },
      may_act: { sub: 'somebody' },
    });
  });
});

describe('RFC 8693 §2.1 subject tokens', () => {
  const ownExchange = {
    grant_types: ['authorization_code', 'refresh_token', services.EXCHANGE],
    token_exchange: { audiences: [LEDGER], impersonation: true },
  };
  const signIn = () => services.signedIn(world, { metadata: ownExchange });

  it('a refresh token is worth what it stands for, and is not used up', async () => {
    const { app, user, tokens } = await signIn();
    const refresh = tokens.refresh_token ?? '';
    const changes = { subject_token_type: TYPE.refresh, scope: 'entries:read' };
    const answer = await exchanged(refresh, changes, app);
    expect(decodeJwt(answer.access_token)).toMatchObject({ sub: user.sub, aud: LEDGER });
    expect((await world.refresh(app, refresh)).status).toBe(200);
    // Used by now: a refresh token that could not refresh any more cannot do anything else.
    expect(await refused(refresh, changes, app)).toEqual([400, 'invalid_request']);
  });

  it('an ID token stands for the authorization it came with', async () => {
    const { app, user, tokens } = await signIn();
    const changes = { subject_token_type: TYPE.id };
    const answer = await exchanged(tokens.id_token ?? '', changes, app);
    expect(decodeJwt(answer.access_token)).toMatchObject({ sub: user.sub, aud: LEDGER });
    expect(answer.scope).toBe('entries:read entries:write');
    await world.revoke(app, tokens.refresh_token ?? '');
    expect((await world.introspect(app, answer.access_token)).json).toEqual({ active: false });
    expect(await refused(tokens.id_token ?? '', changes, app)).toEqual([400, 'invalid_request']);
  });

  it('an expired ID token, or one of another client, proves nothing', async () => {
    const [{ app, tokens }, other] = [await signIn(), await signIn()];
    const changes = { subject_token_type: TYPE.id };
    const own = tokens.id_token ?? '';
    expect(await refused(other.tokens.id_token ?? '', changes, app)).toEqual([
      400,
      'invalid_request',
    ]);
    expect((await services.askFor(world, app, own, changes)).status).toBe(200);
    clock.advance(601);
    expect(await refused(own, changes, app)).toEqual([400, 'invalid_request']);
  });
});

describe('RFC 8693 §1.1 delegation and impersonation', () => {
  it('an impersonation leaves no trace of the client in act', async () => {
    const policy = { audiences: [LEDGER], impersonation: true };
    const quiet = await services.registerBilling(world, { token_exchange: policy });
    const { orders, token } = await ordersToken();
    const claims = decodeJwt((await exchanged(token, { resource: LEDGER }, quiet)).access_token);
    expect(claims.sub).toBe(orders.client_id);
    expect(claims).not.toHaveProperty('act');
  });

  it('an actor token names who acts', async () => {
    const { user, tokens } = await services.signedIn(world);
    const helpdesk = await services.signedIn(world, {
      metadata: {
        grant_types: ['authorization_code', services.EXCHANGE],
        resource_server: BILLING,
        token_exchange: { audiences: [LEDGER], impersonation: true, delegation: true },
      },
    });
    const actor = { actor_token: helpdesk.tokens.access_token, actor_token_type: TYPE.access };
    const answer = await exchanged(tokens.access_token, actor, helpdesk.app);
    expect(decodeJwt(answer.access_token)).toMatchObject({
      sub: user.sub,
      act: { sub: helpdesk.user.sub },
    });
    await world.admin.patch(`/users/${helpdesk.user.sub}`, { disabled: true });
    expect((await world.introspect(ledger, answer.access_token)).json).toEqual({ active: false });
  });

  it('§4.1 "A chain of delegation can be expressed by nesting one act claim within another"', async () => {
    const { orders, token } = await ordersToken('entries:read');
    const own = { audiences: [LEDGER], delegation: true };
    const hop = () =>
      services.registerBilling(world, { resource_server: LEDGER, token_exchange: own });
    let current = token;
    let act: object | undefined;
    for (let depth = 0; depth < 4; depth++) {
      const client = await hop();
      current = (await exchanged(current, {}, client)).access_token;
      act = { sub: client.client_id, ...(act === undefined ? {} : { act }) };
      const claims = decodeJwt(current);
      expect(claims.sub).toBe(orders.client_id);
      expect(claims['act']).toEqual(act);
      // Whoever acts already is not named twice.
      const again = await exchanged(current, {}, client);
      expect(decodeJwt(again.access_token)['act']).toEqual(act);
    }
    expect(await refused(current, {}, await hop())).toEqual([400, 'invalid_request']);
    // And whoever impersonates cannot make the chain disappear.
    const quiet = { resource_server: LEDGER, token_exchange: { ...own, impersonation: true } };
    const answer = await exchanged(current, {}, await services.registerBilling(world, quiet));
    expect(decodeJwt(answer.access_token)['act']).toEqual(act);
  });

  it('§4.4 may_act: nobody but the named party, by its own name or another way', async () => {
    const orders = await services.registerOrders(world, { may_act: { sub: billing.client_id } });
    const { access_token: token } = await world.clientCredentials(orders);
    expect(decodeJwt(token)['may_act']).toEqual({ sub: billing.client_id });
    expect((await world.introspect(orders, token)).json.may_act.sub).toBe(billing.client_id);
    expect((await exchanged(token)).issued_token_type).toBe(TYPE.access);
    for (const way of ['impersonation', 'delegation']) {
      const token_exchange = { audiences: [LEDGER], [way]: true };
      const other = await services.registerBilling(world, { token_exchange });
      expect(await refused(token, {}, other)).toEqual([400, 'invalid_request']);
    }
  });
});

describe('client registration', () => {
  it('the policy is kept, completed and taken away again', async () => {
    const client = await services.registerBilling(world);
    const path = `/clients/${client.client_id}`;
    const policy = { audiences: [LEDGER, VAULT], impersonation: false, delegation: true };
    expect((await world.admin.get(path)).json.token_exchange).toEqual(policy);
    const cleared = await world.admin.patch(path, { token_exchange: null });
    expect(cleared.json).not.toHaveProperty('token_exchange');
    const { token } = await ordersToken();
    expect(await refused(token, {}, client)).toEqual([400, 'unauthorized_client']);
  });

  it.each<[string, Record<string, unknown>]>([
    ['no audiences', { token_exchange: { delegation: true } }],
    [
      'an audience that is neither a URI nor a name',
      { token_exchange: { audiences: ['a ledger'] } },
    ],
    ['an audience twice', { token_exchange: { audiences: [LEDGER, LEDGER] } }],
    ['a policy that is a list', { token_exchange: [LEDGER] }],
    ['a flag that is a text', { token_exchange: { audiences: [LEDGER], delegation: 'true' } }],
    ['may_act without sub', { may_act: {} }],
    ['may_act with a line break', { may_act: { sub: 'a\nb' } }],
    [
      'a public client',
      { token_exchange: { audiences: [LEDGER] }, token_endpoint_auth_method: 'none' },
    ],
  ])('%s is refused', async (_what, metadata) => {
    const asked = { client_name: 'Odd', redirect_uris: ['https://odd.example/cb'], ...metadata };
    expect((await world.admin.post('/clients', asked)).status).toBe(400);
  });
});
