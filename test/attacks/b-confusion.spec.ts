import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { encode, type Browser } from '../support/browser.js';
import { clientAssertion, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';

describe('B: opaque values in the place of others', () => {
  let world: LocalWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;
  /** One live value of every kind there is, by what it is. */
  const values = new Map<string, string>();
  let live: { refresh_token: string; access_token: string; opaque: string; browser: Browser };

  beforeAll(async () => {
    world = await startWorld();
    const identifier = 'https://opaque.example';
    const format = { access_token_format: 'opaque' };
    await world.registerResourceServer({ identifier, scopes: ['opaque:read'], ...format });
    client = await world.registerClient({ scope: 'openid offline_access opaque:read' });
    user = await world.createUser();
    await collect();
  });

  async function collect(): Promise<void> {
    const browser = world.browser();
    const tokens = await world.tokens({ client, user, browser });
    const second = await world.tokens({ client, user, browser, scope: 'openid opaque:read' });
    const page = await browser.open(
      '/authorize',
      authorizationRequest(client, { prompt: 'login' }),
    );
    const signer = await world.registerClient({ token_endpoint_auth_method: 'private_key_jwt' });
    const { refresh_token = '', access_token } = tokens;
    live = { refresh_token, access_token, opaque: second.access_token, browser };
    values.set('refresh token', refresh_token);
    values.set('JWT access token', access_token);
    values.set('opaque access token', second.access_token);
    values.set('ID token', tokens.id_token ?? '');
    values.set('session cookie', browser.cookies.get('session') ?? '');
    values.set('browser cookie', browser.cookies.get('browser') ?? '');
    values.set('interaction', page.url.pathname.split('/')[2] ?? '');
    values.set('anti-CSRF token', page.forms[0]?.fields['csrf'] ?? '');
    values.set('client secret', client.client_secret ?? '');
    values.set('client id', client.client_id);
    values.set('user id', user.sub);
    values.set('client assertion', await clientAssertion(signer, world.issuer));
    for (const value of values.values()) expect(value.length).toBeGreaterThan(10);
  }

  async function code(): Promise<string> {
    return (await world.authorizationCode({ client, user, browser: live.browser })).code;
  }

  function expectInvalidGrant(kind: string, answer: Answer): void {
    expect([kind, answer.status, answer.json.error]).toEqual([kind, 400, 'invalid_grant']);
  }

  it('B15 nothing but a code is a code', async () => {
    for (const [kind, value] of values) {
      const redirect_uri = client.redirect_uris[0];
      const fields = { grant_type: 'authorization_code', code: value, redirect_uri };
      const answer = await world.token(client, fields);
      const tooLong = value.length > 512;
      if (tooLong) expect([kind, answer.json.error]).toEqual([kind, 'invalid_request']);
      else expectInvalidGrant(kind, answer);
    }
  });

  it('B15 nothing but a refresh token is a refresh token', async () => {
    for (const [kind, value] of [...values, ['code', await code()] as const]) {
      if (kind === 'refresh token') continue;
      const answer = await world.refresh(client, value);
      const tooLong = value.length > 512;
      if (tooLong) expect([kind, answer.json.error]).toEqual([kind, 'invalid_request']);
      else expectInvalidGrant(kind, answer);
    }
  });

  it('B15 nothing but an access token opens an API, and no API of ours to an ordinary person', async () => {
    const all: (readonly [string, string])[] = [...values, ['code', await code()]];
    for (const [kind, value] of all) {
      const answer = await world.userinfo(value);
      const isAccessToken = kind.endsWith('access token');
      expect([kind, answer.status]).toEqual([kind, isAccessToken ? 200 : 401]);
      const admin = await world.get('/admin/users', { authorization: `Bearer ${value}` });
      // Access tokens of people without power over Gatehouse are understood, and refused (E15).
      expect([kind, isAccessToken ? [401, 403] : [401]]).toEqual([
        kind,
        expect.arrayContaining([admin.status]),
      ]);
    }
  });

  it('B15 nothing but a token is active at introspection', async () => {
    const all: (readonly [string, string])[] = [...values, ['code', await code()]];
    for (const [kind, value] of all) {
      const { status, json } = await world.introspect(client, value);
      const isToken = /refresh|access/.test(kind);
      expect([kind, status, json.active]).toEqual([kind, 200, isToken]);
      if (!isToken) expect(json).toEqual({ active: false });
    }
  });

  it('B15 nothing but a session cookie is a session, nothing but an interaction is one', async () => {
    const all: (readonly [string, string])[] = [...values, ['code', await code()]];
    for (const [kind, value] of all) {
      const browser = world.browser();
      browser.cookies.set('gatehouse_session', encodeURIComponent(value));
      const request = authorizationRequest(client, { prompt: 'none' });
      const { parameters } = await browser.get('/authorize', request);
      const answer = kind === 'session cookie' ? ['code'] : ['error'];
      expect([kind, Object.keys(parameters).filter((name) => /code|error$/.test(name))]).toEqual([
        kind,
        answer,
      ]);
      const path = `/interaction/${encodeURIComponent(value)}`;
      const page = await live.browser.get(path.slice(0, 200));
      expect([kind, page.status < 400]).toEqual([kind, kind === 'interaction']);
    }
  });

  it('B15 nothing but the secret authenticates the client', async () => {
    for (const [kind, value] of values) {
      if (kind === 'client secret') continue;
      const answer = await world.introspect({ ...client, client_secret: value }, live.opaque);
      expect([kind, answer.status]).toEqual([kind, 401]);
    }
  });

  it('B15 none of that has used anything up or ended anything', async () => {
    expect((await world.introspect(client, live.opaque)).json.active).toBe(true);
    expect((await world.userinfo(live.access_token)).status).toBe(200);
    const issued = await world.authorizationCode({ client, user, browser: live.browser });
    for (const attempt of ['refresh_token', 'token'] as const) {
      const path = attempt === 'token' ? '/revoke' : '/token';
      const grant_type = attempt === 'token' ? undefined : 'refresh_token';
      await world.post(path, client, { [attempt]: issued.code, grant_type });
    }
    await world.introspect(client, issued.code);
    expect((await world.redeem(client, issued)).status).toBe(200);
    expect((await world.refresh(client, live.refresh_token)).status).toBe(200);
  });

  it('B07 codes are random in every place', async () => {
    const codes: string[] = [];
    const request = encode(authorizationRequest(client)).toString();
    for (let batch = 0; batch < 20; batch++) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => live.browser.get(`/authorize?${request}`)),
      );
      codes.push(...answers.map((answer) => answer.parameters['code'] ?? ''));
    }
    const bodies = codes.map((value) => /^gh_ac_([\w-]{43})$/.exec(value)?.[1] ?? '');
    expect(new Set(bodies).size).toBe(1000);
    // 43 characters of base64url are 256 bits. Each of the 42 whole ones takes every value; a fixed or
    // counted place would show as a letter that is far too frequent (mean 15.6, deviation 3.9).
    for (let place = 0; place < 42; place++) {
      const counts = new Map<string, number>();
      for (const body of bodies) {
        const letter = body.charAt(place);
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
      }
      expect(counts.size).toBeGreaterThan(55);
      expect(Math.max(...counts.values())).toBeLessThan(45);
    }
    const stored: { code_hash: string }[] = await world.query(
      'SELECT code_hash FROM authorizations',
    );
    const kept = new Set(stored.map(({ code_hash }) => code_hash));
    for (const body of bodies) expect(kept.has(body) || kept.has(`gh_ac_${body}`)).toBe(false);
  }, 60_000);

  it('B07 who goes on guessing is told to stop, and locks nobody out', async () => {
    const guesser = await world.registerClient();
    const issued = await world.authorizationCode({ client: guesser, user });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 300; attempt++) {
      const guess = `gh_ac_${String(attempt).padStart(43, 'A')}`;
      const answer = await world.redeem(guesser, issued, { code: guess });
      expect(answer.json.error).toBe('invalid_grant');
      statuses.push(answer.status);
      if (answer.status === 429) expect(answer.headers.get('retry-after')).toBe('60');
    }
    expect(new Set(statuses)).toEqual(new Set([400, 429]));
    expect(statuses.at(-1)).toBe(429);
    expect((await world.redeem(guesser, issued)).status).toBe(200);
  }, 60_000);
});
