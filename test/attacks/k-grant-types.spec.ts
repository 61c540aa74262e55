import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';

let world: LocalWorld;
let service: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld();
  await world.registerResourceServer({
    identifier: 'https://api.example/',
    scopes: ['photos:read'],
  });
  service = await world.registerClient({
    grant_types: ['client_credentials'],
    redirect_uris: undefined,
    scope: 'photos:read',
  });
  user = await world.createUser();
});

function expectError(answer: Answer, status: number, error: string): void {
  expect({ status: answer.status, error: answer.json.error }).toEqual({ status, error });
  expect(answer.headers.get('cache-control')).toContain('no-store');
  expect(answer.json).not.toHaveProperty('access_token');
}

describe('client credentials', () => {
  it('K15 "MUST only be used by confidential clients" (RFC 6749 §4.4)', async () => {
    const asked = { token_endpoint_auth_method: 'none', grant_types: ['client_credentials'] };
    const registration = await world.admin.post('/clients', { client_name: 'Public', ...asked });
    expect(registration.status).toBe(400);

    const app = await world.registerClient({ token_endpoint_auth_method: 'none' });
    const answer = await world.token(app, { grant_type: 'client_credentials' });
    expectError(answer, 400, 'unauthorized_client');
  });

  it('K15 a client that was disabled gets no more tokens', async () => {
    const doomed = await world.registerClient({
      grant_types: ['client_credentials'],
      redirect_uris: undefined,
      scope: 'photos:read',
    });
    expect((await world.token(doomed, { grant_type: 'client_credentials' })).status).toBe(200);
    const path = `/clients/${doomed.client_id}`;
    expect((await world.admin.patch(path, { disabled: true })).status).toBe(200);
    expectError(
      await world.token(doomed, { grant_type: 'client_credentials' }),
      401,
      'invalid_client',
    );
  });

  it('K15 a client that is not registered for the grant: unauthorized_client', async () => {
    const web = await world.registerClient();
    expectError(
      await world.token(web, { grant_type: 'client_credentials' }),
      400,
      'unauthorized_client',
    );
  });
});

describe('grant types', () => {
  it('K16 the password grant does not exist unless it is enabled', async () => {
    const { username, password } = user;
    const answer = await world.token(service, { grant_type: 'password', username, password });
    expectError(answer, 400, 'unsupported_grant_type');
  });

  it.each([
    'implicit',
    'CLIENT_CREDENTIALS',
    'client_credentials ',
    '__proto__',
    'constructor',
    'urn:ietf:params:oauth:grant-type:device_code ',
    'http://evil.example/grant',
  ])('K17 unknown grant_type %p: unsupported_grant_type', async (grant_type) => {
    expectError(await world.token(service, { grant_type }), 400, 'unsupported_grant_type');
  });

  it.each([
    ['twice, equal', ['client_credentials', 'client_credentials']],
    ['twice, different', ['client_credentials', 'authorization_code']],
    ['missing', undefined],
    ['empty', ''],
  ])('K17 grant_type %s: invalid_request', async (_case, grant_type) => {
    expectError(await world.token(service, { grant_type }), 400, 'invalid_request');
  });
});
