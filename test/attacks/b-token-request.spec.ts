import { beforeAll, describe, expect, it } from '@jest/globals';
import { Answer } from '../support/answer.js';
import { encode, type Query } from '../support/browser.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { authorizationRequest } from './authorization-request.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('B: the token request on the wire', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    const grant_types = ['authorization_code', 'refresh_token', 'client_credentials'];
    await world.registerResourceServer({ identifier: 'https://b.example', scopes: ['b:read'] });
    client = await world.registerClient({ grant_types, scope: 'openid b:read' });
    user = await world.createUser();
  });

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const url = new URL(path, world.issuer);
    return Answer.read(url, await fetch(url, { redirect: 'manual', ...init }));
  }

  /** A valid request for tokens, as fields. */
  async function fields(): Promise<Record<string, string>> {
    const {
      code,
      redirect_uri,
      code_verifier = '',
    } = await world.authorizationCode({ client, user });
    return { grant_type: 'authorization_code', code, redirect_uri, code_verifier };
  }

  const authorized = () => ({ authorization: basic(client) });

  const post = (path: string, body: Query, headers = authorized()) =>
    send(path, { method: 'POST', headers, body: encode(body) });

  it('B19 only POST is answered; everything else is a 405 that names it', async () => {
    const query = encode(await fields());
    for (const path of ['/token', '/introspect', '/revoke']) {
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD']) {
        const headers = authorized();
        const answer = await send(`${path}?${query.toString()}`, { method, headers });
        expect([method, path, answer.status]).toEqual([method, path, 405]);
        expect(answer.headers.get('allow')).toBe('POST');
        expect(answer.headers.get('cache-control')).toBe('no-store');
      }
    }
  });

  it('B19 only a form is read: JSON, XML, plain text, multipart and nothing are refused', async () => {
    const request = await fields();
    const form = encode(request).toString();
    const multipart = new FormData();
    for (const [name, value] of Object.entries(request)) multipart.append(name, value);
    const attempts: [string | undefined, string | FormData][] = [
      ['application/json', JSON.stringify(request)],
      ['application/json; charset=utf-8', form],
      ['text/plain', form],
      ['application/xml', '<grant_type>authorization_code</grant_type>'],
      ['application/x-www-form-urlencoded-not', form],
      [undefined, multipart],
    ];
    for (const [type, body] of attempts) {
      const headers = { ...authorized(), ...(type === undefined ? {} : { 'content-type': type }) };
      const answer = await send('/token', { method: 'POST', headers, body });
      const status = type?.startsWith('application/json;') ? 400 : 415;
      expect([type, answer.status, answer.json.error]).toEqual([type, status, 'invalid_request']);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    const bare = await send('/token', { method: 'POST', headers: authorized() });
    expect([bare.status, bare.json.error]).toEqual([400, 'invalid_request']);
    // None of that has used the code up.
    expect((await world.token(client, request)).status).toBe(200);
  });

  it('B19 a compressed form is not inflated', async () => {
    const headers = { ...authorized(), ...FORM, 'content-encoding': 'gzip' };
    const answer = await send('/token', { method: 'POST', headers, body: 'x' });
    expect([answer.status, answer.json.error]).toEqual([415, 'invalid_request']);
  });

  it('B19 parameters in the address are refused, whoever they authenticate', async () => {
    const request = await fields();
    const { grant_type, ...rest } = request;
    const { client_id, client_secret } = client;
    const split: [Query, Query, Record<string, string>][] = [
      [request, {}, authorized()],
      [{ code: request['code'] }, { ...rest, grant_type, code: undefined }, authorized()],
      [{ grant_type }, rest, authorized()],
      [{ client_id, client_secret }, request, {}],
      [{ client_secret }, { ...request, client_id }, {}],
      [{ tenant: '1', code_verifier: 'x' }, request, authorized()],
      [{ access_token: '' }, request, authorized()],
    ];
    for (const [query, body, headers] of split) {
      const init = { method: 'POST', headers, body: encode(body) };
      const answer = await send(`/token?${encode(query).toString()}`, init);
      expect([query, answer.status, answer.json.error]).toEqual([query, 400, 'invalid_request']);
    }
    const token = (await world.clientCredentials(client, { scope: 'b:read' })).access_token;
    for (const path of ['/introspect', '/revoke']) {
      const init = { method: 'POST', headers: { ...authorized(), ...FORM } };
      const answer = await send(`${path}?token=${token}`, init);
      expect([path, answer.status, answer.json.error]).toEqual([path, 400, 'invalid_request']);
    }
    expect((await world.introspect(client, token)).json.active).toBe(true);
    const inQuery = await world.get(`/userinfo?access_token=${token}`);
    expect(inQuery.status).toBe(401);
    expect((await world.token(client, request)).status).toBe(200);
  });

  // RFC 6749 §3.2: "The endpoint URI MAY include an "application/x-www-form-urlencoded" formatted query
  // component, which MUST be retained when adding additional query parameters."
  it('B19 another query is ignored: the endpoint URI may include one (RFC 6749 §3.2)', async () => {
    const query = '?tenant=acme&api-version=2.0&code=';
    expect((await post(`/token${query}`, await fields())).status).toBe(400);
    const granted = await post('/token?tenant=acme&api-version=2.0', await fields());
    expect(granted.status).toBe(200);
    const token = granted.json.access_token;
    const asked = await post('/introspect?tenant=acme', { token });
    expect(asked.json).toMatchObject({ active: true });
    const pushed = { ...authorizationRequest(client), client_id: undefined };
    expect((await post('/par?tenant=acme', pushed)).status).toBe(201);
    // The client may not: it is told that, and nothing of the query.
    const device = await post('/device_authorization?tenant=acme', { scope: 'b:read' });
    expect(device.json.error).toBe('unauthorized_client');
    expect((await post('/revoke?', { token })).status).toBe(200);
    expect((await post('/introspect?tenant=acme', { token })).json).toEqual({ active: false });
    for (const [path, name] of [
      ['/introspect', 'token'],
      ['/revoke', 'token'],
      ['/par', 'request'],
      ['/device_authorization', 'client_secret'],
    ] as const) {
      const refused = await post(`${path}?tenant=acme&${name}=x`, { token: 'x' });
      expect([path, refused.status, refused.json.error]).toEqual([path, 400, 'invalid_request']);
    }
  });

  it('B20 nothing that carries or refuses tokens may be cached', async () => {
    const tokens = await world.tokens({ client, user });
    const bearer = { authorization: `Bearer ${tokens.access_token}` };
    const answers = [
      await post('/token', { grant_type: 'client_credentials', scope: 'b:read' }),
      await post('/token', await fields()),
      await post('/token', { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }),
      await post('/token', { grant_type: 'refresh_token', refresh_token: 'x' }),
      await post('/token', { grant_type: 'nothing' }),
      await post('/token', {}),
      await post('/token', {}, { authorization: 'Basic eDp5' }),
      await post('/introspect', { token: tokens.access_token }),
      await post('/introspect', { token: 'x' }),
      await post('/introspect', {}),
      await post('/introspect', { token: 'x' }, { authorization: 'Basic eDp5' }),
      await post('/revoke', { token: 'x' }),
      await post('/revoke', {}),
      await send('/userinfo', { headers: bearer }),
      await send('/userinfo', { headers: bearer, method: 'POST' }),
      await send('/userinfo', {}),
      await send('/userinfo', { headers: { authorization: 'Bearer x' } }),
      await send('/admin/clients', { headers: { authorization: 'Bearer x' } }),
      await send('/admin/clients', {
        headers: { authorization: `Bearer ${await world.admin.token()}` },
      }),
      await world.admin.post('/clients', {
        client_name: 'x',
        redirect_uris: ['https://x.example'],
      }),
      await send('/token', { method: 'GET' }),
      await send('/token', { method: 'POST', headers: FORM, body: 'x'.repeat(70_000) }),
    ];
    for (const { url, status, headers } of answers) {
      const caching = [headers.get('cache-control'), headers.get('pragma')];
      expect([url.pathname, status, ...caching]).toEqual([
        url.pathname,
        status,
        'no-store',
        'no-cache',
      ]);
      // A management API says the version, and no-store all the same.
      if (!url.pathname.startsWith('/admin/')) expect(headers.get('etag')).toBeNull();
    }
  });
});
