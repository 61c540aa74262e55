import fc from 'fast-check';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { tokensOf } from '../support/authorization.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { part } from './jws.js';
import { send } from './requests.js';
import { authorizationOf, refreshTokenOf } from './subject.js';

let world: LocalWorld;
let user: RegisteredUser;
let client: RegisteredClient;

beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser();
  for (const name of ['mail', 'files', 'closed']) {
    const scopes = [`${name}:read`, `${name}:write`];
    await world.registerResourceServer({ identifier: `https://${name}.example`, scopes });
  }
  client = await world.registerClient({
    scope: 'openid profile offline_access mail:read mail:write files:read',
  });
});

async function signIn(scope = 'openid mail:read files:read') {
  const tokens = await world.tokens({ client, user, scope });
  return { ...tokens, refresh_token: refreshTokenOf(tokens) };
}

function expectError(answer: Answer, error: string, status = 400): void {
  expect([answer.status, answer.json.error]).toEqual([status, error]);
  expect(answer.json).not.toHaveProperty('access_token');
  expect(answer.headers.get('cache-control')).toContain('no-store');
}

const words = (scope: unknown) => String(scope).split(' ').sort();

describe('D04 a refresh token works for the client it was issued to', () => {
  it('D04 another client gets invalid_grant, and the owner goes on', async () => {
    const others = [
      await world.registerClient({ scope: String(client['scope']) }),
      await world.registerClient({ token_endpoint_auth_method: 'client_secret_post' }),
      await world.registerClient({ token_endpoint_auth_method: 'none' }),
      await world.registerClient({ token_endpoint_auth_method: 'private_key_jwt' }),
    ];
    const { access_token, refresh_token } = await signIn();
    for (const other of others) {
      expectError(await world.refresh(other, refresh_token), 'invalid_grant');
      expect((await world.introspect(client, access_token)).json.active).toBe(true);
    }
    const row = await authorizationOf(world, access_token);
    expect(row).toMatchObject({ refresh_generation: 1, revoked_at: null });
    tokensOf(await world.refresh(client, refresh_token));
  });
});

describe('D05 a confidential client authenticates to refresh', () => {
  it('D05 the client_id and the token alone are not enough', async () => {
    const { refresh_token } = await signIn();
    const { client_id } = client;
    const fields = { grant_type: 'refresh_token', refresh_token };
    expectError(await send(world, '/token', fields), 'invalid_client', 401);
    expectError(await send(world, '/token', { ...fields, client_id }), 'invalid_client', 401);
    const posted = { ...fields, client_id, client_secret: 'wrong' };
    expectError(await send(world, '/token', posted), 'invalid_client', 401);
    const authorization = basic({ client_id, client_secret: 'wrong' });
    expectError(await send(world, '/token', fields, { authorization }), 'invalid_client', 401);
    tokensOf(await world.refresh(client, refresh_token));
  });
});

describe('D06 the scope never grows', () => {
  it('D06 refuses more than was granted, and the token is still there', async () => {
    const { refresh_token } = await signIn('openid mail:read');
    for (const scope of [
      'openid mail:read mail:write',
      'mail:write',
      'openid mail:read offline_access',
      'openid mail:read clients:write',
      'openid  mail:read',
      'MAIL:READ',
      'mail:read\u00a0mail:write',
      'mail:rea',
      '*',
    ]) {
      expectError(await world.refresh(client, refresh_token, { scope }), 'invalid_scope');
    }
    const tokens = tokensOf(await world.refresh(client, refresh_token));
    expect(words(tokens.scope)).toEqual(['mail:read', 'openid']);
  });

  it('D06 a narrowed access token; the refresh token keeps what was granted', async () => {
    const { refresh_token } = await signIn();
    const narrow = tokensOf(await world.refresh(client, refresh_token, { scope: 'mail:read' }));
    expect(narrow.scope).toBe('mail:read');
    expect(part(narrow.access_token, 1)).toMatchObject({
      ...{ scope: 'mail:read', aud: 'https://mail.example' },
    });
    expect(narrow).not.toHaveProperty('id_token');
    expect((await world.userinfo(narrow.access_token)).status).toBe(403);
    const scope = 'openid mail:read files:read';
    const wide = tokensOf(await world.refresh(client, refreshTokenOf(narrow), { scope }));
    expect(words(wide.scope)).toEqual(words(scope));
    expect(wide.id_token).toBeDefined();
  });
});

describe('D07 the audience never grows', () => {
  it('D07 refuses a resource outside the authorization, and the token is still there', async () => {
    const { refresh_token } = await signIn('openid mail:read');
    for (const resource of [
      'https://files.example',
      'https://closed.example',
      'https://unknown.example',
      'https://mail.example/inbox',
      'https://mail.example:8443',
      `${world.issuer}/admin`,
      world.issuer,
      'mail',
      ['https://mail.example', 'https://files.example'],
    ]) {
      expectError(await world.refresh(client, refresh_token, { resource }), 'invalid_target');
    }
    const resource = 'https://mail.example';
    const tokens = tokensOf(await world.refresh(client, refresh_token, { resource }));
    expect([part(tokens.access_token, 1)['aud']].flat()).toContain(resource);
  });

  it('D07 a token for one of two resources carries only the scope of that one', async () => {
    const { refresh_token } = await signIn();
    const resource = 'https://files.example';
    const tokens = tokensOf(await world.refresh(client, refresh_token, { resource }));
    expect(words(tokens.scope)).toEqual(['files:read', 'openid']);
    const audience = [part(tokens.access_token, 1)['aud']].flat();
    expect(audience).toContain(resource);
    expect(audience).not.toContain('https://mail.example');
  });
});

describe('D13 an altered refresh token is no refresh token', () => {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';

  it('D13 at every position: changed, in the other case, cut off, left out, put in', async () => {
    const { refresh_token, access_token } = await signIn();
    const altered = new Set<string>();
    for (let at = 0; at < refresh_token.length; at++) {
      const [before, char = '', after] = [
        refresh_token.slice(0, at),
        refresh_token[at],
        refresh_token.slice(at + 1),
      ];
      const following = ALPHABET[(ALPHABET.indexOf(char) + 1) % ALPHABET.length] ?? '';
      const flipped = char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase();
      altered.add(before + following + after).add(before + flipped + after);
      altered
        .add(before + after)
        .add(before + char + char + after)
        .add(`${before}A${char}${after}`);
      if (at > 0) altered.add(before);
    }
    for (const tail of ['=', 'A', '.', ' ', '\u00a0', '+', '%', '==', refresh_token]) {
      altered.add(refresh_token + tail).add(tail + refresh_token);
    }
    altered.delete(refresh_token);
    expect(altered.size).toBeGreaterThan(300);
    for (const token of altered) {
      expectError(await world.refresh(client, token), 'invalid_grant');
    }
    const row = await authorizationOf(world, access_token);
    expect(row).toMatchObject({ refresh_generation: 1, revoked_at: null });
    tokensOf(await world.refresh(client, refresh_token));
  });

  it('D13 no token for another generation, another authorization or from parts of two', async () => {
    const [first, second] = [await signIn(), await signIn()];
    const [mine = '', , mac = ''] = first.refresh_token.split('.');
    const [theirs = '', , otherMac = ''] = second.refresh_token.split('.');
    for (const [id, generation, tag] of [
      [mine, '2', mac],
      [mine, '0', mac],
      [mine, '01', mac],
      [mine, '1e0', mac],
      [mine, '-1', mac],
      [mine, '9999999999', mac],
      [theirs, '1', mac],
      [mine, '1', otherMac],
    ]) {
      const token = [id, generation, tag].join('.');
      expectError(await world.refresh(client, token), 'invalid_grant');
    }
    tokensOf(await world.refresh(client, first.refresh_token));
    tokensOf(await world.refresh(client, second.refresh_token));
  });

  it('D13 nor anything made of random changes', async () => {
    const { refresh_token } = await signIn();
    const index = fc.nat(refresh_token.length - 1);
    const char = fc.constantFrom(...ALPHABET.split(''), '~', '!', '/');
    const edits = fc.array(fc.tuple(index, char), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(edits, async (changes) => {
        const letters = refresh_token.split('');
        for (const [at, letter] of changes) letters[at] = letter;
        const token = letters.join('');
        fc.pre(token !== refresh_token);
        expectError(await world.refresh(client, token), 'invalid_grant');
      }),
      { numRuns: 150 },
    );
    tokensOf(await world.refresh(client, refresh_token));
  });
});

describe('D14 a refresh token is no access token', () => {
  it('D14 is refused as a bearer token everywhere', async () => {
    const { refresh_token } = await signIn();
    const headers = { authorization: `Bearer ${refresh_token}` };
    for (const path of ['/userinfo', '/admin/users', '/admin/clients', '/account/api/profile']) {
      const answer = await world.get(path, headers);
      expect([path, answer.status, answer.json.error]).toEqual([path, 401, 'invalid_token']);
    }
    const asked = await send(world, '/introspect', { token: refresh_token }, headers);
    expectError(asked, 'invalid_client', 401);
    const form = await send(world, '/userinfo', { access_token: refresh_token });
    expect([form.status, form.json.error]).toEqual([401, 'invalid_token']);
    tokensOf(await world.refresh(client, refresh_token));
  });
});
