import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  askFor,
  FRONT_CHANNEL,
  leftHalfOfSha256,
  verifiedIdToken,
} from '../../support/front-channel.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

const PHOTOS = 'https://photos.example';

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'implicit' });
  await world.registerResourceServer({ identifier: PHOTOS, scopes: ['photos:read'] });
  const scope = 'openid profile email offline_access photos:read';
  client = await world.registerClient({ ...FRONT_CHANNEL, scope });
  user = await world.createUser({ name: 'Ada Example' });
});

describe('OIDC Core §3.2 response_type=id_token', () => {
  it('"all response parameters are added to the fragment component" and nothing but the ID token comes', async () => {
    const { end, answer, nonce } = await askFor(world, 'id_token', { client, user });
    expect(end.location?.search).toBe('');
    expect(Object.keys(answer).sort()).toEqual(['id_token', 'iss', 'session_state', 'state']);
    expect(answer['iss']).toBe(world.issuer);
    const claims = await verifiedIdToken(world, client, answer['id_token']);
    expect(claims).toMatchObject({ sub: user.sub, nonce, amr: ['pwd'] });
    expect(claims).not.toHaveProperty('at_hash');
    expect(claims).not.toHaveProperty('c_hash');
  });

  it('"when no Access Token is issued ... the resulting Claims are returned in the ID Token" (§5.4)', async () => {
    const scope = 'openid profile';
    const { answer } = await askFor(world, 'id_token', { client, user, scope });
    const claims = await verifiedIdToken(world, client, answer['id_token']);
    expect(claims).toMatchObject({ name: 'Ada Example', preferred_username: user.username });
    expect(claims).not.toHaveProperty('email');
  });

  it('no claim about the person can take the place of one about the token', async () => {
    const impostor = await world.createUser({ name: 'Eve', profile: 'https://eve.example' });
    const scope = 'openid profile email';
    const { answer } = await askFor(world, 'id_token', { client, user: impostor, scope });
    const claims = await verifiedIdToken(world, client, answer['id_token']);
    expect(claims).toMatchObject({ sub: impostor.sub, aud: client.client_id, iss: world.issuer });
    expect(claims).toMatchObject({ email: impostor['email'], email_verified: false });
  });

  it('is signed with the algorithm that the client registered', async () => {
    const metadata = { ...FRONT_CHANNEL, id_token_signed_response_alg: 'ES256' };
    const other = await world.registerClient(metadata);
    const { answer } = await askFor(world, 'id_token', { client: other, user });
    expect((await verifiedIdToken(world, other, answer['id_token'])).sub).toBe(user.sub);
  });
});

describe('OIDC Core §3.2 response_type=id_token token', () => {
  it('"at_hash ... REQUIRED": the ID token vouches for the access token (§3.2.2.10)', async () => {
    const scope = 'openid profile';
    const { end, answer, nonce } = await askFor(world, 'id_token token', { client, user, scope });
    expect(end.location?.search).toBe('');
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: '600', scope });
    expect(answer).not.toHaveProperty('refresh_token');
    expect(answer).not.toHaveProperty('code');
    const claims = await verifiedIdToken(world, client, answer['id_token']);
    expect(claims).toMatchObject({
      sub: user.sub,
      nonce,
      at_hash: leftHalfOfSha256(answer['access_token']),
    });
    expect(claims).not.toHaveProperty('c_hash');
    expect(claims).not.toHaveProperty('name');
    expect((await world.userinfo(answer['access_token'] ?? '')).json).toMatchObject({
      sub: user.sub,
      name: 'Ada Example',
    });
  });

  it('the order of the words does not matter (RFC 6749 §3.1.1)', async () => {
    const { answer } = await askFor(world, 'token id_token', { client, user });
    expect(Object.keys(answer)).toEqual(expect.arrayContaining(['access_token', 'id_token']));
  });

  it('a token for an API is for that API', async () => {
    const scope = 'openid photos:read';
    const { answer } = await askFor(world, 'id_token token', { client, user, scope });
    const api = await world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'] },
      resource_server: PHOTOS,
    });
    const seen = (await world.introspect(api, answer['access_token'] ?? '')).json;
    expect(seen).toMatchObject({ active: true, sub: user.sub, client_id: client.client_id });
    expect([seen.aud].flat()).toContain(PHOTOS);
  });
});

describe('requests that are wrong', () => {
  const TYPES = ['id_token', 'id_token token', 'code id_token', 'code id_token token'];

  it.each(TYPES)(
    '%s without "nonce ... REQUIRED": invalid_request (§3.2.2.1, §3.3.2.11)',
    async (type) => {
      const parameters = { nonce: undefined };
      const { end, answer } = await askFor(world, type, { client, user, parameters });
      expect(answer).toMatchObject({ error: 'invalid_request', iss: world.issuer });
      expect(answer['error_description']).toContain('nonce');
      expect(end.location?.search).toBe('');
      expect(end.location?.hash).toMatch(/^#error=/);
    },
  );

  it.each(TYPES)('%s without the scope openid: invalid_scope', async (type) => {
    const { answer } = await askFor(world, type, { client, user, scope: 'photos:read' });
    expect(answer).toMatchObject({ error: 'invalid_scope', iss: world.issuer });
  });

  it('prompt=none for nobody: login_required in the fragment (§3.2.2.6)', async () => {
    const parameters = { prompt: 'none' };
    const { end, answer } = await askFor(world, 'id_token', { client, user, parameters });
    expect(answer['error']).toBe('login_required');
    expect(end.location?.search).toBe('');
  });

  it('cancelled: access_denied in the fragment, and no token', async () => {
    const fresh = await world.createUser();
    const { end, answer } = await askFor(world, 'id_token token', {
      ...{ client, user: fresh, consent: 'cancel' },
    });
    expect(answer['error']).toBe('access_denied');
    expect(end.location?.hash).not.toMatch(/token=/);
  });
});
