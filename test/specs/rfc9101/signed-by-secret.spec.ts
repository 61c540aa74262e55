import { beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { expectAccepted, expectErrorRedirect, STATE } from '../../attacks/authorization-request.js';
import { ASSERTION_TYPE, part } from '../../attacks/jws.js';
import { send } from '../../attacks/requests.js';
import { push } from '../../support/pushed.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import {
  aboutItself,
  beside,
  requestObject,
  signingClient,
  type SigningClient,
} from '../../support/request-object.js';
import { walk } from '../../support/sign-in.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';

const REDIRECT_URI = 'https://client.example/callback';

let world: LocalWorld;
let user: RegisteredUser;
/** Has published a key for RS256 as well. */
let both: SigningClient;

beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser();
  both = await signingClient(world, { request_object_signing_alg: 'HS256' });
});

const register = (metadata: Record<string, unknown>) => world.registerClient(metadata);

const secretOf = ({ client_secret = '' }: RegisteredClient) => Buffer.from(client_secret);

/** A good request object of the client, but for how it is signed. */
async function signed(
  client: RegisteredClient,
  alg: string,
  secret: Uint8Array = secretOf(client),
): Promise<string> {
  // What it says is that of any other; only the signature is made anew.
  const claims = part(await requestObject(world, { ...both, client }), 1);
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(secret);
}

const start = (client: RegisteredClient, request: string) =>
  world
    .browser()
    .get('/authorize', beside(client, { request, redirect_uri: REDIRECT_URI, state: STATE }));

const expectRefused = async (client: RegisteredClient, request: string) => {
  const answer = await start(client, request);
  expectErrorRedirect(answer, client, 'invalid_request_object');
  const pushed = await push(world, client, { request });
  expect([pushed.status, pushed.json.error]).toEqual([400, 'invalid_request_object']);
};

describe('OIDC Core §6.1: request objects signed with the client secret', () => {
  it.each(['HS256', 'HS384', 'HS512'])('%s, where it is registered', async (alg) => {
    const client = await register({
      request_object_signing_alg: alg,
      require_signed_request_object: true,
    });
    expect(client['request_object_signing_alg']).toBe(alg);
    const request = await signed(client, alg);
    const browser = world.browser();
    const page = await browser.get('/authorize', beside(client, { request }));
    const end = await walk(browser, page, { user, until: REDIRECT_URI });
    expect(end.parameters['code']).toMatch(/^gh_ac_/);
    expect((await push(world, client, { request: await signed(client, alg) })).status).toBe(201);
  });

  it('G08 C12 with another secret, another algorithm or a key of the client it is refused', async () => {
    const { client, publicKey } = both;
    expectAccepted(await start(client, await signed(client, 'HS256')));
    const other = await register({ request_object_signing_alg: 'HS256' });
    await expectRefused(client, await signed(client, 'HS256', secretOf(other)));
    await expectRefused(client, await signed(client, 'HS512'));
    await expectRefused(client, await requestObject(world, both));
    const pem = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }));
    await expectRefused(client, await signed(client, 'HS256', pem));
  });

  it('G09 C11 no JWT that the same secret signs for something else is a request', async () => {
    const client = await register({
      token_endpoint_auth_method: 'client_secret_jwt',
      id_token_signed_response_alg: 'HS256',
      request_object_signing_alg: 'HS256',
    });
    const { id_token = '' } = await world.tokens({ client, user });
    const answer = await start(client, id_token);
    expectErrorRedirect(answer, client, 'invalid_request_object');
    const { client_id } = client;
    const assertion = await new SignJWT({
      ...{ ...aboutItself(client, world), sub: client_id, client_id, jti: 'once' },
    })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(secretOf(client));
    const asRequest = await start(client, assertion);
    expectErrorRedirect(asRequest, client, 'invalid_request_object');
    const authentication = {
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await signed(client, 'HS256'),
    };
    const asAssertion = await send(world, '/revoke', { token: 'x', client_id, ...authentication });
    expect([asAssertion.status, asAssertion.json.error]).toEqual([401, 'invalid_client']);
  });

  it('C18 both secrets are good while a rotation is under way', async () => {
    const client = await register({ request_object_signing_alg: 'HS256' });
    const rotated = await world.admin.post(`/clients/${client.client_id}/secrets`, {});
    const { client_secret } = rotated.json as { client_secret: string };
    for (const secret of [secretOf(client), Buffer.from(client_secret)]) {
      expectAccepted(await start(client, await signed(client, 'HS256', secret)));
    }
  });

  it.each(['none', 'private_key_jwt'])(
    'cannot be registered by a client that has no secret (%s)',
    async (token_endpoint_auth_method) => {
      const answer = await world.admin.post('/clients', {
        ...{ client_name: 'x', redirect_uris: [REDIRECT_URI], token_endpoint_auth_method },
        ...{ jwks_uri: 'https://client.example/jwks', request_object_signing_alg: 'HS256' },
      });
      expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
    },
  );
});
