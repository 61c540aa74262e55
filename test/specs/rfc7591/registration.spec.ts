import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  initialAccessToken,
  METADATA,
  REDIRECT_URI,
  selfRegistered,
  sendRegistration,
} from '../../support/registration.js';
import { type LocalWorld, startWorld } from '../../support/world.js';

let world: LocalWorld;
let token: string;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'implicit' });
  token = await initialAccessToken(world);
}, 60_000);

const register = (body: unknown, bearer: string | undefined = token) =>
  sendRegistration(world, { token: bearer, body });

const refusal = async (metadata: object) => {
  const { status, json } = await register({ ...METADATA, ...metadata });
  return [status, json.error as unknown];
};

const INVALID = [400, 'invalid_client_metadata'];

describe('RFC 7591 §3.2.1: "the server responds with HTTP 201 and all registered metadata"', () => {
  it('the identifier, the secret and its expiry, and the way back', async () => {
    const answer = await register(METADATA);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    const { json } = answer;
    expect(json).toMatchObject({
      client_id: expect.stringMatching(/^[\w-]{22}$/),
      client_secret: expect.stringMatching(/^gh_cs_[\w-]{43}$/),
      client_secret_expires_at: 0,
      registration_access_token: expect.stringMatching(/^gh_rat_[\w-]{43}$/),
      registration_client_uri: `${world.issuer}/register/${json.client_id}`,
    });
    expect(Math.abs(json.client_id_issued_at - Date.now() / 1000)).toBeLessThan(10);
  });

  it('what was asked for, and the defaults where nothing was', async () => {
    const asked = {
      ...METADATA,
      post_logout_redirect_uris: ['https://client.example/bye'],
      client_uri: 'https://client.example/',
      logo_uri: 'https://client.example/logo.png',
      policy_uri: 'https://client.example/privacy',
      tos_uri: 'https://client.example/terms',
      contacts: ['team@client.example'],
      initiate_login_uri: 'https://client.example/login',
      default_max_age: 3600,
      software_id: 'self-made',
      software_version: '2',
      scope: 'openid email',
    };
    expect((await register(asked)).json).toMatchObject({
      ...asked,
      application_type: 'web',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'RS256',
      require_pkce: true,
    });
  });

  it('a client that needs no secret gets none', async () => {
    const { json } = await register({ ...METADATA, token_endpoint_auth_method: 'none' });
    expect(json).toMatchObject({ token_endpoint_auth_method: 'none', require_pkce: true });
    expect(json).not.toHaveProperty('client_secret');
    expect(json).not.toHaveProperty('client_secret_expires_at');
  });

  it('the client works, with all scopes of OpenID Connect when it named none', async () => {
    const client = await selfRegistered(world);
    const user = await world.createUser({ name: 'Alice' });
    const scope = 'openid profile email address phone offline_access';
    const tokens = await world.tokens({ client, user, scope });
    expect(tokens.scope?.split(' ').sort()).toEqual(scope.split(' ').sort());
    expect((await world.userinfo(tokens.access_token)).json.name).toBe('Alice');
    expect((await world.refresh(client, tokens.refresh_token ?? '')).status).toBe(200);
  });

  it('a name is not needed: people are shown where the client lives', async () => {
    const { json } = await register({ redirect_uris: [REDIRECT_URI] });
    expect(json.client_name).toBe('client.example');
    const native = {
      application_type: 'native',
      redirect_uris: ['com.example.app:/callback'],
      token_endpoint_auth_method: 'none',
    };
    expect((await register(native)).json.client_name).toBe('com.example.app');
  });
});

describe('RFC 7591 §2: what cannot be registered', () => {
  it.each<[string, object]>([
    ['redirect_uris', { redirect_uris: 'https://client.example/callback' }],
    ['redirect_uris', { redirect_uris: [7] }],
    ['client_name', { client_name: ['x'] }],
    ['grant_types', { grant_types: 'authorization_code' }],
    ['jwks', { jwks: 'keys' }],
    ['contacts', { contacts: [{}] }],
    ['default_max_age', { default_max_age: '1' }],
    ['token_endpoint_auth_method', { token_endpoint_auth_method: 'telepathy' }],
    ['client_uri', { client_uri: 1 }],
  ])('a member of the wrong type: %s %j', async (member, metadata) => {
    const { status, json } = await register({ ...METADATA, ...metadata });
    expect([status, json.error]).toEqual(INVALID);
    expect(json.error_description).toContain(member);
    // RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E
    expect(json.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  });

  it.each<[object]>([
    [{ redirect_uris: [] }],
    [{ redirect_uris: ['https://client.example/cb#fragment'] }],
    [{ redirect_uris: ['http://client.example/cb'] }],
    [{ redirect_uris: ['/relative'] }],
  ])(
    '"invalid_redirect_uri: the value of one or more redirection URIs is invalid" %j',
    async (metadata) => {
      expect(await refusal(metadata)).toEqual([400, 'invalid_redirect_uri']);
    },
  );

  it('initiate_login_uri needs https (OIDC Registration §2)', async () => {
    expect(await refusal({ initiate_login_uri: 'http://client.example/login' })).toEqual(INVALID);
    expect(await refusal({ initiate_login_uri: 'http://localhost/login' })).toEqual(INVALID);
  });

  it('jwks and jwks_uri exclude each other, and private_key_jwt needs one of them', async () => {
    const jwks_uri = 'https://client.example/jwks';
    expect(await refusal({ jwks: { keys: [] }, jwks_uri })).toEqual(INVALID);
    expect(await refusal({ token_endpoint_auth_method: 'private_key_jwt' })).toEqual(INVALID);
  });

  it.each(['[]', '"text"', '7'])('a body that is no object: %s', async (body) => {
    expect((await register(body)).json.error).toBe('invalid_client_metadata');
  });

  it('a form', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await sendRegistration(world, { token, body: 'client_name=x', headers });
    expect(answer.status).toBe(415);
  });
});

describe('RFC 7591 §2: "The authorization server MUST ignore any client metadata ... that it does not understand"', () => {
  it('members of null are members left out', async () => {
    const nothing = { client_name: null, grant_types: null, scope: null, jwks: null };
    const { status, json } = await register({ ...METADATA, ...nothing });
    expect([status, json.client_name]).toEqual([201, 'client.example']);
  });

  it('§3.1.1 "MUST ignore the software statement ... if it does not support this feature"', async () => {
    const answer = await register({ ...METADATA, software_statement: 'eyJhbGciOiJub25lIn0.e30.' });
    expect(answer.status).toBe(201);
    expect(answer.json).not.toHaveProperty('software_statement');
  });

  it('§2.2 names in other languages', async () => {
    const answer = await register({ ...METADATA, 'client_name#ja': '\u30af\u30e9\u30a4' });
    expect(answer.status).toBe(201);
    expect(answer.json).not.toHaveProperty('client_name#ja');
  });
});

describe('RFC 7591 §3: who may register', () => {
  it('by default whoever has an initial access token', async () => {
    const without = await sendRegistration(world, { body: METADATA });
    expect([without.status, without.json.error]).toEqual([401, 'invalid_token']);
    expect(without.headers.get('www-authenticate')).toBe('Bearer realm="gatehouse"');
    const wrong = await register(METADATA, 'gh_iat_wrong');
    expect([wrong.status, wrong.json.error]).toEqual([401, 'invalid_token']);
    expect(wrong.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('discovery names the endpoint', async () => {
    const { json } = await world.get('/.well-known/openid-configuration');
    expect(json.registration_endpoint).toBe(`${world.issuer}/register`);
  });
});

describe('initial access tokens', () => {
  it('are shown once, and can be listed and withdrawn', async () => {
    const created = await world.admin.create('/initial-access-tokens', { name: 'Partner' });
    expect(created).toMatchObject({ name: 'Partner', uses: 0, max_uses: 1 });
    const value = created.initial_access_token as string;
    expect(value).toMatch(/^gh_iat_[\w-]{43}$/);
    const { items } = (await world.admin.get('/initial-access-tokens')).json;
    const listed = items.find(({ id }: { id: string }) => id === created.id);
    expect({ ...listed, initial_access_token: value }).toEqual(created);
    expect(JSON.stringify(items)).not.toContain(value);
    expect((await world.admin.delete(`/initial-access-tokens/${created.id}`)).status).toBe(204);
    expect((await register(METADATA, value)).status).toBe(401);
    expect((await world.admin.delete(`/initial-access-tokens/${created.id}`)).status).toBe(404);
  });

  it('are used up by registrations, and not by refused ones', async () => {
    const value = await initialAccessToken(world, { max_uses: 2 });
    const outcomes: number[] = [];
    for (const metadata of [METADATA, { redirect_uris: [] }, METADATA, METADATA]) {
      outcomes.push((await register(metadata, value)).status);
    }
    expect(outcomes).toEqual([201, 400, 201, 401]);
  });

  it('a policy decides what the client cannot ask for', async () => {
    await world.registerResourceServer({
      identifier: 'https://photos.example',
      scopes: ['photos:read'],
    });
    const grant_types = ['authorization_code', 'implicit', 'client_credentials'];
    const terms = {
      grant_types,
      scope: 'photos:read',
      require_pkce: false,
      legacy_assertion_audience: true,
    };
    const wanted = {
      grant_types,
      response_types: ['code', 'code id_token', 'id_token token'],
      scope: 'openid photos:read',
    };
    const client = await selfRegistered(world, wanted, terms);
    expect(client).toMatchObject({
      ...wanted,
      require_pkce: false,
      legacy_assertion_audience: true,
    });
    const user = await world.createUser();
    expect(await world.tokens({ client, user, pkce: false })).toHaveProperty('id_token');
    expect((await world.clientCredentials(client)).scope).toBe('photos:read');
  });

  it.each<[string, object]>([
    ['/policy/grant_types', { policy: { grant_types: ['telepathy'] } }],
    ['/policy/grant_types', { policy: { grant_types: ['password'] } }],
    ['/policy/scope', { policy: { scope: 'users:write' } }],
    ['/policy/scope', { policy: { scope: 'two  spaces' } }],
    ['/policy/require_pkce', { policy: { require_pkce: 'no' } }],
    ['/policy', { policy: [] }],
    ['/expires_at', { expires_at: 1 }],
    ['/max_uses', { max_uses: 0 }],
    ['/name', { name: '' }],
  ])('cannot have: %s %j', async (member, settings) => {
    const body = { name: 'Refused', ...settings };
    const { status, json } = await world.admin.post('/initial-access-tokens', body);
    const pointers = json.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect([status, pointers]).toEqual([400, [member]]);
  });
});
