import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  askFor,
  FRONT_CHANNEL,
  leftHalfOfSha256,
  verifiedIdToken,
} from '../../support/front-channel.js';
import type { FrontChannelAnswer } from '../../support/front-channel.js';
import { tokensOf } from '../../support/authorization.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'implicit' });
  client = await world.registerClient({ ...FRONT_CHANNEL, require_pkce: true });
  user = await world.createUser({ name: 'Ada Example' });
});

const scope = 'openid profile';
const ask = (type: string, parameters = {}): Promise<FrontChannelAnswer> =>
  askFor(world, type, { client, user, scope, parameters });

const redeem = async ({ answer, redirect_uri, code_verifier = '' }: FrontChannelAnswer) => {
  const issued = { code: answer['code'] ?? '', redirect_uri, code_verifier };
  return world.token(client, { grant_type: 'authorization_code', ...issued });
};

describe.each([
  ['code id_token', ['code', 'id_token']],
  ['code token', ['access_token', 'code', 'expires_in', 'scope', 'token_type']],
  [
    'code id_token token',
    ['access_token', 'code', 'expires_in', 'id_token', 'scope', 'token_type'],
  ],
])('OIDC Core §3.3 response_type=%s', (type, names) => {
  it('answers in the fragment, and with what it names only', async () => {
    const { end, answer } = await ask(type);
    expect(end.location?.search).toBe('');
    const always = ['iss', 'session_state', 'state'];
    expect(Object.keys(answer).sort()).toEqual([...names, ...always].sort());
  });

  it('the code gives tokens for the same person: "iss and sub ... MUST be identical" (§3.3.3.6)', async () => {
    const asked = await ask(type);
    const tokens = tokensOf(await redeem(asked));
    expect(tokens.refresh_token).toBeDefined();
    const second = await verifiedIdToken(world, client, tokens.id_token);
    expect(second).toMatchObject({
      ...{ sub: user.sub, nonce: asked.nonce },
      at_hash: leftHalfOfSha256(tokens.access_token),
    });
    if (!names.includes('id_token')) return;
    const first = await verifiedIdToken(world, client, asked.answer['id_token']);
    const same = ['iss', 'sub', 'aud', 'nonce', 'auth_time', 'sid'] as const;
    for (const name of same) expect([name, first[name]]).toEqual([name, second[name]]);
  });

  it('the code is still single-use and bound to its verifier', async () => {
    const asked = await ask(type);
    const stolen = await redeem({ ...asked, code_verifier: 'x'.repeat(43) });
    expect([stolen.status, stolen.json.error]).toEqual([400, 'invalid_grant']);
    expect((await redeem(asked)).status).toBe(200);
    expect((await redeem(asked)).json.error).toBe('invalid_grant');
  });

  it('needs a challenge of a client that has to use PKCE', async () => {
    const { answer } = await ask(type, {
      code_challenge: undefined,
      code_challenge_method: undefined,
    });
    expect(answer).toMatchObject({ error: 'invalid_request', iss: world.issuer });
    expect(answer).not.toHaveProperty('code');
  });
});

describe('OIDC Core §3.3.2.11 ID tokens of the hybrid flow', () => {
  it('"c_hash ... REQUIRED" with code id_token; no at_hash where there is no access token', async () => {
    const { answer, nonce } = await ask('code id_token');
    const claims = await verifiedIdToken(world, client, answer['id_token']);
    expect(claims).toMatchObject({ nonce, c_hash: leftHalfOfSha256(answer['code']) });
    expect(claims).not.toHaveProperty('at_hash');
    // The access token that the code gives opens userinfo: no claims here (§5.4).
    expect(claims).not.toHaveProperty('name');
  });

  it('both hashes with code id_token token', async () => {
    const { answer } = await ask('code id_token token');
    expect(await verifiedIdToken(world, client, answer['id_token'])).toMatchObject({
      c_hash: leftHalfOfSha256(answer['code']),
      at_hash: leftHalfOfSha256(answer['access_token']),
    });
  });

  it('code token: a nonce is optional, as no ID token comes through the browser', async () => {
    const asked = await ask('code token', { nonce: undefined });
    const tokens = tokensOf(await redeem(asked));
    const payload = JSON.parse(
      Buffer.from(tokens.id_token?.split('.')[1] ?? '', 'base64url').toString(),
    ) as object;
    expect(payload).not.toHaveProperty('nonce');
  });
});

describe('two authorizations in one answer', () => {
  const works = async (token = '') => (await world.userinfo(token)).status === 200;

  it('a code that is replayed ends what came of the code', async () => {
    const asked = await ask('code token');
    const tokens = tokensOf(await redeem(asked));
    expect(await works(tokens.access_token)).toBe(true);
    await redeem(asked);
    expect(await works(tokens.access_token)).toBe(false);
  });

  it('the access token lives past the minute that the code has', async () => {
    const { answer } = await ask('code token');
    expect(answer['expires_in']).toBe('600');
    await world.query('DELETE FROM authorizations WHERE expires_at <= ?', [
      Math.floor(Date.now() / 1000) + 120,
    ]);
    expect(await works(answer['access_token'])).toBe(true);
  });

  it('it can be revoked by itself (RFC 7009)', async () => {
    const asked = await ask('code token');
    const token = asked.answer['access_token'] ?? '';
    expect((await world.revoke(client, token)).status).toBe(200);
    expect(await works(token)).toBe(false);
    expect((await redeem(asked)).status).toBe(200);
  });
});
