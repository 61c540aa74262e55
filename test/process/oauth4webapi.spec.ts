import { beforeAll, describe, expect, it } from '@jest/globals';
import { ResponseBodyError, WWWAuthenticateChallengeError } from 'oauth4webapi';
import type { AuthorizationServer } from 'oauth4webapi';
import { startServer } from '../support/server-process.js';
import { worldOf, type RegisteredUser, type World } from '../support/world.js';
import { discover, StrictClient, validateAccessToken } from './strict-client.js';

const ORDERS = 'https://orders.example';
const LEDGER = 'https://ledger.example';
const SCOPE = 'openid profile email offline_access orders:read ledger:read';
const GRANT_TYPES = ['authorization_code', 'refresh_token'];

let world: World;
let as: AuthorizationServer;
let user: RegisteredUser;

beforeAll(async () => {
  world = worldOf(await startServer());
  await world.registerResourceServer({ identifier: ORDERS, scopes: ['orders:read'] });
  await world.registerResourceServer({
    identifier: LEDGER,
    scopes: ['ledger:read'],
    access_token_format: 'opaque',
  });
  user = await world.createUser({ name: 'Ada Example' });
  as = await discover(world.issuer, 'oidc');
});

/** Refused by the library with the error code and status that the server sent. */
const refused = (error: string, status = 400) =>
  expect.objectContaining({ constructor: ResponseBodyError, error, status });

// Answered with a challenge, as RFC 6749 §5.2 wants it for who came with an Authorization header.
const challenged = (status: number) =>
  expect.objectContaining({ constructor: WWWAuthenticateChallengeError, status });

describe('discovery', () => {
  it('is the same document at both well-known places, with every endpoint used here', async () => {
    expect(as.issuer).toBe(world.issuer);
    expect(await discover(world.issuer, 'oauth2')).toMatchObject({
      issuer: as.issuer,
      authorization_endpoint: as.authorization_endpoint,
      token_endpoint: as.token_endpoint,
      jwks_uri: as.jwks_uri,
      introspection_endpoint: expect.stringContaining('/introspect'),
      revocation_endpoint: expect.stringContaining('/revoke'),
      grant_types_supported: expect.arrayContaining([...GRANT_TYPES, 'client_credentials']),
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    });
    expect(as.userinfo_endpoint).toEqual(expect.stringContaining('/userinfo'));
  });

  it('names the client authentication methods that work below', () => {
    expect(as.token_endpoint_auth_methods_supported).toEqual(
      expect.arrayContaining([
        ...['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
      ]),
    );
  });
});

async function strictClient(method: string, metadata: Record<string, unknown> = {}) {
  const registered = await world.registerClient({
    token_endpoint_auth_method: method,
    grant_types: method === 'none' ? GRANT_TYPES : [...GRANT_TYPES, 'client_credentials'],
    scope: SCOPE,
    ...metadata,
  });
  return StrictClient.create(as, registered);
}

const METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'];

describe.each(METHODS)('oauth4webapi with %s', (method) => {
  let client: StrictClient;
  beforeAll(async () => {
    client = await strictClient(method);
  });

  it('code + PKCE + state + nonce, ID token, userinfo', async () => {
    const tokens = await client.authorize(user, { scope: 'openid profile email' });
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'openid profile email' });
    expect(tokens.claims.sub).toBe(user.sub);
    expect(await client.userinfo(tokens.access_token, user.sub)).toMatchObject({
      sub: user.sub,
      name: 'Ada Example',
      email: user['email'],
    });
  });

  it('refresh, and revocation of what came of it', async () => {
    const { refresh_token: first = '' } = await client.authorize(user, {
      scope: 'openid offline_access orders:read',
      prompt: 'consent',
      resource: ORDERS,
    });
    const { access_token, refresh_token: next = '' } = await client.refresh(first);
    expect(next).not.toBe(first);
    expect(await validateAccessToken(as, access_token, ORDERS)).toMatchObject({
      sub: user.sub,
      scope: expect.stringContaining('orders:read'),
    });
    await client.revoke(next);
    await expect(client.refresh(next)).rejects.toEqual(refused('invalid_grant'));
  });
});

describe.each(METHODS.filter((method) => method !== 'none'))('a service with %s', (method) => {
  let client: StrictClient;
  beforeAll(async () => {
    client = await strictClient(method);
  });

  it('client credentials for a JWT: validated, introspected, revoked', async () => {
    const { access_token } = await client.clientCredentials({ scope: 'orders:read' });
    const claims = await validateAccessToken(as, access_token, ORDERS);
    expect(await client.introspect(access_token)).toMatchObject({
      active: true,
      aud: ORDERS,
      scope: 'orders:read',
      client_id: claims.client_id,
      exp: claims.exp,
      jti: claims.jti,
    });
    await client.revoke(access_token);
    expect(await client.introspect(access_token)).toEqual({ active: false });
  });

  it('client credentials for an opaque token: introspected, revoked', async () => {
    const { access_token } = await client.clientCredentials({ resource: LEDGER });
    expect(access_token).not.toContain('.');
    expect(await client.introspect(access_token)).toMatchObject({
      active: true,
      aud: LEDGER,
      scope: 'ledger:read',
    });
    await client.revoke(access_token);
    expect(await client.introspect(access_token)).toEqual({ active: false });
  });

  it('a person’s opaque token is introspected as theirs, and ends with its refresh token', async () => {
    const parameters = { scope: 'openid ledger:read', resource: LEDGER };
    const tokens = await client.authorize(user, parameters);
    expect(await client.introspect(tokens.access_token)).toMatchObject({
      active: true,
      sub: user.sub,
      // `openid` without a resource of its own: the token is good at /userinfo as well.
      aud: [LEDGER, world.issuer],
    });
    await client.revoke(tokens.refresh_token ?? '');
    expect(await client.introspect(tokens.access_token)).toEqual({ active: false });
  });
});

describe('what the library must be told in its own terms', () => {
  it('the resource server, as a client tied to it, introspects tokens meant for it only', async () => {
    const service = await strictClient('client_secret_basic');
    const library = await strictClient('client_secret_basic', {
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scope: '',
      resource_server: LEDGER,
    });
    const opaque = await service.clientCredentials({ resource: LEDGER });
    const jwt = await service.clientCredentials({ resource: ORDERS });
    expect(await library.introspect(opaque.access_token)).toMatchObject({ active: true });
    expect(await library.introspect(jwt.access_token)).toEqual({ active: false });
  });

  it('a public client has no client credentials and may not introspect', async () => {
    const client = await strictClient('none');
    const { access_token } = await client.authorize(user, { scope: 'openid' });
    await expect(client.clientCredentials({})).rejects.toEqual(refused('unauthorized_client'));
    await expect(client.introspect(access_token)).rejects.toEqual(refused('invalid_client', 401));
  });

  it('a wrong secret is invalid_client, with a challenge for HTTP Basic', async () => {
    const registered = await world.registerClient();
    const wrong = { ...registered, client_secret: 'wrong' };
    const basic = await StrictClient.create(as, wrong);
    await expect(basic.refresh('any')).rejects.toEqual(challenged(401));
  });
});
