import { beforeAll, describe, expect, it } from '@jest/globals';
import { ask, expectErrorPage, queryString } from '../../attacks/authorization-request.js';
import { Answer } from '../../support/answer.js';
import type { Query } from '../../support/browser.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { beside, requestObject, signingClient } from '../../support/request-object.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

/** `GET /admin/errors`: an admin finds out why a request was refused. */
describe('A03 Requests that were refused', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let open: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    // Every test of this file comes from an address of its own.
    world = await startWorld({ TRUSTED_PROXIES: '127.0.0.1', REGISTRATION: 'open' });
    client = await world.registerClient({
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    });
    open = await world.registerClient({ token_endpoint_auth_method: 'none' });
    user = await world.createUser();
  });

  const referenceOf = ({ headers }: Answer) => headers.get('x-request-id') ?? '';
  const errorAt = async (answer: Answer) =>
    (await world.admin.get(`/errors/${referenceOf(answer)}`)).json;

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const url = new URL(world.issuer + path);
    return Answer.read(url, await fetch(url, { redirect: 'manual', ...init }));
  }

  const postForm = (path: string, form: Query, headers: Record<string, string> = {}) =>
    send(path, {
      method: 'POST',
      headers,
      body: new URLSearchParams(form as Record<string, string>),
    });

  const refusals: [title: string, check: string, () => Promise<Answer>, expected: object][] = [
    [
      'an unknown client',
      'client',
      () => ask(world, client, { client_id: 'nobody' }),
      { endpoint: '/authorize', client_id: 'nobody', spec: 'RFC 6749 §2.2' },
    ],
    [
      'a redirect_uri that is not registered',
      'redirect-uri',
      () => ask(world, client, { redirect_uri: 'https://client.example/other' }),
      {
        spec: 'RFC 9700 §2.1',
        expected: 'one of the registered redirect_uris: https://client.example/callback',
        got: expect.stringContaining('redirect_uri https://client.example/other'),
      },
    ],
    [
      'a response type of others',
      'response-type',
      () => ask(world, client, { response_type: 'token' }),
      { error: expect.stringMatching(/unauthorized_client|unsupported_response_type/) },
    ],
    [
      'no code_challenge',
      'code-challenge',
      () => ask(world, open, { code_challenge: undefined, code_challenge_method: undefined }),
      { got: 'no code_challenge' },
    ],
    [
      'a plain code_challenge',
      'code-challenge',
      () => ask(world, client, { code_challenge_method: 'plain' }),
      { got: 'code_challenge_method plain' },
    ],
    ['a prompt of two minds', 'prompt', () => ask(world, client, { prompt: 'none login' }), {}],
    ['a max_age in words', 'max-age', () => ask(world, client, { max_age: 'soon' }), {}],
    [
      'a scope of others',
      'scope',
      async () => {
        const identifier = 'https://others.example';
        await world.registerResourceServer({ identifier, scopes: ['others:read'] });
        return ask(world, client, { scope: 'openid others:read' });
      },
      { error: 'invalid_scope', got: 'scope others:read' },
    ],
    [
      'an unknown resource',
      'resource',
      () => ask(world, client, { resource: 'https://nowhere.example' }),
      { error: 'invalid_target', got: 'resource https://nowhere.example' },
    ],
    [
      'a parameter that came twice',
      'duplicates',
      () => ask(world, client, { nonce: ['1', '2'] }),
      { got: 'parameter nonce' },
    ],
    [
      'an id_token_hint of nobody',
      'id-token-hint',
      () => ask(world, client, { id_token_hint: 'a.b.c' }),
      {},
    ],
    ['claims that are none', 'claims-request', () => ask(world, client, { claims: '[]' }), {}],
    [
      'a pushed request that is over',
      'pushed-authorization-requests',
      () =>
        ask(world, client, { request_uri: `urn:ietf:params:oauth:request_uri:${'a'.repeat(43)}` }),
      { client_id: expect.any(String), error: 'invalid_request_uri' },
    ],
    [
      'at /par: a redirect_uri that is not registered',
      'redirect-uri',
      () =>
        world.post('/par', client, { response_type: 'code', redirect_uri: 'https://b.example' }),
      { endpoint: '/par', client_id: expect.any(String) },
    ],
    [
      'at /par: a request_uri',
      'pushed-authorization',
      () => world.post('/par', client, { request_uri: 'urn:x' }),
      {},
    ],
    [
      'at /token: a wrong secret',
      'client-authenticator',
      () => world.token({ ...client, client_secret: 'wrong' }, { grant_type: 'refresh_token' }),
      {
        ...{ endpoint: '/token', error: 'invalid_client' },
        got: expect.stringMatching(/^wrong or expired secret; client_id .+; method client_secret/),
      },
    ],
    [
      'at /token: no credentials',
      'client-authenticator',
      () => postForm('/token', { grant_type: 'refresh_token' }),
      { got: 'no credentials; no client_id' },
    ],
    [
      'at /token: an unknown grant type',
      'grant-type',
      () => world.token(client, { grant_type: 'magic' }),
      { got: 'grant_type magic', error: 'unsupported_grant_type' },
    ],
    [
      'at /token: a grant type of others',
      'grant-type',
      () => world.token(open, { grant_type: 'client_credentials' }),
      { error: 'unauthorized_client' },
    ],
    [
      'at /token: no code',
      'request-compiler',
      () => world.token(client, { grant_type: 'authorization_code' }),
      { got: 'no code' },
    ],
    [
      'at /token: an unknown code',
      'authorization-code',
      () => world.token(client, { grant_type: 'authorization_code', code: 'unknown' }),
      { error: 'invalid_grant', got: 'unknown code' },
    ],
    [
      'at /token: another code_verifier',
      'code-verifier',
      async () => {
        const issued = await world.authorizationCode({ client, user });
        return world.redeem(client, issued, { code_verifier: 'v'.repeat(43) });
      },
      { got: 'the code_verifier is wrong', sub: expect.any(String) },
    ],
    [
      'at /token: another redirect_uri',
      'redirect-uri',
      async () => {
        const issued = await world.authorizationCode({ client, user });
        return world.redeem(client, issued, { redirect_uri: 'https://client.example/x?code=abc' });
      },
      { got: expect.stringMatching(/redirect_uri https:\/\/client\.example\/x\?code=…$/) },
    ],
    [
      'at /token: a code for the second time',
      'authorization-code',
      async () => {
        const issued = await world.authorizationCode({ client, user });
        await world.redeem(client, issued);
        return world.redeem(client, issued);
      },
      { got: expect.stringMatching(/^(?:the code was used before|revoked)$/) },
    ],
    [
      'at /token: a made-up refresh token',
      'refresh-token',
      () => world.refresh(client, 'made-up'),
      { got: 'not a refresh token of ours' },
    ],
    [
      'at /token: openid without a person',
      'client-credentials',
      () =>
        world.token(client, { grant_type: 'client_credentials', scope: 'openid made-up-scope' }),
      { error: 'invalid_scope' },
    ],
    [
      'at /introspect: no token',
      'introspection',
      () => world.post('/introspect', client, {}),
      { endpoint: '/introspect' },
    ],
    [
      'at /introspect: a public client',
      'introspection',
      () => world.introspect(open, 'x'),
      { error: 'invalid_client' },
    ],
    [
      'at /revoke: no token',
      'revocation',
      () => world.post('/revoke', client, {}),
      { endpoint: '/revoke' },
    ],
    [
      'at /revoke: the token of another client',
      'revocation',
      async () => {
        const { access_token } = await world.tokens({ client, user });
        return world.revoke(open, access_token);
      },
      { error: 'unauthorized_client' },
    ],
    [
      'at /register: an unknown initial access token',
      'admissions',
      () =>
        send('/register', {
          method: 'POST',
          headers: { authorization: 'Bearer unknown', 'content-type': 'application/json' },
          body: '{}',
        }),
      { endpoint: '/register', got: 'unknown token' },
    ],
    [
      'at /register: metadata of the wrong form',
      'registration',
      () => register({ redirect_uris: 'https://a.example' }),
      { got: 'members /redirect_uris' },
    ],
    [
      'at /register: metadata that are not allowed',
      'plan-registration',
      () => register({ redirect_uris: ['http://a.example/#fragment'] }),
      { got: expect.stringContaining('members /redirect_uris/0') },
    ],
    [
      'at /register: an unknown registration',
      'client-registrations',
      () => send('/register/nobody', { headers: { authorization: 'Bearer unknown' } }),
      { endpoint: '/register/:client_id', client_id: 'nobody' },
    ],
    [
      'at /register: no JSON',
      'form-body',
      () =>
        send('/register', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"a',
        }),
      {},
    ],
  ];

  const register = (metadata: object) =>
    send('/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(metadata),
    });

  it.each(refusals)('%s: %s', async (_title, check, refuse, expected) => {
    const answer = await refuse();
    const found = await errorAt(answer);
    expect(found).toMatchObject({
      ...{ reference: referenceOf(answer), check, ip: expect.any(String) },
      ...{ spec: expect.stringMatching(/§|Appendix/), expected: expect.any(String) },
      ...expected,
    });
    expect(Math.abs(found.at - Date.now() / 1000)).toBeLessThan(60);
    expect(found.fix).toMatch(/\.$/);
  });

  it('the reference on an error page is the one', async () => {
    const answer = await ask(world, client, { client_id: 'nobody' });
    expectErrorPage(answer);
    const [reference] = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/.exec(answer.text) ?? [];
    expect((await world.admin.get(`/errors/${reference}`)).json.check).toBe('client');
  });

  it('says what a request object claims to be', async () => {
    const signing = await signingClient(world);
    const stale = await requestObject(world, signing, { exp: 1000, nbf: 10, iat: 10 });
    const answer = await ask(world, signing.client, beside(signing.client, { request: stale }));
    expect(await errorAt(answer)).toMatchObject({
      check: 'request-object-reader',
      got: expect.stringMatching(
        /^it has expired; alg RS256; clock_skew iat \d+ s ago, nbf \d+ s ago, exp \d+ s ago; kid request; typ oauth-authz-req\+jwt$/,
      ),
    });
  });

  it('shows the client, and who changed it last', async () => {
    const mine = await world.registerClient();
    const changed = await world.admin.patch(`/clients/${mine.client_id}`, {
      redirect_uris: ['https://client.example/new'],
    });
    expect(changed.status).toBe(200);
    const answer = await ask(world, mine);
    expect(await errorAt(answer)).toMatchObject({
      check: 'redirect-uri',
      expected: 'one of the registered redirect_uris: https://client.example/new',
      client: {
        ...{ client_id: mine.client_id, client_name: mine['client_name'], disabled: false },
        last_change: {
          ...{ type: 'client.changed', actor_kind: 'user', actor: expect.any(String) },
          ...{ at: expect.any(Number), members: ['redirect_uris'] },
        },
      },
    });
  });

  it('answers a request as before: nothing of it is public', async () => {
    const answer = await world.token(client, { grant_type: 'authorization_code', code: 'x' });
    expect(answer.json).toEqual({
      error: 'invalid_grant',
      error_description: 'The grant is invalid, expired, revoked, or was issued to another client.',
    });
  });

  it('what is an answer and no failure is not kept: nobody is signed in', async () => {
    const answer = await ask(world, client, { prompt: 'none' });
    expect(answer.parameters['error']).toBe('login_required');
    expect((await world.admin.get(`/errors/${referenceOf(answer)}`)).status).toBe(404);
  });

  it('lists the newest first, page after page, by client and by check', async () => {
    const mine = await world.registerClient();
    const references: string[] = [];
    for (const changes of [{ prompt: 'x' }, { max_age: 'x' }, { prompt: 'y' }]) {
      references.unshift(referenceOf(await ask(world, mine, changes)));
    }
    const list = async (query: string) =>
      (await world.admin.get(`/errors?client_id=${mine.client_id}&${query}`)).json;
    const all = await list('count=true');
    expect(all.total).toBe(3);
    const found = all.items.map(({ reference }: { reference: string }) => reference);
    expect(found.toSorted()).toEqual(references.toSorted());
    const times = all.items.map(({ at }: { at: number }) => at);
    expect(times).toEqual(times.toSorted((a: number, b: number) => b - a));
    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.next).toBeUndefined();
    const prompts = (await list('check=prompt')).items;
    expect(prompts.map(({ check }: { check: string }) => check)).toEqual(['prompt', 'prompt']);
    const stray = await world.admin.get(`/errors?cursor=${first.next}`);
    expect(stray.status).toBe(400);
  });

  it('lists by endpoint, error, grant type, time and how the reference begins', async () => {
    const mine = await world.registerClient();
    const began = Math.floor(Date.now() / 1000);
    const atAuthorize = referenceOf(await ask(world, mine, { prompt: 'x' }));
    const form = { grant_type: 'refresh_token', refresh_token: 'nothing' };
    const refreshed = referenceOf(await world.token(mine, form));
    const redeemed = referenceOf(
      await world.token(mine, { ...form, grant_type: 'authorization_code', code: 'nothing' }),
    );
    const secret = 'gh_ac_'.padEnd(49, 'x');
    const stray = referenceOf(await world.token(mine, { grant_type: secret }));
    const found = async (filter: Record<string, string>) => {
      const query = new URLSearchParams({ client_id: mine.client_id, ...filter });
      const answer = await world.admin.get(`/errors?${query.toString()}`);
      expect([filter, answer.status]).toEqual([filter, 200]);
      return answer.json.items.map(({ reference }: { reference: string }) => reference).toSorted();
    };
    const all = [atAuthorize, refreshed, redeemed, stray].toSorted();
    const [since, later] = [String(began - 5), String(began + 3600)];
    for (const [filter, references] of [
      [{ endpoint: '/authorize' }, [atAuthorize]],
      [{ endpoint: '/token', error: 'invalid_grant' }, [refreshed, redeemed].toSorted()],
      [{ grant_type: 'refresh_token' }, [refreshed]],
      [{ grant_type: 'authorization_code', error: 'invalid_grant' }, [redeemed]],
      [{ grant_type: secret }, []],
      [{ reference: stray.slice(0, 8) }, [stray]],
      [{ reference: stray }, [stray]],
      [{ from: since, to: later }, all],
      [{ from: later }, []],
      [{ to: since }, []],
    ] as [Record<string, string>, string[]][]) {
      expect([filter, await found(filter)]).toEqual([filter, references]);
    }
    const one = (await world.admin.get(`/errors/${refreshed}`)).json;
    expect(one).toMatchObject({ grant_type: 'refresh_token', endpoint: '/token' });
    expect((await world.admin.get(`/errors/${stray}`)).json).not.toHaveProperty('grant_type');
    for (const wrong of [
      'from=now',
      'to=-1',
      'reference=abc',
      'since=1',
      `error=${'x'.repeat(65)}`,
    ]) {
      expect([wrong, (await world.admin.get(`/errors?${wrong}`)).status]).toEqual([wrong, 400]);
    }
  });

  it('is for those who may read diagnostics', async () => {
    const service = async (scope: string) => {
      const metadata = { grant_types: ['client_credentials'], scope, redirect_uris: [] };
      return (await world.clientCredentials(await world.registerClient(metadata))).access_token;
    };
    const answer = await ask(world, client, { client_id: 'nobody' });
    for (const path of ['/admin/errors', `/admin/errors/${referenceOf(answer)}`]) {
      const read = async (scope: string) =>
        (await world.get(path, { authorization: `Bearer ${await service(scope)}` })).status;
      expect([await read('diagnostics:read'), await read('clients:read')]).toEqual([200, 403]);
      expect((await world.get(path)).status).toBe(401);
    }
  });

  it('of one address no more than 60 a minute are kept', async () => {
    const from = (n: number) => ({ 'x-forwarded-for': `198.51.100.${n}` });
    const refused = async (n: number) => {
      const url = new URL(`${world.issuer}/authorize?${queryString(client, { prompt: 'z' })}`);
      return Answer.read(url, await fetch(url, { headers: from(n), redirect: 'manual' }));
    };
    const answers: Answer[] = [];
    for (let i = 0; i < 65; i++) answers.push(await refused(1));
    const statusOf = async (answer?: Answer) =>
      answer && (await world.admin.get(`/errors/${referenceOf(answer)}`)).status;
    expect(await statusOf(answers[59])).toBe(200);
    expect(await statusOf(answers[60])).toBe(404);
    expect(await statusOf(await refused(2))).toBe(200);
  });
});
