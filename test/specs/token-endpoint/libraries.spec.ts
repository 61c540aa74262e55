import { beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import { InMemoryWebStorage, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import * as openid from 'openid-client';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';
import { assertionFor, JWT_BEARER, registerPartner, type Partner } from '../rfc7523/issuers.js';
import { EXCHANGE, TYPE } from '../rfc8693/services.js';

// The server under test listens on loopback, where plain http is what it serves.
// eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
const INSECURE = { [oauth.allowInsecureRequests]: true };
const API = 'https://diary.example';

type Fields = Record<string, string>;
interface Given {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly scope?: string;
  readonly id_token?: string;
}

/** A library as far as it asks the token endpoint. */
interface Library {
  clientCredentials(fields: Fields): Promise<Given>;
  refresh(refreshToken: string): Promise<Given>;
  /** Any other grant. */
  generic(grantType: string, fields: Fields): Promise<Given>;
}

async function withOpenidClient(issuer: string, client: RegisteredClient): Promise<Library> {
  const { client_id, client_secret = '' } = client;
  const authentication = openid.ClientSecretBasic(client_secret);
  const configuration = await openid.discovery(
    ...([new URL(issuer), client_id, undefined, authentication] as const),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
    { execute: [openid.allowInsecureRequests] },
  );
  return {
    clientCredentials: (fields) => openid.clientCredentialsGrant(configuration, fields),
    refresh: (token) => openid.refreshTokenGrant(configuration, token),
    generic: (type, fields) => openid.genericGrantRequest(configuration, type, fields),
  };
}

async function withOauth4webapi(issuer: string, client: RegisteredClient): Promise<Library> {
  const url = new URL(issuer);
  const discovered = await oauth.discoveryRequest(url, INSECURE);
  const as = await oauth.processDiscoveryResponse(url, discovered);
  const self: oauth.Client = { client_id: client.client_id };
  const asked = [as, self, oauth.ClientSecretBasic(client.client_secret ?? '')] as const;
  return {
    clientCredentials: async (fields) => {
      const response = await oauth.clientCredentialsGrantRequest(...asked, fields, INSECURE);
      return oauth.processClientCredentialsResponse(as, self, response);
    },
    refresh: async (token) => {
      const response = await oauth.refreshTokenGrantRequest(...asked, token, INSECURE);
      return oauth.processRefreshTokenResponse(as, self, response);
    },
    generic: async (type, fields) => {
      const response = await oauth.genericTokenEndpointRequest(...asked, type, fields, INSECURE);
      return oauth.processGenericTokenEndpointResponse(as, self, response);
    },
  };
}

let world: LocalWorld;
let client: RegisteredClient;
let partner: Partner;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'password' });
  await world.registerResourceServer({ identifier: API, scopes: ['diary:read'] });
  client = await world.registerClient({
    grant_types: [
      ...['authorization_code', 'refresh_token', 'client_credentials', 'password'],
      ...[EXCHANGE, JWT_BEARER],
    ],
    ...{ first_party: true, scope: 'openid diary:read', resource_server: API },
    token_exchange: { audiences: [API], delegation: true },
  });
  user = await world.createUser({ name: 'Ada Example' });
  partner = await registerPartner(world, client, { scopes: ['diary:read'] });
});

describe.each([
  ['openid-client', withOpenidClient],
  ['oauth4webapi', withOauth4webapi],
])('%s at the token endpoint', (_name, open) => {
  let library: Library;

  beforeAll(async () => {
    library = await open(world.issuer, client);
  });

  const about = async (token: string) => (await world.introspect(client, token)).json;
  const byPassword = () =>
    library.generic('password', {
      ...{ username: user.username, password: user.password, scope: 'openid diary:read' },
    });

  it('client credentials', async () => {
    const { access_token } = await library.clientCredentials({ scope: 'diary:read' });
    expect(await about(access_token)).toMatchObject({ active: true, sub: client.client_id });
  });

  it('password, and the refresh token that comes of it', async () => {
    const { access_token, refresh_token = '', id_token } = await byPassword();
    expect(id_token).toMatch(/^ey/);
    expect(await about(access_token)).toMatchObject({ active: true, sub: user.sub });
    const renewed = await library.refresh(refresh_token);
    expect(renewed.refresh_token).not.toBe(refresh_token);
    expect(await about(renewed.access_token)).toMatchObject({ active: true, sub: user.sub });
  });

  it('token exchange', async () => {
    const { access_token: subject_token } = await byPassword();
    const exchanged = await library.generic(EXCHANGE, {
      ...{ subject_token, subject_token_type: TYPE.access },
      ...{ resource: API, scope: 'diary:read' },
    });
    expect(exchanged).toMatchObject({ issued_token_type: TYPE.access });
    expect(await about(exchanged.access_token)).toMatchObject({
      ...{ active: true, sub: user.sub, scope: 'diary:read' },
    });
  });

  it('JWT bearer', async () => {
    const assertion = assertionFor(world, partner, user);
    const { access_token } = await library.generic(JWT_BEARER, { assertion, scope: 'diary:read' });
    expect(await about(access_token)).toMatchObject({ active: true, sub: user.sub });
  });

  it('an error is the error that was sent', async () => {
    const refused = library.generic(JWT_BEARER, { assertion: 'x' });
    await expect(refused).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
  });
});

// Its code flow and its silent renewal are tested in a browser, with examples/spa.
describe('oidc-client-ts at the token endpoint', () => {
  it('password, and the refresh token that comes of it', async () => {
    const store = new WebStorageStateStore({ store: new InMemoryWebStorage() });
    const people = new UserManager({
      ...{ authority: world.issuer, client_id: client.client_id },
      ...{ client_secret: client.client_secret ?? '', scope: 'openid diary:read' },
      client_authentication: 'client_secret_basic',
      redirect_uri: client.redirect_uris[0] ?? '',
      ...{ stateStore: store, userStore: store, automaticSilentRenew: false },
    });
    const { username, password } = user;
    const first = await people.signinResourceOwnerCredentials({ username, password });
    expect(first.profile.sub).toBe(user.sub);
    const renewed = await people.signinSilent();
    expect(renewed?.refresh_token).not.toBe(first.refresh_token);
    expect((await world.userinfo(renewed?.access_token ?? '')).json.sub).toBe(user.sub);
  });
});
