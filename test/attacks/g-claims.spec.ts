import { beforeAll, describe, it } from '@jest/globals';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { ask, expectAccepted, expectErrorRedirect } from './authorization-request.js';

/** `{"userinfo":{"x":{"x":...}}}`, so many levels deep. */
const nested = (depth: number) => `${'{"userinfo":'.repeat(depth)}{}${'}'.repeat(depth)}`;
const value = (depth: number) =>
  `{"userinfo":{"name":{"value":${'['.repeat(depth)}${']'.repeat(depth)}}}}`;

describe('G: the claims parameter', () => {
  let world: LocalWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient();
  });

  it.each([
    ...['{', '', ' ', 'null', '[]', '"userinfo"', '1', 'true', '{"userinfo":{}', "{'userinfo':{}}"],
    ...['{"userinfo":[]}', '{"userinfo":"name"}', '{"id_token":1}'],
    ...['{"userinfo":{"name":true}}', '{"userinfo":{"name":"Ada"}}', '{"userinfo":{"name":[]}}'],
    '{"userinfo":{"name":{"essential":"true"}}}',
    '{"userinfo":{"name":{"essential":null}}}',
    '{"userinfo":{"name":{"values":"Ada"}}}',
    '{"userinfo":{"name":{"values":{}}}}',
    '{"id_token":{"acr":{"value":1}}}',
    '{"id_token":{"sub":{"values":["a",null]}}}',
    '{"userinfo":{"sub":{"value":{"a":1}}}}',
    '{"userinfo":{"__proto__":null}}',
    '{"__proto__":{"userinfo":{}}}',
    '{"userinfo":{"constructor":{"prototype":{"essential":true}}}}',
    '{"userinfo":{"name":{"__proto__":{"essential":true}}}}',
    '{"userinfo":{"name":{"value":{"prototype":1}}}}',
    '{"userinfo":{"name":null}} ;',
    '{"userinfo":{"name":null},}',
    nested(300),
    value(1000),
    `{"userinfo":{"name":{"value":"${'x'.repeat(5000)}"}}}`,
  ])('G15 is no claims request: case %#', async (claims) => {
    const answer = await ask(world, client, { claims });
    // An empty value counts as omitted (RFC 6749 §3.1).
    if (claims === '') expectAccepted(answer);
    else expectErrorRedirect(answer, client, 'invalid_request');
  });

  it('G15 what is merely unknown in it is ignored', async () => {
    for (const claims of [
      '{}',
      '{"userinfo":{},"id_token":{}}',
      '{"userinfo":null,"id_token":null}',
      '{"verified_claims":[1]}',
      '{"userinfo":{"toString":"x","hasOwnProperty":null,"name":{"purpose":"x"}}}',
      '{"userinfo":{"name":{"value":null,"values":[]}}}',
    ]) {
      expectAccepted(await ask(world, client, { claims }));
    }
  });

  it('G15 twice, it is not looked at', async () => {
    const claims = ['{"userinfo":{"name":null}}', '{"userinfo":{"email":null}}'];
    expectErrorRedirect(await ask(world, client, { claims }), client, 'invalid_request');
  });
});
