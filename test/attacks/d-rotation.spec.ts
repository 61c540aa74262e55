// Refresh tokens: RFC 6749 §6, RFC 9700 §4.14, §4.14.2.
import { connect } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { tokensOf, type Tokens } from '../support/authorization.js';
import { encode } from '../support/browser.js';
import { clock } from '../support/clock.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { part } from './jws.js';
import { inParallel, send } from './requests.js';
import { auditEvent, authorizationOf, eventually, refreshTokenOf } from './subject.js';

let world: LocalWorld;
let user: RegisteredUser;
const SCOPE = 'openid vault:read';

beforeAll(async () => {
  world = await startWorld({ TRUSTED_PROXIES: '127.0.0.1' });
  user = await world.createUser();
  await world.registerResourceServer({
    ...{ identifier: 'https://vault.example', scopes: ['vault:read'] },
    access_token_format: 'opaque',
  });
});

const confidential = () => world.registerClient({ scope: `${SCOPE} offline_access` });
const open = () => world.registerClient({ scope: SCOPE, token_endpoint_auth_method: 'none' });

async function signIn(client: RegisteredClient, scope = 'openid') {
  const tokens = await world.tokens({ client, user, scope });
  return { ...tokens, refresh_token: refreshTokenOf(tokens) };
}

async function next(client: RegisteredClient, token: string) {
  const tokens = tokensOf(await world.refresh(client, token));
  return { ...tokens, refresh_token: refreshTokenOf(tokens) };
}

async function expectDead(client: RegisteredClient, ...tokens: readonly string[]): Promise<void> {
  for (const token of tokens) {
    const answer = await world.refresh(client, token);
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_grant']);
  }
}

describe('D01 a rotated refresh token that comes back ends the whole family', () => {
  it('D01 the newest refresh token is dead, and so are opaque and JWT access tokens', async () => {
    const client = await confidential();
    const first = await signIn(client, SCOPE);
    const second = await next(client, first.refresh_token);
    const third = await next(client, second.refresh_token);
    expect(third.access_token).toMatch(/^gh_at_/);
    for (const { access_token } of [first, second, third]) {
      expect((await world.introspect(client, access_token)).json.active).toBe(true);
    }
    await expectDead(client, first.refresh_token, third.refresh_token, second.refresh_token);
    for (const { access_token, refresh_token } of [first, second, third]) {
      expect((await world.introspect(client, access_token)).json).toEqual({ active: false });
      expect((await world.introspect(client, refresh_token)).json).toEqual({ active: false });
      expect((await world.userinfo(access_token)).status).toBe(401);
    }
    const event = await auditEvent(world, 'refresh_token.reused', client.client_id);
    expect(event).toMatchObject({ user_id: user.sub });
  });

  it('D01 also for public clients; other sign-ins of the person go on', async () => {
    for (const client of [await open(), await confidential()]) {
      const elsewhere = await signIn(client);
      const first = await signIn(client);
      const second = await next(client, first.refresh_token);
      clock.advance(11);
      await expectDead(client, first.refresh_token, second.refresh_token);
      expect((await world.userinfo(second.access_token)).status).toBe(401);
      await next(client, elsewhere.refresh_token);
    }
  });

  it('D01 what another client does with an old token ends nothing', async () => {
    const [client, thief] = [await open(), await open()];
    const first = await signIn(client);
    const second = await next(client, first.refresh_token);
    const third = await next(client, second.refresh_token);
    await expectDead(thief, first.refresh_token, second.refresh_token, third.refresh_token);
    await next(client, third.refresh_token);
  });
});

describe('D02 a refresh token used many times at once has one successor', () => {
  it('D02 S16 of 20 parallel answers two carry the same one, in every round', async () => {
    const client = await confidential();
    const { access_token, ...first } = await signIn(client);
    let { refresh_token } = first;
    for (let generation = 2; generation < 8; generation++) {
      const answers = await inParallel(20, () => world.refresh(client, refresh_token));
      const given = answers.filter(({ status }) => status === 200);
      expect(given).toHaveLength(2);
      const successors = new Set(given.map(({ json }) => json.refresh_token as string));
      expect(successors.size).toBe(1);
      // One living branch: the row counts one generation, and its token is the one handed out.
      const row = await authorizationOf(world, access_token);
      expect(row).toMatchObject({ refresh_generation: generation, revoked_at: null });
      refresh_token = String([...successors][0]);
    }
    await next(client, refresh_token);
  });

  it('D02 parent, child and grandchild at once leave at most one living branch', async () => {
    for (let round = 0; round < 8; round++) {
      const client = await confidential();
      const first = await signIn(client);
      const second = await next(client, first.refresh_token);
      const answers = await inParallel(20, (n) =>
        world.refresh(client, n % 2 === 0 ? second.refresh_token : first.refresh_token),
      );
      const alive = new Set<string>();
      for (const { status, json } of answers) {
        if (status === 200) alive.add(json.refresh_token as string);
        else expect(json.error).toBe('invalid_grant');
      }
      const living = await Promise.all(
        [...alive].map(async (token) => (await world.introspect(client, token)).json.active),
      );
      expect(living.filter(Boolean).length).toBeLessThanOrEqual(1);
    }
  });
});

describe('D03 a lost answer can be asked for again for ten seconds', () => {
  /** Sends the request and hangs up before the answer comes. */
  async function refreshAndHangUp(client: RegisteredClient, refresh_token: string): Promise<void> {
    const body = encode({ grant_type: 'refresh_token', refresh_token }).toString();
    await new Promise<void>((resolve, reject) => {
      const socket = connect(world.application.port, '127.0.0.1');
      socket.on('error', reject);
      socket.end(
        `POST /token HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${basic(client)}\r\n` +
          'Content-Type: application/x-www-form-urlencoded\r\n' +
          `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
        () => {
          socket.destroySoon();
          resolve();
        },
      );
    });
  }

  async function lost(client: RegisteredClient): Promise<Tokens & { refresh_token: string }> {
    clock.advance(0);
    const tokens = await signIn(client);
    await refreshAndHangUp(client, tokens.refresh_token);
    await eventually(async () => {
      const row = await authorizationOf(world, tokens.access_token);
      return row['refresh_generation'] === 2 ? true : undefined;
    });
    return tokens;
  }

  it.each([1, 5, 10])('D03 after %d seconds the retry gets the successor', async (seconds) => {
    const client = await confidential();
    const { refresh_token } = await lost(client);
    clock.advance(seconds);
    await next(client, (await next(client, refresh_token)).refresh_token);
  });

  it('D03 after the window a retry is a reuse', async () => {
    const client = await confidential();
    const { refresh_token } = await lost(client);
    clock.advance(1);
    const successor = await next(client, refresh_token);
    clock.advance(10);
    await expectDead(client, refresh_token, successor.refresh_token);
    expect((await world.userinfo(successor.access_token)).status).toBe(401);
  });

  it('D03 once the successor was used a retry is a reuse, within the window too', async () => {
    const client = await confidential();
    const { refresh_token } = await lost(client);
    const successor = await next(client, refresh_token);
    const third = await next(client, successor.refresh_token);
    await expectDead(client, refresh_token, third.refresh_token, successor.refresh_token);
  });

  it('D03 a retry does not move the window', async () => {
    const client = await confidential();
    const { refresh_token } = await lost(client);
    clock.advance(6);
    await next(client, refresh_token);
    clock.advance(5);
    await expectDead(client, refresh_token);
  });
});

describe('S16 a lost answer is given again once, and is the same', () => {
  const jwtOf = (token: string) => part(token, 1);

  it.each([
    ['a JWT', 'openid'],
    ['an opaque token', SCOPE],
  ])('S16 %s has the same jti, iat, exp and scope, and ends as one', async (_kind, scope) => {
    const client = await confidential();
    clock.advance(0);
    const { refresh_token } = await signIn(client, scope);
    const first = await next(client, refresh_token);
    const { length } = await world.query('SELECT * FROM access_tokens');
    clock.advance(4);
    const again = await next(client, refresh_token);
    expect(again.refresh_token).toBe(first.refresh_token);
    expect(again.scope).toBe(first.scope);
    expect(again.expires_in).toBe(first.expires_in - 4);
    expect(await world.query('SELECT * FROM access_tokens')).toHaveLength(length);
    if (scope === SCOPE) expect(again.access_token).toBe(first.access_token);
    else expect(jwtOf(again.access_token)).toEqual(jwtOf(first.access_token));
    const tell = async (token: string) => (await world.introspect(client, token)).json;
    expect(await tell(again.access_token)).toEqual(await tell(first.access_token));
    expect((await world.revoke(client, first.access_token)).status).toBe(200);
    expect(await tell(again.access_token)).toEqual({ active: false });
    // Another renewal is another token.
    const second = await next(client, first.refresh_token);
    expect((await tell(second.access_token)).active).toBe(true);
  });

  it('S16 a second retry is refused, and ends nothing', async () => {
    for (const client of [await confidential(), await open()]) {
      clock.advance(0);
      const { refresh_token } = await signIn(client);
      const first = await next(client, refresh_token);
      await next(client, refresh_token);
      await expectDead(client, refresh_token, refresh_token);
      expect((await world.userinfo(first.access_token)).status).toBe(200);
      await next(client, first.refresh_token);
    }
  });

  it('S16 each generation has a retry of its own', async () => {
    const client = await confidential();
    clock.advance(0);
    let { refresh_token } = await signIn(client);
    for (let generation = 0; generation < 4; generation++) {
      const successor = await next(client, refresh_token);
      expect((await next(client, refresh_token)).refresh_token).toBe(successor.refresh_token);
      refresh_token = successor.refresh_token;
    }
  });

  it('S16 who asks for something else with it is given nothing', async () => {
    const client = await confidential();
    clock.advance(0);
    const { refresh_token } = await signIn(client, SCOPE);
    tokensOf(await world.refresh(client, refresh_token, { scope: 'openid' }));
    await expectDead(client, refresh_token);
    expect((await world.refresh(client, refresh_token, { scope: 'vault:read' })).status).toBe(400);
    tokensOf(await world.refresh(client, refresh_token, { scope: 'openid' }));
  });

  it('S16 another client is given nothing, and uses up no retry', async () => {
    const [client, other] = [await confidential(), await confidential()];
    clock.advance(0);
    const { refresh_token } = await signIn(client);
    const first = await next(client, refresh_token);
    await expectDead(other, refresh_token);
    const impostor = { ...client, client_secret: 'wrong' };
    expect((await world.refresh(impostor, refresh_token)).status).toBe(401);
    expect((await next(client, refresh_token)).refresh_token).toBe(first.refresh_token);
  });

  it('S16 the retry is an event with both addresses, and so is one too many', async () => {
    const client = await confidential();
    clock.advance(0);
    const { refresh_token } = await signIn(client);
    const refreshFrom = (ip: string) =>
      send(
        world,
        '/token',
        { grant_type: 'refresh_token', refresh_token },
        { authorization: basic(client), 'x-forwarded-for': ip },
      );
    const statuses = [];
    for (const ip of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
      statuses.push((await refreshFrom(ip)).status);
    }
    expect(statuses).toEqual([200, 200, 400]);
    const retried = await auditEvent(world, 'refresh_token.retried', client.client_id);
    expect(JSON.parse(String(retried['facts']))).toMatchObject({
      ...{ first_ip: '192.0.2.1', ip: '192.0.2.2' },
    });
    const refused = await auditEvent(world, 'refresh_token.retry_refused', client.client_id);
    expect(JSON.parse(String(refused['facts']))).toMatchObject({ ip: '192.0.2.3' });
  });

  describe('S16 the grace is a setting', () => {
    const set = async (rotation_grace: number | null) => {
      const path = '/settings/refresh-tokens';
      expect((await world.admin.patch(path, { rotation_grace })).status).toBe(200);
    };
    afterEach(() => set(null));

    it.each([
      [120, 120],
      [30, 30],
      [1, 1],
    ])('S16 %d seconds', async (grace, seconds) => {
      await set(grace);
      const client = await confidential();
      clock.advance(0);
      const { refresh_token } = await signIn(client);
      await next(client, refresh_token);
      clock.advance(seconds);
      const again = await next(client, refresh_token);
      clock.advance(1);
      await expectDead(client, refresh_token, again.refresh_token);
    });

    it('S16 0: no second answer, whoever asks', async () => {
      await set(0);
      const client = await confidential();
      clock.advance(0);
      const { refresh_token } = await signIn(client);
      const { refresh_token: successor } = await next(client, refresh_token);
      await expectDead(client, refresh_token, successor);
    });

    it('S16 no more than two minutes', async () => {
      const path = '/settings/refresh-tokens';
      expect((await world.admin.patch(path, { rotation_grace: 121 })).status).toBe(400);
    });
  });
});

describe('D10 and D11 order', () => {
  it('D10 after a revocation nothing that a parallel refresh brought back is alive', async () => {
    const client = await confidential();
    for (let round = 0; round < 20; round++) {
      const { refresh_token } = await signIn(client);
      const [revoked, ...answers] = await Promise.all([
        ...(round % 2 === 0 ? [world.revoke(client, refresh_token)] : []),
        ...[1, 2, 3].map(() => world.refresh(client, refresh_token)),
        ...(round % 2 === 1 ? [world.revoke(client, refresh_token)] : []),
      ]).then((all) => (round % 2 === 0 ? all : [all[3], ...all.slice(0, 3)]));
      expect(revoked?.status).toBe(200);
      for (const answer of answers) {
        if (answer?.status !== 200) continue;
        const { access_token, refresh_token: successor } = answer.json as Record<string, string>;
        for (const token of [access_token, successor]) {
          expect((await world.introspect(client, String(token))).json).toEqual({ active: false });
        }
        await expectDead(client, String(successor));
      }
    }
  });

  it('D11 a counter and not a time decides which token is the newest', async () => {
    const client = await confidential();
    clock.advance(0);
    const first = await signIn(client);
    const second = await next(client, first.refresh_token);
    const third = await next(client, second.refresh_token);
    const row = await authorizationOf(world, first.access_token);
    expect(row).toMatchObject({ refresh_generation: 3, refresh_rotated_at: row['created_at'] });
    await expectDead(client, first.refresh_token, third.refresh_token);
  });
});
