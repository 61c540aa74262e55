import { beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, type LocalWorld } from '../../support/world.js';
import { basic, type RegisteredClient } from '../../support/registered-client.js';
import { send } from '../../attacks/requests.js';
import * as services from './services.js';

const { BILLING, LEDGER, TYPE, EXCHANGE } = services;

let world: LocalWorld;
let billing: RegisteredClient;
let token: string;
beforeAll(async () => {
  world = await startWorld();
  await services.registerApis(world);
  billing = await services.registerBilling(world);
  const orders = await services.registerOrders(world);
  token = (await world.clientCredentials(orders)).access_token;
});

describe('RFC 8693 §2.2.2: what is wrong with the request is an invalid_request', () => {
  it.each<[string, services.Changes]>([
    ['no subject_token', { subject_token: undefined }],
    ['an empty subject_token', { subject_token: '' }],
    ['no subject_token_type', { subject_token_type: undefined }],
    ['an unknown subject_token_type', { subject_token_type: `${TYPE.access}s` }],
    [
      'a subject_token_type that we do not issue',
      { subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' },
    ],
    [
      'a requested_token_type that we do not issue',
      { requested_token_type: 'urn:ietf:params:oauth:token-type:saml1' },
    ],
    ['a requested refresh token', { requested_token_type: TYPE.refresh }],
    ['an actor_token without its type', { actor_token: 'x' }],
    ['an actor_token_type without a token', { actor_token_type: TYPE.access }],
    ['an actor_token that is an ID token', { actor_token: 'x', actor_token_type: TYPE.id }],
    ['an actor_token that is not one', { actor_token: 'x', actor_token_type: TYPE.access }],
    ['a subject_token of 9 kB', { subject_token: 'x'.repeat(9000) }],
    ['a scope of 9 kB', { scope: 'x'.repeat(9000) }],
    ['a resource of 3 kB', { resource: `https://x.example/${'x'.repeat(3000)}` }],
    ['an audience of 3 kB', { audience: 'x'.repeat(3000) }],
  ])('%s', async (_what, changes) => {
    const answer = await services.askFor(world, billing, token, changes);
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_request']);
  });

  it.each(['subject_token', 'subject_token_type', 'actor_token', 'scope', 'requested_token_type'])(
    '%s twice',
    async (name) => {
      const fields = new URLSearchParams({
        ...{ grant_type: EXCHANGE, subject_token: token, subject_token_type: TYPE.access },
      });
      fields.append(name, 'x');
      fields.append(name, 'x');
      const answer = await fetch(`${world.issuer}/token`, {
        method: 'POST',
        headers: { authorization: basic(billing) },
        body: fields,
      });
      const body = (await answer.json()) as { error: string };
      expect([answer.status, body.error]).toEqual([400, 'invalid_request']);
    },
  );

  it('a client that does not authenticate gets nowhere', async () => {
    const fields = { grant_type: EXCHANGE, subject_token: token, subject_token_type: TYPE.access };
    expect((await send(world, '/token', fields)).status).toBe(401);
    const app = await world.registerClient({
      ...{ token_endpoint_auth_method: 'none', grant_types: ['authorization_code', EXCHANGE] },
    });
    const answer = await services.askFor(world, app, token);
    expect([answer.status, answer.json.error]).toEqual([400, 'unauthorized_client']);
  });
});

describe('RFC 8693 §2.1: several resources and audiences', () => {
  it('"Multiple resource parameters may be used": all of them, whatever they are called', async () => {
    const token_exchange = { audiences: [BILLING, LEDGER], delegation: true };
    const client = await services.registerBilling(world, { token_exchange });
    const fields = new URLSearchParams({ resource: BILLING, audience: LEDGER });
    fields.append('resource', LEDGER);
    const asked = { grant_type: EXCHANGE, subject_token: token, subject_token_type: TYPE.access };
    for (const [name, value] of Object.entries(asked)) fields.append(name, value);
    const headers = { authorization: basic(client) };
    const answer = await fetch(`${world.issuer}/token`, { method: 'POST', headers, body: fields });
    const body = (await answer.json()) as { scope: string };
    expect([answer.status, body.scope]).toEqual([200, services.SCOPES]);
  });

  it.each<[string, services.Changes, string]>([
    ['a resource that nobody registered', { resource: 'https://nobody.example' }, 'invalid_target'],
    ['a resource that is no URI', { resource: 'ledger' }, 'invalid_target'],
    ['a resource with another path', { resource: `${LEDGER}/books` }, 'invalid_target'],
    ['an audience that nobody registered', { audience: 'ledger' }, 'invalid_target'],
    [
      'a scope of another API than the resource',
      { resource: LEDGER, scope: 'invoices:write' },
      'invalid_target',
    ],
    ['an unknown scope', { scope: 'everything' }, 'invalid_scope'],
    ['a malformed scope', { scope: 'entries:read  entries:write' }, 'invalid_scope'],
    ['an identity scope', { scope: 'openid' }, 'invalid_scope'],
  ])('%s', async (_what, changes, error) => {
    const answer = await services.askFor(world, billing, token, changes);
    expect([answer.status, answer.json.error]).toEqual([400, error]);
  });
});
