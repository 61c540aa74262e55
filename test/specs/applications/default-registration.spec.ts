// What an application by others gets that an admin registered by its name and redirect URI alone.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { ask, expectErrorRedirect } from '../../attacks/authorization-request.js';
import { selfRegistered } from '../../support/registration.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';

const WITHOUT_PKCE = { code_challenge: undefined, code_challenge_method: undefined };

let world: LocalWorld;
let user: RegisteredUser;
let client: RegisteredClient;
beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser({ name: 'Mei Lindqvist' });
  client = await world.admin.create('/clients', {
    client_name: 'Tickets',
    redirect_uris: ['https://client.example/callback'],
  });
});

describe('PKCE: "For confidential clients, the use of PKCE is RECOMMENDED" (RFC 9700 §2.1.1)', () => {
  it('is not asked of a client that authenticates', async () => {
    expect(client['require_pkce']).toBe(false);
    const issued = await world.authorizationCode({ client, user, pkce: false });
    expect((await world.redeem(client, issued)).status).toBe(200);
  });

  it('is asked of it where it was registered so, and of a client that registered itself', async () => {
    const strict = await world.registerClient({ require_pkce: true });
    expectErrorRedirect(await ask(world, strict, WITHOUT_PKCE), strict, 'invalid_request');
    expect((await selfRegistered(world)).require_pkce).toBe(true);
  });

  it('REQUIRE_PKCE=all asks it of everybody', async () => {
    const all = await startWorld({ REQUIRE_PKCE: 'all' });
    const one = await all.registerClient({ require_pkce: false });
    expectErrorRedirect(await ask(all, one, WITHOUT_PKCE), one, 'invalid_request');
  });
});

describe('the answer to a registration', () => {
  it('has what the application asks of whoever sets it up, and the scope that it was given', () => {
    const { issuer } = world;
    expect(client).toMatchObject({
      warnings: [],
      configuration: {
        issuer,
        discovery: `${issuer}/.well-known/openid-configuration`,
        client_id: client.client_id,
        token_endpoint_auth_method: 'client_secret_basic',
        scope: 'openid profile email address phone groups roles offline_access',
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
      },
    });
  });

  it('warns of what is allowed and less safe, by its place', async () => {
    const uris = ['com.example.app:/callback', 'cursor://callback'];
    const native = { redirect_uris: uris, token_endpoint_auth_method: 'none' };
    const { client_id, warnings } = (await world.registerClient(native)) as any;
    expect(warnings).toMatchObject([{ pointer: '/redirect_uris/1' }]);
    const path = `/clients/${String(client_id)}`;
    const changed = await world.admin.patch(path, { redirect_uris: uris.slice(0, 1) });
    expect([changed.status, changed.json.warnings]).toEqual([200, []]);
    const read = (await world.admin.get(path)).json;
    expect((await world.admin.patch(path, read)).status).toBe(200);
  });
});

describe('the secret: "MAY use the HTTP Basic authentication scheme"; "Alternatively [...] in the request-body" (RFC 6749 §2.3.1)', () => {
  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'may be sent by %s',
    async (method) => {
      const issued = await world.authorizationCode({ client, user });
      const answer = await world.redeem({ ...client, token_endpoint_auth_method: method }, issued);
      expect(answer.status).toBe(200);
    },
  );
});

describe('ID tokens: "The Claims requested by the profile, email, address, and phone scope values" (OIDC Core §5.4)', () => {
  const scope = 'openid profile email offline_access';
  const told = { name: 'Mei Lindqvist' };

  it('tell what the scope opens, as userinfo does; those of a refresh too', async () => {
    const tokens = await world.tokens({ client, user, scope });
    const about = { ...told, email: user.email, preferred_username: user.username };
    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject(about);
    expect((await world.userinfo(tokens.access_token)).json).toMatchObject(about);
    const { json } = await world.refresh(client, tokens.refresh_token ?? '');
    expect(decodeJwt(json.id_token)).toMatchObject(about);
  });

  it('tell nothing that the scope does not open', async () => {
    const { id_token = '' } = await world.tokens({ client, user, scope: 'openid email' });
    expect(decodeJwt(id_token)).toMatchObject({ email: user.email });
    expect(decodeJwt(id_token)).not.toHaveProperty('name');
  });

  it('with id_token_claims minimal tell who it is alone', async () => {
    const minimal = await world.registerClient({ id_token_claims: 'minimal' });
    const { id_token = '' } = await world.tokens({ client: minimal, user, scope });
    expect(Object.keys(decodeJwt(id_token)).sort()).toEqual(
      ['acr', 'amr', 'at_hash', 'aud', 'auth_time', 'exp', 'iat', 'iss', 'sid', 'sub'].sort(),
    );
  });

  it('are minimal for a client that registered itself, unless it says otherwise', async () => {
    expect((await selfRegistered(world)).id_token_claims).toBe('minimal');
    const own = await selfRegistered(world, { id_token_claims: 'scope' });
    expect(own.id_token_claims).toBe('scope');
  });
});

describe('scope: "If the client omits the scope parameter [...] the authorization server MUST either process the request using a pre-defined default value" (RFC 6749 §3.3)', () => {
  it('is all that the client is registered for, but for what outlives the session', async () => {
    const tokens = await world.tokens({ client, user, parameters: { scope: undefined } });
    expect(tokens.scope?.split(' ')).toEqual(
      expect.arrayContaining(['openid', 'profile', 'email']),
    );
    expect(tokens.scope).not.toContain('offline_access');
  });

  it('that nobody knows is ignored, and the answer and the consent page say what was granted', async () => {
    const scope = 'openid groups.read.all profile';
    const { end, browser } = await world.authorize({ client, user, scope });
    expect(end.parameters).toHaveProperty('code');
    const shown = browser.history.map(({ text }) => text).join('');
    expect(shown).not.toContain('groups.read.all');
    const tokens = await world.tokens({ client, user, scope });
    expect(tokens.scope).toBe('openid profile');
  });

  it('that is another client’s is refused by name', async () => {
    const { parameters } = await ask(world, client, { scope: 'openid clients:read' });
    expect(parameters).toMatchObject({ error: 'invalid_scope' });
    expect(parameters['error_description']).toContain('clients:read');
  });
});
