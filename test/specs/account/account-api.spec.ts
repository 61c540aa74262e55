// Errors are problem details: RFC 9457.
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Answer } from '../../support/answer.js';
import { clock } from '../../support/clock.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';
import { auditTrail, isSignedIn, listed, visit } from './visits.js';

const NEW = 'an entirely new passphrase';
const SCOPE = 'account:read account:write';

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;
let token: string;

beforeAll(async () => {
  world = await startWorld();
  client = await world.registerClient({
    client_name: 'Account App',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: `openid offline_access ${SCOPE} users:read`,
  });
});

beforeEach(async () => {
  user = await world.createUser({ name: 'Ada Example' });
  token = (await world.tokens({ client, user, scope: SCOPE })).access_token;
});

async function call(
  method: string,
  path: string,
  { body, bearer = token }: { body?: unknown; bearer?: string } = {},
): Promise<Answer> {
  const url = new URL(`${world.issuer}/account/api${path}`);
  const headers: Record<string, string> = { authorization: `Bearer ${bearer}` };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  return Answer.read(url, await fetch(url, init));
}

function expectProblem(answer: Answer, status: number, members: object = {}): void {
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.status).toBe(status);
  expect(answer.json).toMatchObject({
    type: expect.stringMatching(/^http.*\/docs\/problems#[a-z-]+$/),
    instance: `urn:uuid:${answer.headers.get('x-request-id') ?? ''}`,
    status,
    ...members,
  });
}

describe('access to the account API', () => {
  it('takes an access token for the account, and no cookie (RFC 6750 §3)', async () => {
    const url = `${world.issuer}/account/api/profile`;
    const { browser } = await visit(world, user);
    const answer = await browser.get(url);
    expectProblem(answer, 401);
    const { origin, pathname } = new URL(url);
    const resource = pathname.replace('/api/profile', '');
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer realm="gatehouse", scope="account:read", resource_metadata="${origin}/.well-known/oauth-protected-resource${resource}"`,
    );
  });

  it('a token for another audience is refused', async () => {
    const admin = await world.createUser({ roles: ['admin'] });
    const elsewhere = await world.tokens({ client, user: admin, scope: 'openid users:read' });
    const answer = await call('GET', '/profile', { bearer: elsewhere.access_token });
    expectProblem(answer, 401, { error: 'invalid_token' });
  });

  it('reading does not allow to write', async () => {
    const scope = 'account:read';
    const reader = (await world.tokens({ client, user, scope })).access_token;
    expect((await call('GET', '/sessions', { bearer: reader })).status).toBe(200);
    for (const [method, path] of [
      ['POST', '/password'],
      ['DELETE', '/sessions/any'],
      ['DELETE', '/consents/any'],
    ] as const) {
      const answer = await call(method, path, { bearer: reader });
      expectProblem(answer, 403, { error: 'insufficient_scope' });
      expect(answer.headers.get('www-authenticate')).toContain('scope="account:write"');
    }
  });

  it('a client that acts for itself has no account: 403', async () => {
    const own = (await world.clientCredentials(client, { scope: SCOPE })).access_token;
    for (const path of ['/profile', '/sessions', '/consents']) {
      expectProblem(await call('GET', path, { bearer: own }), 403, { error: 'access_denied' });
    }
    const body = { current_password: user.password, new_password: NEW };
    expectProblem(await call('POST', '/password', { bearer: own, body }), 403);
    expectProblem(await call('DELETE', '/sessions/any', { bearer: own }), 403);
    expectProblem(await call('DELETE', '/consents/any', { bearer: own }), 403);
  });

  it('I10 a disabled user has none', async () => {
    await world.admin.patch(`/users/${user.sub}`, { disabled: true });
    expectProblem(await call('GET', '/profile'), 401, { error: 'invalid_token' });
  });
});

describe('GET /account/api/profile', () => {
  it('answers with the claims that are known, and nothing secret', async () => {
    const answer = await call('GET', '/profile');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      sub: user.sub,
      username: user.username,
      name: 'Ada Example',
      attributes: {},
      email: user['email'],
      email_verified: false,
      roles: [],
      groups: [],
      created_at: expect.any(Number),
      updated_at: expect.any(Number),
    });
  });
});

describe('sessions', () => {
  it('I34 are listed and ended; the effect is immediate', async () => {
    const there = await visit(world, user);
    const [id] = listed(there.page, 'session_id');
    const { items } = (await call('GET', '/sessions')).json as { items: { id: string }[] };
    expect(items).toHaveLength(2);
    expect(items).toContainEqual({
      id,
      created_at: expect.any(Number),
      auth_time: expect.any(Number),
      last_seen_at: expect.any(Number),
      expires_at: expect.any(Number),
      amr: ['pwd'],
      user_agent: expect.any(String),
    });
    expect((await call('DELETE', `/sessions/${id ?? ''}`)).status).toBe(204);
    expect(await isSignedIn(world, there.browser.cookies.header)).toBe(false);
    expectProblem(await call('DELETE', `/sessions/${id ?? ''}`), 404, { error: 'not_found' });
    expect(await auditTrail(world, user.sub, 'session.revoked')).toContainEqual(
      expect.objectContaining({
        type: 'session.revoked',
        actor: user.sub,
        object_id: id,
        facts: expect.objectContaining({ via: client.client_id }),
      }),
    );
  });

  it('I34 ending the one that the token came from ends the token', async () => {
    const { items } = (await call('GET', '/sessions')).json as { items: { id: string }[] };
    expect((await call('DELETE', `/sessions/${items[0]?.id ?? ''}`)).status).toBe(204);
    expectProblem(await call('GET', '/sessions'), 401, { error: 'invalid_token' });
  });

  it('I35 "only opaque handle, not the cookie value"', async () => {
    const there = await visit(world, user);
    const { text } = await call('GET', '/sessions');
    for (const name of there.browser.cookies.names) {
      expect(text).not.toContain(there.browser.cookies.get(name));
    }
  });

  it('those of others are not there', async () => {
    const victim = await visit(world, await world.createUser());
    const [id = ''] = listed(victim.page, 'session_id');
    expectProblem(await call('DELETE', `/sessions/${id}`), 404);
    expect(await isSignedIn(world, victim.browser.cookies.header)).toBe(true);
  });
});

describe('consents', () => {
  it('I34 are listed in words and withdrawn; the effect is immediate', async () => {
    const other = await world.registerClient({ client_name: 'Photo Printing' });
    const tokens = await world.tokens({ client: other, user, scope: 'openid email' });
    const { items } = (await call('GET', '/consents')).json as { items: { id: string }[] };
    expect(items).toHaveLength(2);
    const consent = {
      id: expect.any(String),
      client_id: other.client_id,
      client_name: 'Photo Printing',
      scope: 'openid email',
      scopes: [
        expect.objectContaining({ name: 'openid' }),
        { name: 'email', description: 'See your e-mail address' },
      ],
      claims: [],
      granted_at: expect.any(Number),
    };
    expect(items).toContainEqual(consent);
    const id = items.find((one) => JSON.stringify(one).includes(other.client_id))?.id ?? '';
    expect((await call('DELETE', `/consents/${id}`)).status).toBe(204);
    expect((await world.userinfo(tokens.access_token)).status).toBe(401);
    expectProblem(await call('DELETE', `/consents/${id}`), 404, { error: 'not_found' });
    expect(await auditTrail(world, user.sub, 'consent.revoked')).toContainEqual({
      ...{ type: 'consent.revoked', actor: user.sub, client_id: other.client_id },
      object_id: id,
      facts: expect.objectContaining({ via: client.client_id }),
    });
  });

  it('those of others are not there', async () => {
    const victim = await world.createUser();
    const theirs = (await world.tokens({ client, user: victim, scope: SCOPE })).access_token;
    const { items } = (await call('GET', '/consents', { bearer: theirs })).json as {
      items: { id: string }[];
    };
    expectProblem(await call('DELETE', `/consents/${items[0]?.id ?? ''}`), 404);
    expect((await call('GET', '/consents', { bearer: theirs })).status).toBe(200);
  });
});

describe('POST /account/api/password', () => {
  const change = (current: unknown, wanted: unknown = NEW) =>
    call('POST', '/password', { body: { current_password: current, new_password: wanted } });

  it('I05 changes it and ends every session and token, the one it was asked with too', async () => {
    const { browser } = await visit(world, user);
    const offline = await world.tokens({ client, user, scope: 'openid offline_access' });
    const answer = await change(user.password);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expectProblem(await call('GET', '/profile'), 401, { error: 'invalid_token' });
    expect(await isSignedIn(world, browser.cookies.header)).toBe(false);
    expect((await world.refresh(client, offline.refresh_token ?? '')).json).toMatchObject({
      error: 'invalid_grant',
    });
    await visit(world, { ...user, password: NEW });
  });

  it('I28 needs the current one', async () => {
    expectProblem(await change('wrong'), 400, {
      errors: [{ pointer: '/current_password', detail: 'The current password is wrong.' }],
    });
    for (const malformed of [undefined, null, '', 7, [user.password], { $ne: '' }]) {
      expectProblem(await change(malformed), 400, {
        errors: [{ pointer: '/current_password', detail: expect.any(String) }],
      });
    }
    await visit(world, user);
  });

  it('I10 "same check everywhere": guesses are counted as at the login page', async () => {
    clock.advance(0); // the wait is a second, and this machine may be slow
    for (let attempt = 0; attempt < 5; attempt++) expectProblem(await change('wrong'), 400);
    const answer = await change(user.password);
    expectProblem(answer, 429, { error: 'too_many_attempts' });
    expect(answer.headers.get('retry-after')).toBe('1');
    // The wait is theirs who guess: nobody is kept from signing in (attack S05).
    await visit(world, user);
  });

  it.each([
    ['I27 password12345678', 'password12345678', /first that attackers try/],
    ['I25 1025 characters', 'a long one '.repeat(94).slice(0, 1025), /longer than 1024/],
    ['I25 NUL byte', 'an entirely new\0passphrase', /control characters/],
    ['L04 a list', ['password', 'password'], /must be a string/],
  ])('%s is refused with the reason', async (_name, wanted, reason) => {
    const answer = await change(user.password, wanted);
    expectProblem(answer, 400, {
      errors: [{ pointer: '/new_password', detail: expect.stringMatching(reason) }],
    });
    await visit(world, user);
  });
});

describe('the OpenAPI document', () => {
  it('describes each operation of the account API, with its scope and its answers', async () => {
    const { paths, components } = (await world.get('/openapi.json')).json as {
      paths: Record<string, Record<string, { security: object[]; responses: object }>>;
      components: { schemas: Record<string, { properties: object }> };
    };
    const operations = Object.entries(paths)
      .filter(([path]) => path.startsWith('/account'))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { security }]) => [
          `${method} ${path}`,
          Object.values(security[0] ?? {})[0] as unknown,
        ]),
      );
    expect(Object.fromEntries(operations)).toEqual({
      'get /account/api/profile': ['account:read'],
      'get /account/api/trusted-browsers': ['account:read'],
      'delete /account/api/trusted-browsers/{id}': ['account:write'],
      'post /account/api/password': ['account:write'],
      'get /account/api/authorizations': ['account:read'],
      'delete /account/api/authorizations/{id}': ['account:write'],
      'get /account/api/sessions': ['account:read'],
      'delete /account/api/sessions/{id}': ['account:write'],
      'get /account/api/consents': ['account:read'],
      'delete /account/api/consents/{id}': ['account:write'],
    });
    const profile = Object.keys(components.schemas['ProfileResponse']?.properties ?? {});
    expect(profile).toEqual(expect.arrayContaining(['sub', 'username', 'email', 'address']));
    expect(profile).not.toContain('password');
  });
});
