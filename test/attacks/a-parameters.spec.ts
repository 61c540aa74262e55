import { beforeAll, describe, expect, it } from '@jest/globals';
import { Answer } from '../support/answer.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import {
  ask,
  askRaw,
  authorizationRequest,
  expectAccepted,
  expectErrorPage,
  expectErrorRedirect,
  queryString,
  STATE,
} from './authorization-request.js';

describe('A: parameters of the authorization request', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    client = await world.registerClient();
    user = await world.createUser();
  });

  async function postToken(body: string, headers: Record<string, string> = {}): Promise<Answer> {
    const url = new URL('/token', world.issuer);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const init = { method: 'POST', body, headers: { ...form, ...headers } };
    return Answer.read(url, await fetch(url, init));
  }

  it('A06 a missing, an unknown and a disabled client get the error page', async () => {
    const disabled = await world.registerClient({ disabled: true });
    const unknown = await ask(world, client, { client_id: 'a'.repeat(22) });
    const closed = await ask(world, disabled);
    for (const answer of [unknown, closed]) expectErrorPage(answer);
    // Identical but for the reference of each request.
    const masked = ({ text }: Answer) => text.replaceAll(/[0-9a-f-]{36}/g, '');
    expect(masked(closed)).toBe(masked(unknown));
    for (const client_id of [undefined, '', ' ', '0', 'null', '*', '%', "' OR 1=1--"]) {
      expectErrorPage(await ask(world, client, { client_id }));
    }
    for (const client_id of [client.client_id.toUpperCase(), client.client_id.toLowerCase()]) {
      if (client_id !== client.client_id) expectErrorPage(await ask(world, client, { client_id }));
    }
    expectErrorPage(await ask(world, client, { client_id: `${client.client_id} ` }));
    expectErrorPage(await ask(world, client, { client_id: client.client_id.slice(0, -1) }));
  });

  it('A07 client_id or redirect_uri sent twice gets the error page, even with equal values', async () => {
    for (const name of ['client_id', 'redirect_uri']) {
      const value = String(authorizationRequest(client)[name]);
      for (const second of [value, 'https://evil.example', '']) {
        for (const pair of [
          [value, second],
          [second, value],
        ]) {
          expectErrorPage(await ask(world, client, { [name]: pair }));
        }
      }
    }
  });

  it('A07 any other parameter sent twice makes the client hear invalid_request', async () => {
    const sent = { ...authorizationRequest(client), nonce: 'n', prompt: 'login', max_age: '9' };
    const more = { ...sent, response_mode: 'query', login_hint: 'ada', ui_locales: 'en', foo: '1' };
    for (const [name, value] of Object.entries(more)) {
      if (name === 'client_id' || name === 'redirect_uri') continue;
      for (const second of [value, 'code', '']) {
        const answer = await ask(world, client, { ...more, [name]: [value, second] });
        // Which of two states is the client's own nobody can know.
        const state = name === 'state' ? null : STATE;
        expectErrorRedirect(answer, client, 'invalid_request', state);
      }
    }
  });

  it('A07 resource may be repeated (RFC 8707 §2)', async () => {
    const resource = ['https://one.example', 'https://two.example'];
    for (const [index, identifier] of resource.entries()) {
      await world.registerResourceServer({ identifier, scopes: [`a07:${index}`] });
    }
    const reader = await world.registerClient({ scope: 'openid a07:0 a07:1' });
    expectAccepted(await ask(world, reader, { resource, scope: 'openid a07:0 a07:1' }));
    expectErrorRedirect(await ask(world, client, { resource }), client, 'invalid_target');
  });

  it('A07 a POST whose parameters are split between body and address is refused', async () => {
    const browser = world.browser();
    const { client_id, ...body } = authorizationRequest(client);
    const split = await browser.post(`/authorize?client_id=${String(client_id)}`, body);
    expectErrorPage(split);
    expectErrorPage(await browser.post('/authorize?foo=1', { client_id, ...body }));
    const twice = await browser.post('/authorize', { client_id, ...body, scope: ['openid', 'x'] });
    expectErrorRedirect(twice, client, 'invalid_request');
  });

  it('A07 at the token endpoint every parameter sent twice is an invalid_request', async () => {
    const issued = await world.authorizationCode({ client, user });
    const { code, redirect_uri, code_verifier = '' } = issued;
    const fields = { grant_type: 'authorization_code', code, redirect_uri, code_verifier };
    for (const [name, value] of Object.entries({ ...fields, scope: 'openid', foo: '1' })) {
      for (const second of [value, 'other', '']) {
        const answer = await world.token(client, { ...fields, [name]: [value, second] });
        expect([name, answer.status, answer.json.error]).toEqual([name, 400, 'invalid_request']);
      }
    }
    // None of that has used the code up.
    expect((await world.redeem(client, issued)).status).toBe(200);
  });

  it('A08 bracketed and dotted names are unknown names, never structures', async () => {
    for (const name of [
      ...['state[a]', 'scope[]', 'scope[0]', 'client_id[$ne]', 'client_id.x', 'redirect_uri[]'],
      ...['__proto__[x]', '__proto__.x', '__proto__', 'constructor[prototype][x]', 'toString'],
      ...['constructor', 'hasOwnProperty', '[]', '[', 'a[b][c][d][e]'],
    ]) {
      const query = `${queryString(client)}&${encodeURIComponent(name)}=polluted`;
      const start = await askRaw(world, query);
      expectAccepted(start);
      expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    }
    // The names survive being stored and read again when the request goes on.
    const browser = world.browser();
    const login = await browser.open(
      `/authorize?${queryString(client)}&__proto__=1&__proto__[scope]=email&constructor=2`,
    );
    expect(login.status).toBe(200);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('A08 only the bracketed name is there: the parameter itself is missing', async () => {
    const without = queryString(client, { response_type: undefined });
    const asArray = await askRaw(world, `${without}&response_type[]=code`);
    expectErrorRedirect(asArray, client, 'invalid_request');
    const query = queryString(client, { client_id: undefined });
    expectErrorPage(await askRaw(world, `${query}&client_id[$ne]=x`));
    expectErrorPage(await askRaw(world, `${query}&client_id[]=${client.client_id}`));
    const nested = await askRaw(world, `${queryString(client, { state: undefined })}&state[a]=1`);
    expectAccepted(nested);
  });

  it('A08 a JSON body is no form: 415 at /authorize and /token, and never a 500', async () => {
    const body = JSON.stringify({ ...authorizationRequest(client), __proto__: { x: 1 } });
    const json = { 'content-type': 'application/json' };
    for (const path of ['/authorize', '/token', '/introspect', '/revoke']) {
      const url = new URL(path, world.issuer);
      const headers = { ...json, authorization: basic(client) };
      const answer = await Answer.read(url, await fetch(url, { method: 'POST', body, headers }));
      expect([path, answer.status]).toEqual([path, 415]);
      expect(answer.text).toContain('invalid_request');
    }
    const evil = '{"grant_type":"client_credentials","__proto__":{"x":1}}';
    expect((await postToken(evil, { ...json, authorization: basic(client) })).status).toBe(400);
    const nested = await postToken('grant_type[a]=client_credentials&scope[]=x', {
      authorization: basic(client),
    });
    expect([nested.status, nested.json.error]).toEqual([400, 'invalid_request']);
    expect(nested.text).not.toContain('[object Object]');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('A09 an empty parameter counts as left out, and dodges no check', async () => {
    expectErrorPage(await ask(world, client, { client_id: '' }));
    expectErrorPage(await ask(world, client, { redirect_uri: '' }));
    for (const name of ['response_type', 'code_challenge', 'code_challenge_method']) {
      expectErrorRedirect(await ask(world, client, { [name]: '' }), client, 'invalid_request');
    }
    const publicClient = await world.registerClient({ token_endpoint_auth_method: 'none' });
    const both = { code_challenge: '', code_challenge_method: '' };
    expectErrorRedirect(await ask(world, publicClient, both), publicClient, 'invalid_request');
    for (const name of ['nonce', 'prompt', 'max_age', 'response_mode', 'login_hint', 'request']) {
      expectAccepted(await ask(world, client, { [name]: '' }));
    }
    const silent = await ask(world, client, { state: '', prompt: 'none' });
    expect(silent.parameters).toMatchObject({ error: 'login_required' });
    expect(silent.location?.searchParams.has('state')).toBe(false);
  });

  it('A10 an unknown parameter is ignored', async () => {
    const { end } = await world.authorize({
      client,
      user,
      parameters: { foo: 'bar', 'x-y.z': '1' },
    });
    expect(end.parameters['code']).toMatch(/^gh_ac_/);
    const names = ['code', 'iss', 'session_state', 'state'];
    expect(Object.keys(end.parameters).sort()).toEqual(names);
  });
});
