// The authorization response: RFC 6749 §4.1.2, §4.1.2.1, RFC 9207.
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import type { Query } from '../support/browser.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import {
  ask,
  authorizationRequest,
  expectErrorPage,
  expectErrorRedirect,
  STATE,
} from './authorization-request.js';

const ALLOWED_DESCRIPTION = /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/;

/** One request for each error that travels to the client, with a mark that must not come back. */
const MARK = 'canary7f3a';
const ERRORS: Readonly<Record<string, readonly Query[]>> = {
  invalid_request: [
    { response_type: undefined },
    { response_mode: MARK },
    { state: ['a', MARK] },
    { nonce: MARK.repeat(900) },
    { code_challenge: MARK },
    { code_challenge_method: MARK },
    { code_challenge: undefined },
    { prompt: MARK },
    { prompt: 'none login' },
    { max_age: MARK },
  ],
  unsupported_response_type: [{ response_type: MARK }],
  invalid_scope: [{ scope: MARK }, { scope: `openid ${MARK}"<>` }, { scope: ' ' }],
  invalid_target: [{ resource: `https://${MARK}.example` }, { resource: MARK }],
  request_not_supported: [{ request: MARK }],
  request_uri_not_supported: [{ request_uri: `https://${MARK}.example` }],
  registration_not_supported: [{ registration: `{"client_name":"${MARK}"}` }],
  login_required: [{ prompt: 'none', login_hint: MARK }],
};

describe('A: the authorization response', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient();
    user = await world.createUser();
  });

  it('A11 response_type left out is an invalid_request, an unknown one unsupported', async () => {
    for (const response_type of [undefined, '']) {
      expectErrorRedirect(await ask(world, client, { response_type }), client, 'invalid_request');
    }
    for (const response_type of ['foo', 'Code', 'code foo', 'code,token', 'code  code', ' code']) {
      const answer = await ask(world, client, { response_type });
      expectErrorRedirect(answer, client, 'unsupported_response_type');
    }
  });

  it.each(['token', 'id_token', 'id_token token', 'code token', 'code id_token', 'id_token code'])(
    'A12 A11 %s is refused in the fragment, in whatever order, and gives no token',
    async (response_type) => {
      const [first = '', ...rest] = response_type.split(' ');
      for (const words of [response_type, [...rest, first].join(' ')]) {
        const browser = world.browser();
        const signedIn = await world.authorize({ client, user, browser });
        expect(signedIn.end.parameters['code']).toBeDefined();
        const request = authorizationRequest(client, { response_type: words, nonce: 'n' });
        const answer = await browser.get('/authorize', request);
        expect(answer.parameters['error']).toMatch(
          /^(unsupported_response_type|unauthorized_client)$/,
        );
        expect(answer.parameters).toMatchObject({ state: STATE, iss: world.issuer });
        expect(answer.location?.href).not.toMatch(/access_token|id_token|gh_|eyJ|code=/);
        expect(answer.location?.search).toBe('');
      }
    },
  );

  it('A12 a client that is not registered for a response type cannot get it through its metadata', async () => {
    for (const response_types of [['token'], ['id_token'], ['code token']]) {
      const metadata = { client_name: 'Implicit', redirect_uris: client.redirect_uris };
      const grant_types = ['implicit', 'authorization_code'];
      const answer = await world.admin.post('/clients', { ...metadata, response_types });
      expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
      const grants = await world.admin.post('/clients', { ...metadata, grant_types });
      expect([grants.status, grants.json.error]).toEqual([400, 'invalid_client_metadata']);
    }
    const redirect_uris = client.redirect_uris;
    const machine = { redirect_uris, grant_types: ['client_credentials'], response_types: [] };
    const service = await world.registerClient({ ...machine, scope: 'openid' });
    expectErrorRedirect(await ask(world, service), service, 'unauthorized_client');
  });

  it('A13 a response mode that does not exist or fit is refused in the default mode', async () => {
    for (const response_mode of [
      'foo',
      'Query',
      'query.jwt',
      'jwt',
      'web_message',
      'query fragment',
    ]) {
      const answer = await ask(world, client, { response_mode });
      expectErrorRedirect(answer, client, 'invalid_request');
      expect(answer.location?.hash).toBe('');
    }
    for (const response_type of ['id_token', 'code id_token', 'token']) {
      const answer = await ask(world, client, {
        response_type,
        response_mode: 'query',
        nonce: 'n',
      });
      expect(answer.location?.search).toBe('');
      expect(answer.parameters['error']).toMatch(/^un(supported_response_type|authorized_client)$/);
    }
    const metadata = { redirect_uris: ['com.example.app:/cb'], application_type: 'native' };
    const native = await world.registerClient(metadata);
    const posted = await ask(world, native, { response_mode: 'form_post' });
    expectErrorRedirect(posted, native, 'invalid_request');
  });

  it('A13 errors travel in the mode that was asked for, where it is a good one', async () => {
    const fragment = await ask(world, client, { response_mode: 'fragment', scope: 'bogus' });
    expect(new URLSearchParams(fragment.location?.hash.slice(1)).get('error')).toBe(
      'invalid_scope',
    );
    expect(fragment.location?.search).toBe('');
    const posted = await ask(world, client, { response_mode: 'form_post', scope: 'bogus' });
    expect(posted.location).toBeUndefined();
    const [form] = posted.forms;
    expect(form?.action).toBe(client.redirect_uris[0]);
    expect(form?.fields).toMatchObject({ error: 'invalid_scope', state: STATE, iss: world.issuer });
  });

  it('A13 nothing in state can break out of the page that posts the answer', async () => {
    const state = `"><script>alert(1)</script><form action="https://evil.example">'`;
    const page = await ask(world, client, { response_mode: 'form_post', scope: 'bogus', state });
    expect(page.text).not.toContain('<script>alert');
    expect(page.forms).toHaveLength(1);
    expect(page.forms[0]?.fields['state']).toBe(state);
    const csp = page.headers.get('content-security-policy') ?? '';
    expect(csp).toMatch(/script-src 'nonce-[\w-]{22,}';/);
    expect(csp).not.toContain('form-action');
    const again = await ask(world, client, { response_mode: 'form_post', scope: 'bogus', state });
    expect(again.headers.get('content-security-policy')).not.toBe(csp);
  });

  it('A15 every redirect of a sign-in is a 303, which repeats no form', async () => {
    const { browser } = await world.authorize({ client, user });
    await browser.post('/authorize', authorizationRequest(client));
    const cancelled = await world.authorize({ client, user, consent: 'cancel' });
    const answers = [...browser.history, ...cancelled.browser.history];
    const redirects = answers.filter(({ status }) => status >= 300 && status < 400);
    expect(redirects.length).toBeGreaterThan(5);
    expect(new Set(redirects.map(({ status }) => status))).toEqual(new Set([303]));
  });

  it('A22 A23 every error has an allowed description that repeats no input, and names its issuer', async () => {
    for (const [error, requests] of Object.entries(ERRORS)) {
      for (const changes of requests) {
        const { parameters, location } = await ask(world, client, changes);
        expect({ changes, ...parameters }).toMatchObject({ changes, error, iss: world.issuer });
        expect(parameters['error_description']).toMatch(ALLOWED_DESCRIPTION);
        expect(location?.href).not.toContain(MARK);
      }
    }
  });

  it('A22 nor does an error page or a token error repeat input', async () => {
    for (const changes of [{ client_id: MARK }, { redirect_uri: `https://${MARK}.example` }]) {
      const page = await ask(world, client, { ...changes, state: MARK, login_hint: MARK });
      expectErrorPage(page);
      expect(page.text).not.toContain(MARK);
    }
    for (const fields of [
      { grant_type: MARK },
      { grant_type: 'authorization_code', code: MARK, code_verifier: MARK },
      { grant_type: 'refresh_token', refresh_token: MARK, scope: MARK },
      { grant_type: 'client_credentials', scope: MARK, resource: MARK },
    ]) {
      const answer = await world.token(client, fields);
      expect(answer.json.error_description).toMatch(ALLOWED_DESCRIPTION);
      expect(answer.text).not.toContain(MARK);
    }
  });

  it('A23 every success names its issuer in each mode, and the metadata says so', async () => {
    const metadata = await world.get('/.well-known/oauth-authorization-server');
    expect(metadata.json).toMatchObject({
      issuer: world.issuer,
      authorization_response_iss_parameter_supported: true,
    });
    for (const response_mode of ['query', 'fragment', 'form_post']) {
      const parameters = { response_mode };
      const { end } = await world.authorize({ client, user, parameters });
      const sent = response_mode === 'form_post' ? end.forms[0]?.fields : end.parameters;
      expect(sent).toMatchObject({ iss: world.issuer, code: expect.stringMatching(/^gh_ac_/) });
    }
    const { end } = await world.authorize({
      client,
      user,
      parameters: { iss: 'https://evil.example' },
    });
    expect(end.location?.searchParams.getAll('iss')).toEqual([world.issuer]);
    const cancelled = await world.authorize({
      client,
      user,
      consent: 'cancel',
      scope: 'openid email',
    });
    expect(cancelled.end.parameters).toMatchObject({ error: 'access_denied', iss: world.issuer });
  });

  it('A24 no origin may read the authorization endpoint, and no preflight is granted', async () => {
    const browser = world.browser();
    const origins = ['https://client.example', 'https://evil.example', 'null', world.issuer];
    for (const origin of origins) {
      const preflight = { 'access-control-request-method': 'POST', origin };
      const path = '/authorize';
      const answers: Answer[] = [
        await browser.request(path, { method: 'OPTIONS', headers: preflight }),
        await browser.request(path, { headers: { origin } }),
        await browser.request(`${path}?client_id=x`, { headers: { origin } }),
        await browser.post(path, authorizationRequest(client), { origin }),
        await browser.request('/interaction/x', { method: 'OPTIONS', headers: preflight }),
      ];
      for (const { headers } of answers) {
        const names = [...headers.keys()];
        expect(names.filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
      expect(answers[0]?.status).toBe(405);
    }
  });
});
