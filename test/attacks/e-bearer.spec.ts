// Bearer tokens: RFC 6750, RFC 9068.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { encode } from '../support/browser.js';
import { clock } from '../support/clock.js';
import { rawHttp } from '../support/raw-http.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { assertionClaims, jws, part } from './jws.js';
import { mutatedJws } from './jws-mutations.js';
import { send } from './requests.js';

let world: LocalWorld;
let user: RegisteredUser;
let client: RegisteredClient;

beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser();
  await world.registerResourceServer({ identifier: 'https://notes.example', scopes: ['notes'] });
  client = await world.registerClient({
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: 'openid profile email notes',
  });
});

const signIn = (scope = 'openid profile') => world.tokens({ client, user, scope });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function expectError(answer: Answer, status: number, error: string): void {
  expect([answer.status, answer.json.error]).toEqual([status, error]);
  expect(answer.headers.get('www-authenticate')).toContain(`error="${error}"`);
  expect(answer.text).not.toContain(user.sub);
}

describe('E08 a token in the address is not seen', () => {
  it('E08 GET and POST with access_token in the query are unauthenticated', async () => {
    const { access_token } = await signIn();
    const path = `/userinfo?access_token=${access_token}`;
    const answers = [await world.get(path), await send(world, path, {})];
    for (const api of ['/admin/users', '/admin/clients', '/account/api/profile']) {
      answers.push(await world.get(`${api}?access_token=${await world.admin.token()}`));
    }
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      // No token was presented, so the challenge names no error (RFC 6750 §3.1).
      expect(answer.headers.get('www-authenticate')).not.toContain('error=');
      expect(answer.text).not.toContain(access_token);
    }
  });

  it('E08 a posted form may carry it at userinfo, and a body of another type may not', async () => {
    const { access_token } = await signIn();
    expect((await send(world, '/userinfo', { access_token })).json.sub).toBe(user.sub);
    const url = `${world.issuer}/userinfo`;
    const json = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ access_token }),
    });
    expect(json.status).toBe(401);
    const manage = await send(world, '/admin/users', { access_token: await world.admin.token() });
    expect([401, 415]).toContain(manage.status);
  });
});

describe('E09 "Clients MUST NOT use more than one method" (RFC 6750 §2)', () => {
  it('E09 header and body at once, even with the same token', async () => {
    const { access_token } = await signIn();
    for (const inBody of [access_token, 'other']) {
      const answer = await send(world, '/userinfo', { access_token: inBody }, bearer(access_token));
      expectError(answer, 400, 'invalid_request');
    }
    const twice = { access_token: [access_token, access_token] };
    expectError(await send(world, '/userinfo', twice), 400, 'invalid_request');
    expect((await send(world, '/userinfo', {}, bearer(access_token))).status).toBe(200);
  });

  it('E09 two Authorization headers are one too many', async () => {
    const { access_token } = await signIn();
    for (const [first, second] of [
      [access_token, 'x'],
      ['x', access_token],
      [access_token, access_token],
    ]) {
      const answer = await rawHttp(
        world.issuer,
        `GET /userinfo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n` +
          `Authorization: Bearer ${first}\r\nAuthorization: Bearer ${second}\r\n\r\n`,
      );
      expect(answer.status).toBe(400);
    }
  });

  it.each(['Bearer', 'Bearer ', 'Bearer a b', 'Bearer "x"', 'Bearer é', 'Bearer a,b', 'bearer\tx'])(
    'E09 a malformed header is a malformed request: %j',
    async (authorization) => {
      const answer = await rawHttp(
        world.issuer,
        `GET /userinfo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: ${authorization}\r\n\r\n`,
      );
      expect([400, 401]).toContain(answer.status);
      expect(answer.body).not.toContain('sub');
    },
  );
});

describe('E10 no other JWT is an access token', () => {
  const PATHS = ['/userinfo', '/admin/users', '/admin/keys', '/account/api/profile'];

  async function expectNowhere(token: string): Promise<void> {
    for (const path of PATHS) {
      const answer = await world.get(path, bearer(token));
      expect([path, answer.status, answer.json.error]).toEqual([path, 401, 'invalid_token']);
    }
  }

  it('E10 neither an ID token, signed with RS256 or with the key of access tokens', async () => {
    const es256 = await world.registerClient({ id_token_signed_response_alg: 'ES256' });
    const tokens = [await signIn(), await world.tokens({ client: es256, user })];
    const algorithms = tokens.map(({ id_token = '' }) => part(id_token, 0)['alg']);
    expect(algorithms).toEqual(['RS256', 'ES256']);
    expect(part(String(tokens[1]?.id_token), 0)['kid']).toBe(
      part(String(tokens[1]?.access_token), 0)['kid'],
    );
    for (const { id_token = '' } of tokens) await expectNowhere(id_token);
  });

  it('E10 nor an assertion of a client, nor a code', async () => {
    const keyed = await world.registerClient({ token_endpoint_auth_method: 'private_key_jwt' });
    const claims = { ...assertionClaims(keyed, world.issuer), scope: 'openid', client_id: 'x' };
    await expectNowhere(jws({ alg: 'ES256', typ: 'at+jwt' }, claims, keyed.privateKey));
    const { code } = await world.authorizationCode({ client, user });
    await expectNowhere(code);
    await expectNowhere('gh_at_x');
  });

  it('E10 a session cookie is no bearer token, and a bearer token no session cookie', async () => {
    const { browser, code } = await world.authorizationCode({ client, user });
    expect(code).toBeDefined();
    await expectNowhere(browser.cookies.get('session') ?? '');
    const { access_token, id_token = '' } = await signIn();
    for (const value of [access_token, id_token]) {
      const cookie = `gatehouse_session=${value}`;
      expect((await world.get('/account', { cookie, accept: 'text/html' })).status).toBe(303);
    }
  });

  it('E10 nor anything that was made from an access token', async () => {
    const { access_token } = await signIn();
    const mutation = mutatedJws(Buffer.from('no key'));
    await fc.assert(
      fc.asyncProperty(mutation, async (mutate) => {
        const answer = await world.get('/userinfo', bearer(mutate(access_token)));
        expect([400, 401]).toContain(answer.status);
      }),
      { numRuns: 150 },
    );
    expect((await world.userinfo(access_token)).status).toBe(200);
    clock.advance(600);
    expectError(await world.userinfo(access_token), 401, 'invalid_token');
  });
});

describe('E11 userinfo is for openid', () => {
  it('E11 403 insufficient_scope for a client’s own token and for a code flow without openid', async () => {
    const own = await world.clientCredentials(client);
    const profile = await signIn('profile');
    const notes = await signIn('notes profile');
    for (const { access_token } of [own, profile, notes]) {
      const answer = await world.userinfo(access_token);
      expectError(answer, 403, 'insufficient_scope');
      expect(answer.headers.get('www-authenticate')).toContain('scope="openid"');
    }
  });
});

describe('E14 a token is good where it is meant for', () => {
  it('E14 a token for an API is refused by the admin API and the account API', async () => {
    const administrator = await world.createUser({ roles: ['admin'] });
    for (const one of [user, administrator]) {
      const { access_token } = await world.tokens({ client, user: one, scope: 'notes' });
      expect(part(access_token, 1)['aud']).toBe('https://notes.example');
      for (const path of ['/admin/users', '/admin/clients', '/account/api/profile']) {
        expectError(await world.get(path, bearer(access_token)), 401, 'invalid_token');
      }
    }
    const own = await world.clientCredentials(client);
    expectError(await world.get('/admin/users', bearer(own.access_token)), 401, 'invalid_token');
  });

  it('E14 an API that was called by an administrator manages nothing with that token', async () => {
    const scope = 'openid notes users:read account:read';
    const both = await world.registerClient({ scope });
    const administrator = await world.createUser({ roles: ['admin'] });
    const own = `${world.issuer}/admin`;
    const resource = ['https://notes.example', own];
    for (const asked of ['notes users:read', 'notes account:read', scope]) {
      const { end } = await world.authorize({ client: both, user: administrator, scope: asked });
      expect([asked, end.parameters['error']]).toEqual([asked, 'invalid_target']);
    }
    const parameters = { resource };
    const issued = await world.authorizationCode({
      ...{ client: both, user: administrator, scope: 'notes users:read', parameters },
    });
    const answer = await world.redeem(both, issued, { resource: resource[0] });
    expect(part(answer.json.access_token, 1)['aud']).toBe('https://notes.example');
    for (const path of ['/admin/users', '/account/api/profile']) {
      const headers = bearer(answer.json.access_token as string);
      expectError(await world.get(path, headers), 401, 'invalid_token');
    }
    const refreshed = await world.refresh(both, answer.json.refresh_token as string, {
      resource: own,
    });
    // Whoever may use both has a token of its own for each.
    expect(refreshed.status).toBe(200);
    expect(
      (await world.get('/admin/users', bearer(refreshed.json.access_token as string))).status,
    ).toBe(200);
  });

  it('E14 nobody can register an API under an address of ours', async () => {
    for (const identifier of [
      world.issuer,
      `${world.issuer}/`,
      `${world.issuer}/admin`,
      `${world.issuer}/account`,
      `${world.issuer.toUpperCase()}/admin`,
      `${world.issuer}/x/../admin`,
      `${world.issuer}/%61dmin`,
    ]) {
      const answer = await world.admin.post('/resource-servers', {
        ...{ identifier, name: 'Us', scopes: [{ name: 'clients:writ', description: 'x' }] },
      });
      expect([identifier, answer.status < 500 && answer.status >= 400]).toEqual([identifier, true]);
    }
    const taken = await world.admin.post('/resource-servers', {
      ...{ identifier: 'https://mine.example', name: 'Mine' },
      scopes: [{ name: 'clients:write', description: 'x' }],
    });
    expect(taken.status).toBe(409);
  });

  it('E14 resource at the token endpoint does not reach what was not granted', async () => {
    for (const resource of [`${world.issuer}/admin`, world.issuer]) {
      const fields = { grant_type: 'client_credentials', resource };
      const answer = await world.token(client, fields);
      expect([answer.status, answer.json.error]).toEqual([400, 'invalid_target']);
    }
    const { end } = await world.authorize({
      ...{ client, user, scope: 'openid' },
      parameters: { resource: `${world.issuer}/admin` },
    });
    expect(end.parameters['error']).toBe('invalid_target');
    expect(encode(end.parameters).has('code')).toBe(false);
  });
});
