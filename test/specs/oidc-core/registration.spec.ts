import { beforeAll, describe, expect, it } from '@jest/globals';
import { FRONT_CHANNEL } from '../../support/front-channel.js';
import { startWorld, type LocalWorld } from '../../support/world.js';

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'implicit,password' });
});

const register = async (metadata: object) => {
  const { status, json } = await world.admin.post('/clients', {
    client_name: 'Legacy',
    redirect_uris: ['https://client.example/callback'],
    ...metadata,
  });
  return [status, json.error as unknown];
};

const REFUSED = [400, 'invalid_client_metadata'];
const REGISTERED = [201, undefined];
const BOTH = ['authorization_code', 'implicit'];

describe('OIDC Registration §2: response types and the grant types they need', () => {
  it.each([
    [['code'], ['authorization_code'], REGISTERED],
    [['code id_token'], ['authorization_code'], REGISTERED],
    [['code id_token'], BOTH, REGISTERED],
    [['id_token'], ['implicit'], REGISTERED],
    [['token'], ['implicit'], REGISTERED],
    [['token id_token'], ['implicit'], REGISTERED],
    [['code token'], BOTH, REGISTERED],
    [['code id_token token'], BOTH, REGISTERED],
    [['code', 'id_token token'], BOTH, REGISTERED],
    [['code'], ['implicit'], REFUSED],
    [['code id_token'], ['implicit'], REFUSED],
    [['id_token'], ['authorization_code'], REFUSED],
    [['id_token token'], ['authorization_code'], REFUSED],
    [['code token'], ['authorization_code'], REFUSED],
    [['code token'], ['implicit'], REFUSED],
    [['code id_token token'], ['authorization_code'], REFUSED],
    [['id_token'], BOTH, REFUSED],
    [['code'], BOTH, REFUSED],
    [undefined, ['implicit'], REFUSED],
    [['none'], ['authorization_code'], REFUSED],
    [['code code'], ['authorization_code'], REFUSED],
  ])('%j with %j', async (response_types, grant_types, expected) => {
    expect(await register({ response_types, grant_types })).toEqual(expected);
  });

  it('the password grant is for first-party clients', async () => {
    const grant_types = ['password', 'refresh_token'];
    const own = { redirect_uris: [], grant_types };
    expect(await register(own)).toEqual(REFUSED);
    expect(await register({ ...own, first_party: true })).toEqual(REGISTERED);
    const client = await world.registerClient({ ...own, first_party: true });
    const change = { first_party: false };
    const answer = await world.admin.patch(`/clients/${client.client_id}`, change);
    expect([answer.status, answer.json.error]).toEqual(REFUSED);
  });
});

describe('OIDC Registration §2: "Web Clients using the OAuth Implicit Grant Type MUST only register URLs using the https scheme ... MUST NOT use localhost"', () => {
  const URIS = ['http://localhost:4000/cb', 'http://127.0.0.1/cb', 'https://localhost/cb'];

  it.each(URIS)('%s', async (uri) => {
    const redirect_uris = ['https://client.example/callback', uri];
    const refused = [400, 'invalid_redirect_uri'];
    expect(await register({ ...FRONT_CHANNEL, redirect_uris })).toEqual(refused);
    expect(await register({ redirect_uris })).toEqual(REGISTERED);
    const client = await world.registerClient({ redirect_uris });
    const answer = await world.admin.patch(`/clients/${client.client_id}`, FRONT_CHANNEL);
    expect([answer.status, answer.json.error]).toEqual(refused);
  });
});

describe('with LEGACY_GRANTS=implicit,password', () => {
  it('the metadata names them', async () => {
    const { json } = await world.get('/.well-known/openid-configuration');
    expect(json.response_types_supported.sort()).toEqual([...FRONT_CHANNEL_NAMES].sort());
    expect(json.grant_types_supported).toEqual(
      expect.arrayContaining(['authorization_code', 'implicit', 'password', 'refresh_token']),
    );
    expect(json.response_modes_supported).toEqual(['query', 'fragment', 'form_post']);
  });

  it('the password grant is one of the forms of /token, and an operation in Swagger UI', async () => {
    const contract = (await world.get('/openapi.json')).json;
    const { requestBody } = contract.paths['/token'].post;
    const { schema } = requestBody.content['application/x-www-form-urlencoded'];
    expect(schema.discriminator.mapping.password).toBe('#/components/schemas/PasswordRequest');
    const { paths } = (await world.get('/docs/openapi.json')).json;
    expect(paths['/token#password'].post.description).toContain('RFC 6749 §4.3');
    expect(Object.keys(paths)).not.toContain('/token#implicit');
  });
});

const FRONT_CHANNEL_NAMES = [
  ...['code', 'id_token', 'token', 'id_token token'],
  ...['code id_token', 'code token', 'code id_token token'],
];
