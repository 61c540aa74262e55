import { beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'openid-client';
import { authorizationRequest, expectErrorRedirect } from '../../attacks/authorization-request.js';
import { send } from '../../attacks/requests.js';
import { pkce } from '../../support/pkce.js';
import { push, pushed, visit } from '../../support/pushed.js';
import { walk } from '../../support/sign-in.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';

const REDIRECT_URI = 'https://client.example/callback';

describe('RFC 9126: pushed authorization requests', () => {
  let world: LocalWorld;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    user = await world.createUser();
  });

  it.each(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'])(
    '§2.1 a client that authenticates with %s pushes a request and gets its code',
    async (token_endpoint_auth_method) => {
      const client = await world.registerClient({ token_endpoint_auth_method });
      const { code_verifier, ...challenge } = pkce();
      const answer = await push(world, client, challenge);
      expect(answer.status).toBe(201);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.json).toEqual({
        request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/),
        expires_in: 90,
      });
      const browser = world.browser();
      const start = await visit(browser, client, answer.json.request_uri);
      const end = await walk(browser, start, { user, until: REDIRECT_URI });
      expect(end.parameters).toMatchObject({ state: 'state-of-the-client', iss: world.issuer });
      const code = end.parameters['code'] ?? '';
      const issued = { code, code_verifier, redirect_uri: REDIRECT_URI, browser, response: {} };
      expect((await world.redeem(client, issued)).status).toBe(200);
    },
  );

  it('§2.1 nothing that the client authenticated with is stored with the request', async () => {
    const byPost = await world.registerClient({ token_endpoint_auth_method: 'client_secret_post' });
    const byKey = await world.registerClient({ token_endpoint_auth_method: 'private_key_jwt' });
    for (const client of [byPost, byKey]) {
      await pushed(world, client);
      const sql = 'SELECT parameters FROM pushed_authorization_requests WHERE client_id = ?';
      const [row] = await world.query(sql, [client.client_id]);
      const stored = JSON.parse(row.parameters) as Record<string, string>;
      expect(Object.keys(stored).sort()).toEqual(
        Object.keys({ ...authorizationRequest(client) }).sort(),
      );
      expect(stored['client_id']).toBe(client.client_id);
    }
  });

  it('§2.3 what is wrong with a request is said at once, as JSON', async () => {
    const client = await world.registerClient({ require_pkce: true });
    for (const [changes, error] of [
      [{ redirect_uri: 'https://evil.example' }, 'invalid_request'],
      [{ response_type: undefined }, 'invalid_request'],
      [{ response_type: 'code token' }, 'unsupported_response_type'],
      [{ scope: 'nothing:known' }, 'invalid_scope'],
      [{ code_challenge: undefined }, 'invalid_request'],
      [{ code_challenge_method: 'plain' }, 'invalid_request'],
      [{ prompt: 'none login' }, 'invalid_request'],
      [{ resource: 'https://unknown.example' }, 'invalid_target'],
      [{ state: ['a', 'b'] }, 'invalid_request'],
    ] as const) {
      const answer = await push(world, client, changes);
      expect([changes, answer.status, answer.json.error]).toEqual([changes, 400, error]);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.location).toBeUndefined();
    }
  });

  it('§2.3 other methods are answered with 405', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await fetch(`${world.issuer}/par`, { method });
      expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, 'POST']);
      await answer.text();
    }
  });

  it('§2.3 a body that is too large is answered with 413, and more than is kept with 400', async () => {
    const client = await world.registerClient();
    const answer = await push(world, client, { claims_locales: 'x'.repeat(70_000) });
    expect([answer.status, answer.json.error]).toEqual([413, 'invalid_request']);
    // What fits into a request need not fit to where it is stored.
    const stored = await push(world, client, { login_hint: 'x'.repeat(25_000) });
    expect([stored.status, stored.json.error]).toEqual([400, 'invalid_request']);
    expect((await push(world, client, { login_hint: 'x'.repeat(20_000) })).status).toBe(201);
    // What nobody knows is not kept.
    expect((await push(world, client, { unheard_of: 'x'.repeat(50_000) })).status).toBe(201);
  });

  it('§4 by POST as well, and nothing but client_id is needed beside it', async () => {
    const client = await world.registerClient();
    const request_uri = await pushed(world, client);
    const browser = world.browser();
    const { client_id } = client;
    const start = await browser.post('/authorize', { client_id, request_uri });
    const end = await walk(browser, start, { user, until: REDIRECT_URI });
    expect(end.parameters['code']).toMatch(/^gh_ac_/);
    expect((await visit(browser, client, request_uri)).status).toBe(400);
  });

  it('§6 a client that has to push cannot do otherwise', async () => {
    const client = await world.registerClient({ require_pushed_authorization_requests: true });
    expect(client['require_pushed_authorization_requests']).toBe(true);
    const plain = await world.browser().get('/authorize', authorizationRequest(client));
    expectErrorRedirect(plain, client, 'invalid_request');
    const start = await visit(world.browser(), client, await pushed(world, client));
    expect(start.location?.pathname).toMatch(/\/interaction\//);
  });

  it('§5 the endpoint is in the metadata, and is not required of everybody', async () => {
    const { json } = await world.get('/.well-known/openid-configuration');
    expect(json).toMatchObject({
      pushed_authorization_request_endpoint: `${world.issuer}/par`,
      require_pushed_authorization_requests: false,
    });
  });

  it('a person who refuses has answered the request', async () => {
    const client = await world.registerClient();
    const request_uri = await pushed(world, client);
    const browser = world.browser();
    const start = await visit(browser, client, request_uri);
    const end = await walk(browser, start, { user, consent: 'cancel', until: REDIRECT_URI });
    expectErrorRedirect(end, client, 'access_denied');
    expect((await visit(browser, client, request_uri)).status).toBe(400);
  });

  it('openid-client pushes without being told more than that', async () => {
    const client = await world.registerClient();
    const { client_id, client_secret = '' } = client;
    const configuration = await oauth.discovery(
      new URL(world.issuer),
      client_id,
      client_secret,
      oauth.ClientSecretBasic(client_secret),
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
      { execute: [oauth.allowInsecureRequests] },
    );
    const { code_verifier, ...challenge } = pkce();
    const url = await oauth.buildAuthorizationUrlWithPAR(configuration, {
      redirect_uri: REDIRECT_URI,
      scope: 'openid',
      ...challenge,
    });
    expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
    const browser = world.browser();
    const end = await walk(browser, await browser.get(url), { user, until: REDIRECT_URI });
    const tokens = await oauth.authorizationCodeGrant(configuration, end.location ?? url, {
      pkceCodeVerifier: code_verifier,
    });
    expect(tokens.claims()?.sub).toBe(user.sub);
  });

  it('a disabled client cannot push', async () => {
    const client = await world.registerClient({ disabled: true });
    const answer = await send(world, '/par', { client_id: client.client_id });
    expect([answer.status, answer.json.error]).toEqual([401, 'invalid_client']);
  });
});
