import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  authorizationRequest,
  expectAccepted,
  expectErrorPage,
  expectErrorRedirect,
} from '../../attacks/authorization-request.js';
import { pkce } from '../../support/pkce.js';
import { push, pushed, visit } from '../../support/pushed.js';
import {
  beside,
  requestObject,
  signingClient,
  type SigningClient,
} from '../../support/request-object.js';
import { walk } from '../../support/sign-in.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';

const REDIRECT_URI = 'https://client.example/callback';

describe('RFC 9101: request objects by value', () => {
  let world: LocalWorld;
  let user: RegisteredUser;
  let signer: SigningClient;
  /** Registered to send nothing but request objects. */
  let strict: SigningClient;

  beforeAll(async () => {
    world = await startWorld();
    user = await world.createUser();
    signer = await signingClient(world);
    strict = await signingClient(world, { require_signed_request_object: true });
  });

  const start = (query: object) => world.browser().get('/authorize', { ...query });

  it('oidcc-ensure-request-object-with-redirect-uri: the one in the object counts', async () => {
    const { code_verifier, ...challenge } = pkce();
    const request = await requestObject(world, signer, { ...challenge, nonce: 'inside' });
    const browser = world.browser();
    const outside = beside(signer.client, { request, redirect_uri: 'https://evil.example/cb' });
    const page = await browser.get('/authorize', outside);
    const end = await walk(browser, page, { user, until: REDIRECT_URI });
    expect(end.location?.href.startsWith(REDIRECT_URI)).toBe(true);
    const { code = '', state } = end.parameters;
    expect(state).toBe('state-of-the-client');
    const issued = { code, code_verifier, redirect_uri: REDIRECT_URI, browser, response: {} };
    const { id_token } = (await world.redeem(signer.client, issued)).json;
    const claims = JSON.parse(Buffer.from(id_token.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ nonce: 'inside', aud: signer.client.client_id });
  });

  it('is accepted by POST', async () => {
    const request = await requestObject(world, signer);
    const browser = world.browser();
    const page = await browser.post('/authorize', beside(signer.client, { request }));
    const end = await walk(browser, page, { user, until: REDIRECT_URI });
    expect(end.parameters['code']).toMatch(/^gh_ac_/);
  });

  it.each([undefined, 'JWT', 'oauth-authz-req+jwt', 'OAUTH-AUTHZ-REQ+JWT'])(
    '§4 the typ %s is accepted',
    async (typ) => {
      const request = await requestObject(world, signer, {}, { typ });
      expectAccepted(await start(beside(signer.client, { request })));
    },
  );

  it('§4 numbers and structures are what they would be in a form', async () => {
    const identifier = 'https://rfc9101.example';
    await world.registerResourceServer({ identifier, scopes: ['rfc9101:read'] });
    const own = await signingClient(world, { scope: 'openid rfc9101:read' });
    const request = await requestObject(world, own, {
      ...{ max_age: 0, resource: [identifier], scope: 'openid rfc9101:read' },
      ...{ claims: { id_token: { acr: null } }, prompt: null },
    });
    const browser = world.browser();
    await world.authorizationCode({ client: own.client, user, browser });
    const page = await browser.get('/authorize', beside(own.client, { request }));
    // max_age=0: whoever is signed in has to do so again.
    expectAccepted(page);
    const [row] = await world.query('SELECT parameters FROM interactions WHERE uid = ?', [
      page.location?.pathname.split('/')[2],
    ]);
    expect(JSON.parse(row.parameters)).toMatchObject({
      ...{ max_age: '0', resource: identifier, claims: '{"id_token":{"acr":null}}' },
    });
  });

  it('§6.3 beside it nothing counts for a client that requires it, or outside OpenID', async () => {
    const request = await requestObject(world, strict, { state: undefined, nonce: undefined });
    const outside = { state: 'outside', nonce: 'outside', prompt: 'none', code_challenge: 'x' };
    expectAccepted(await start(beside(strict.client, { request, ...outside })));
    const browser = world.browser();
    const page = await browser.get('/authorize', beside(strict.client, { request, ...outside }));
    const end = await walk(browser, page, { user, until: REDIRECT_URI });
    expect(Object.keys(end.parameters).sort()).toEqual(['code', 'iss', 'session_state']);
    // No scope, and so no OpenID request: only what is inside counts.
    const plain = await requestObject(world, signer, { redirect_uri: undefined });
    const { client_id } = signer.client;
    const answer = await start({ client_id, request: plain, redirect_uri: REDIRECT_URI });
    expectErrorPage(answer);
  });

  it('OIDC Core §6.1 beside it counts what it does not say, and never what it does', async () => {
    const request = await requestObject(world, signer, { state: undefined });
    const browser = world.browser();
    const outside = beside(signer.client, { request, state: 'outside', redirect_uri: 'x' });
    const page = await browser.get('/authorize', outside);
    const end = await walk(browser, page, { user, until: REDIRECT_URI });
    expect(end.parameters['state']).toBe('outside');
  });

  it('OIDC Core §6.1 response_type and client_id are the same inside and outside', async () => {
    const own = signer.client;
    const other = await requestObject(world, signer, { response_type: 'code id_token' });
    const sent = { redirect_uri: REDIRECT_URI, state: 'state-of-the-client' };
    const typed = await start(beside(own, { request: other, ...sent }));
    expectErrorRedirect(typed, own, 'invalid_request');
    const foreign = await requestObject(world, signer, { client_id: strict.client.client_id });
    const named = await start(beside(own, { request: foreign, ...sent }));
    expectErrorRedirect(named, own, 'invalid_request_object');
  });

  it('§10.5 a client that requires it is told so', async () => {
    const plain = await start(authorizationRequest(strict.client));
    expectErrorRedirect(plain, strict.client, 'invalid_request');
    const answer = await push(world, strict.client);
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_request']);
  });

  it('§7 an error goes to the client by the address beside the object, or to a page', async () => {
    const request = 'not.a.jwt';
    const sent = beside(signer.client, { request, state: 'state-of-the-client' });
    expectErrorPage(await start(sent), 'invalid_request_object');
    const told = await start({ ...sent, redirect_uri: REDIRECT_URI });
    expectErrorRedirect(told, signer.client, 'invalid_request_object');
    const elsewhere = await start({ ...sent, redirect_uri: 'https://evil.example' });
    expectErrorPage(elsewhere, 'invalid_request_object');
    const posted = await start({
      ...{ ...sent, redirect_uri: REDIRECT_URI, response_mode: 'form_post' },
    });
    expect(posted.status).toBe(200);
    expect(posted.forms[0]).toMatchObject({
      action: REDIRECT_URI,
      fields: { error: 'invalid_request_object', state: 'state-of-the-client' },
    });
  });

  it('a client without keys is told that it is not supported', async () => {
    const client = await world.registerClient();
    const request = await requestObject(world, { ...signer, client });
    const answer = await start(authorizationRequest(client, { request }));
    expectErrorRedirect(answer, client, 'request_not_supported');
  });

  it('RFC 9126 §3 it can be pushed, alone', async () => {
    for (const one of [signer, strict]) {
      const request = await requestObject(world, one);
      const { client_id } = one.client;
      const answer = await world.post('/par', one.client, { client_id, request });
      expect(answer.status).toBe(201);
      const browser = world.browser();
      const page = await visit(browser, one.client, answer.json.request_uri);
      const end = await walk(browser, page, { user, until: REDIRECT_URI });
      expect(end.parameters['code']).toMatch(/^gh_ac_/);
    }
    const lacking = await requestObject(world, signer, { redirect_uri: undefined });
    const outside = authorizationRequest(signer.client, { request: lacking });
    const refused = await world.post('/par', signer.client, outside);
    expect([refused.status, refused.json.error]).toEqual([400, 'invalid_request']);
    expect(await pushed(world, signer.client)).toMatch(/^urn:/);
  });

  it('an algorithm that the client registered is the only one', async () => {
    const only = await signingClient(world, { request_object_signing_alg: 'PS256' });
    const request = await requestObject(world, only);
    const sent = authorizationRequest(only.client, { request });
    expectErrorRedirect(await start(sent), only.client, 'invalid_request_object');
    const same = await signingClient(world, { request_object_signing_alg: 'RS256' });
    const good = await requestObject(world, same);
    expectAccepted(await start(beside(same.client, { request: good })));
  });

  it('times: a clock may be ten seconds wrong', async () => {
    const now = Math.floor(Date.now() / 1000);
    for (const times of [
      { nbf: now + 8 },
      { iat: now + 8 },
      { exp: now - 5 },
      { exp: undefined },
    ]) {
      const request = await requestObject(world, signer, times);
      expectAccepted(await start(beside(signer.client, { request })));
    }
    const several = { aud: ['https://other.example', world.issuer] };
    const request = await requestObject(world, strict, several);
    expectAccepted(await start(beside(strict.client, { request })));
  });

  it('the metadata says what is supported', async () => {
    const { json } = await world.get('/.well-known/openid-configuration');
    expect(json).toMatchObject({
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      require_request_uri_registration: true,
      require_signed_request_object: false,
    });
    const algorithms = json.request_object_signing_alg_values_supported as string[];
    expect(algorithms).toEqual(expect.arrayContaining(['RS256', 'PS256', 'ES256', 'EdDSA']));
    expect(algorithms).not.toContain('none');
  });
});
