import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { tokensOf } from '../support/authorization.js';
import { clock } from '../support/clock.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { part } from './jws.js';
import { refreshTokenOf } from './subject.js';

const HOUR = 3600;
const DAY = 24 * HOUR;

let world: LocalWorld;
let user: RegisteredUser;
beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser();
});

async function signIn(client: RegisteredClient, scope: string) {
  const tokens = await world.tokens({ client, user, scope });
  return refreshTokenOf(tokens);
}

const expectDead = (answer: Answer) =>
  expect([answer.status, answer.json.error]).toEqual([400, 'invalid_grant']);

describe('D09 every refresh token ends', () => {
  it.each([
    ['none', 1, 7],
    ['client_secret_basic', 14, 90],
  ] as const)(
    'D09 a client with %s: idle after %d days, at last after %d',
    async (method, idle, absolute) => {
      const client = await world.registerClient({ token_endpoint_auth_method: method });
      let token = await signIn(client, 'openid offline_access');
      const forgotten = await signIn(client, 'openid offline_access');
      const almost = idle * DAY - 60;
      for (let age = almost; age < absolute * DAY; age += almost) {
        clock.advance(almost);
        token = refreshTokenOf(tokensOf(await world.refresh(client, token)));
        expectDead(await world.refresh(client, age === almost ? 'x' : forgotten));
      }
      // Just rotated, so not idle: it is the absolute end that rotation has not moved.
      clock.advance(almost);
      expectDead(await world.refresh(client, token));
      if (method !== 'none') {
        expect((await world.introspect(client, token)).json).toEqual({ active: false });
      }
    },
  );

  it('D09 an idle token ends to the second, also while its client is busy otherwise', async () => {
    const client = await world.registerClient({ token_endpoint_auth_method: 'none' });
    clock.advance(0);
    const [first, second] = [
      await signIn(client, 'openid offline_access'),
      await signIn(client, 'openid offline_access'),
    ];
    clock.advance(DAY - 1);
    tokensOf(await world.refresh(client, first));
    clock.advance(1);
    expectDead(await world.refresh(client, second));
  });

  it('D09 without offline_access a refresh token ends with the session, however busy', async () => {
    const client = await world.registerClient();
    let token = await signIn(client, 'openid');
    for (let hour = 1; hour < 12; hour++) {
      clock.advance(HOUR);
      token = refreshTokenOf(tokensOf(await world.refresh(client, token)));
    }
    clock.advance(HOUR);
    expectDead(await world.refresh(client, token));
  });
});

describe('D15 offline_access needs consent and the code flow', () => {
  const offline = { scope: 'openid offline_access', parameters: { prompt: 'none' } };

  it('D15 prompt=none without an earlier consent gets no code', async () => {
    const client = await world.registerClient();
    const browser = world.browser();
    const other = await world.registerClient();
    await world.tokens({ client: other, user, browser });
    const { end } = await world.authorize({ client, user, browser, ...offline });
    expect(end.parameters).toMatchObject({ error: 'consent_required' });
    expect(end.parameters).not.toHaveProperty('code');
  });

  it('D15 a consent to less is no consent to offline_access', async () => {
    const client = await world.registerClient();
    const browser = world.browser();
    await world.tokens({ client, user, browser, scope: 'openid' });
    const { end } = await world.authorize({ client, user, browser, ...offline });
    expect(end.parameters['error']).toBe('consent_required');
    await world.tokens({ client, user, browser, scope: 'openid offline_access' });
    const again = await world.authorize({ client, user, browser, ...offline });
    expect(again.end.parameters['code']).toBeDefined();
  });

  it('D15 the enterprise’s own application needs none', async () => {
    const client = await world.registerClient({ first_party: true });
    const browser = world.browser();
    await world.tokens({ client: await world.registerClient(), user, browser });
    const { end } = await world.authorize({ client, user, browser, ...offline });
    expect(end.parameters['code']).toBeDefined();
  });

  it('D15 there is none without a code, and none for a client without the grant', async () => {
    const client = await world.registerClient({ grant_types: ['authorization_code'] });
    const tokens = await world.tokens({ client, user, scope: 'openid offline_access' });
    expect(tokens).not.toHaveProperty('refresh_token');
    for (const response_type of ['id_token', 'token', 'id_token token', 'code id_token']) {
      const parameters = { response_type, nonce: 'n' };
      const scope = 'openid offline_access';
      const { end } = await world.authorize({ client, user, scope, parameters });
      expect(end.parameters['error']).toMatch(/^(unsupported_response_type|unauthorized_client)$/);
      expect(end.location?.href).not.toMatch(/refresh_token|access_token=|id_token=|code=/);
    }
  });
});

describe('D16 refresh tokens outlive the signing keys', () => {
  const jwks = async () => createLocalJWKSet((await world.get('/jwks')).json as JSONWebKeySet);

  async function expectNewKeys(client: RegisteredClient, token: string, kids: readonly string[]) {
    const tokens = tokensOf(await world.refresh(client, token));
    const keys = await jwks();
    for (const jwt of [tokens.access_token, String(tokens.id_token)]) {
      expect(kids).toContain(part(jwt, 0)['kid']);
      await jwtVerify(jwt, keys, { issuer: world.issuer });
    }
    return tokens;
  }

  it('D16 after a planned rotation: published first, used later, the old one still verifies', async () => {
    const client = await world.registerClient();
    const before = await world.tokens({ client, user, scope: 'openid' });
    const { kids } = (await world.admin.post('/keys/rotate')).json as { kids: string[] };
    const during = tokensOf(await world.refresh(client, refreshTokenOf(before)));
    expect(kids).not.toContain(part(during.access_token, 0)['kid']);
    await jwtVerify(during.access_token, await jwks(), { issuer: world.issuer });
    const { items } = (await world.admin.get('/keys')).json as { items: { active_from: number }[] };
    clock.advance(Math.max(...items.map((key) => key.active_from)) - clock.now());
    await expectNewKeys(client, refreshTokenOf(during), kids);
    await jwtVerify(before.access_token, await jwks(), { issuer: world.issuer });
  });

  it('D16 after an emergency rotation: the new key at once, nothing of the old one', async () => {
    const client = await world.registerClient();
    const before = await world.tokens({ client, user, scope: 'openid' });
    const answer = await world.admin.post('/keys/rotate', { immediately: true });
    const { kids } = answer.json as { kids: string[] };
    expect((await world.userinfo(before.access_token)).status).toBe(401);
    expect((await world.introspect(client, before.access_token)).json).toEqual({ active: false });
    const after = await expectNewKeys(client, refreshTokenOf(before), kids);
    expect((await world.userinfo(after.access_token)).status).toBe(200);
  });
});
