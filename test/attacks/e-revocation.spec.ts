// Revocation: RFC 7009; RFC 7009 §2.1.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { tokensOf } from '../support/authorization.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { send } from './requests.js';
import { refreshTokenOf } from './subject.js';

const SCOPE = 'openid jars:open jars:seal';

let world: LocalWorld;
let user: RegisteredUser;
let client: RegisteredClient;

beforeAll(async () => {
  world = await startWorld();
  user = await world.createUser();
  await world.registerResourceServer({ identifier: 'https://open.example', scopes: ['jars:open'] });
  await world.registerResourceServer({
    ...{ identifier: 'https://sealed.example', scopes: ['jars:seal'] },
    access_token_format: 'opaque',
  });
  client = await world.registerClient({ scope: SCOPE });
});

const signIn = (owner = client, scope = 'openid jars:open') =>
  world.tokens({ client: owner, user, scope });

const isAlive = async (token: string) => (await world.userinfo(token)).status === 200;

describe('E05 who may revoke', () => {
  it('E05 a public client revokes its own tokens, of either kind', async () => {
    const open = await world.registerClient({ token_endpoint_auth_method: 'none', scope: SCOPE });
    const { access_token } = await signIn(open);
    expect((await world.revoke(open, access_token)).status).toBe(200);
    expect(await isAlive(access_token)).toBe(false);
    const other = await signIn(open);
    expect((await world.revoke(open, refreshTokenOf(other))).status).toBe(200);
    expect(await isAlive(other.access_token)).toBe(false);
    expect((await world.refresh(open, refreshTokenOf(other))).json.error).toBe('invalid_grant');
  });

  it('E05 another client is told so, and the token lives', async () => {
    const strangers = [
      await world.registerClient(),
      await world.registerClient({ token_endpoint_auth_method: 'none' }),
    ];
    const jwt = await signIn();
    const opaque = await signIn(client, 'openid jars:seal');
    for (const stranger of strangers) {
      for (const { access_token, ...rest } of [jwt, opaque]) {
        for (const token of [access_token, refreshTokenOf(rest)]) {
          for (const token_type_hint of [undefined, 'access_token', 'refresh_token']) {
            const answer = await world.revoke(stranger, token, { token_type_hint });
            expect(answer.status).toBe(400);
            expect(answer.json.error).toBe('unauthorized_client');
          }
        }
        expect(await isAlive(access_token)).toBe(true);
      }
    }
    tokensOf(await world.refresh(client, refreshTokenOf(jwt)));
    tokensOf(await world.refresh(client, refreshTokenOf(opaque)));
  });

  it('E05 a confidential client has to authenticate; without that nothing happens', async () => {
    const { access_token, ...rest } = await signIn();
    const { client_id } = client;
    for (const token of [access_token, refreshTokenOf(rest)]) {
      expect((await send(world, '/revoke', { token })).status).toBe(401);
      expect((await send(world, '/revoke', { token, client_id })).status).toBe(401);
    }
    expect(await isAlive(access_token)).toBe(true);
  });

  it('E05 an unknown token is gone already: 200; a missing one is an error', async () => {
    const { id_token = '', access_token } = await signIn();
    for (const token of ['x', '..', `${access_token}A`, id_token, 'gh_at_', '\u{1f600}']) {
      const answer = await world.revoke(client, token, { token_type_hint: 'bogus' });
      expect([answer.status, answer.text]).toEqual([200, '']);
    }
    expect(await isAlive(access_token)).toBe(true);
    const missing = await send(world, '/revoke', { client_id: client.client_id });
    expect(missing.status).toBe(401);
    const empty = await world.revoke(client, '');
    expect([empty.status, empty.json.error]).toEqual([400, 'invalid_request']);
  });

  it('E05 revoking twice, and one access token, which leaves the others', async () => {
    const first = await signIn();
    const second = tokensOf(await world.refresh(client, refreshTokenOf(first)));
    for (let n = 0; n < 2; n++) {
      expect((await world.revoke(client, first.access_token)).status).toBe(200);
      expect(await isAlive(first.access_token)).toBe(false);
    }
    expect(await isAlive(second.access_token)).toBe(true);
    tokensOf(await world.refresh(client, refreshTokenOf(second)));
  });
});

describe('E06 a failure is never reported as success', () => {
  /** The database refuses to write, as it does on a full disk or after a failover. */
  async function whileReadOnly(work: () => Promise<void>): Promise<void> {
    await world.query('PRAGMA query_only = ON');
    try {
      await work();
    } finally {
      await world.query('PRAGMA query_only = OFF');
    }
  }

  it('E06 503 for every kind of token while nothing can be written, and all is as before', async () => {
    const jwt = await signIn();
    const opaque = await signIn(client, 'openid jars:seal');
    await whileReadOnly(async () => {
      for (const { access_token, ...rest } of [jwt, opaque]) {
        for (const token of [access_token, refreshTokenOf(rest)]) {
          const answer = await world.revoke(client, token);
          expect([answer.status, answer.json.error]).toEqual([503, 'temporarily_unavailable']);
          expect(answer.headers.get('retry-after')).toBe('1');
          expect(answer.text).not.toMatch(/SQLITE|readonly|at .*\.(js|ts)/);
        }
        expect((await world.refresh(client, refreshTokenOf(rest))).status).toBe(503);
      }
    });
    for (const tokens of [jwt, opaque]) {
      expect(await isAlive(tokens.access_token)).toBe(true);
      expect((await world.revoke(client, refreshTokenOf(tokens))).status).toBe(200);
      expect(await isAlive(tokens.access_token)).toBe(false);
    }
  });

  it('E06 an unknown failure is a server error, not an inactive or a revoked token', async () => {
    const { access_token, ...rest } = await signIn();
    const rename = (from: string, to: string) => world.query(`ALTER TABLE ${from} RENAME TO ${to}`);
    await rename('authorizations', 'authorizations_away');
    try {
      const revoked = await world.revoke(client, refreshTokenOf(rest));
      expect([revoked.status, revoked.json.error]).toEqual([500, 'server_error']);
      expect((await world.introspect(client, access_token)).status).toBe(500);
      expect((await world.userinfo(access_token)).status).toBe(500);
    } finally {
      await rename('authorizations_away', 'authorizations');
    }
    expect(await isAlive(access_token)).toBe(true);
  });
});

describe('E07 access tokens do not outlive the refresh token that was given back', () => {
  it('E07 opaque and JWT ones are dead at once, everywhere that asks us', async () => {
    for (const scope of ['openid jars:open', 'openid jars:seal']) {
      const first = await signIn(client, scope);
      const second = tokensOf(await world.refresh(client, refreshTokenOf(first)));
      const third = tokensOf(await world.refresh(client, refreshTokenOf(second)));
      // Also by an old one of the family: whoever held it ends what came from it.
      expect((await world.revoke(client, refreshTokenOf(second))).status).toBe(200);
      for (const { access_token } of [first, second, third]) {
        expect(await isAlive(access_token)).toBe(false);
        expect((await world.introspect(client, access_token)).json).toEqual({ active: false });
      }
      expect((await world.refresh(client, refreshTokenOf(third))).json.error).toBe('invalid_grant');
    }
  });

  it('E07 tokens of other sign-ins stay', async () => {
    const [mine, other] = [await signIn(), await signIn()];
    await world.revoke(client, refreshTokenOf(mine));
    expect(await isAlive(other.access_token)).toBe(true);
    tokensOf(await world.refresh(client, refreshTokenOf(other)));
  });
});
