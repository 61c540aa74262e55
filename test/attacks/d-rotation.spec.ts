// Refresh tokens: RFC 6749 §6, RFC 9700 §4.14, §4.14.2.
import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { tokensOf, type Tokens } from '../support/authorization.js';
import { encode } from '../support/browser.js';
import { clock } from '../support/clock.js';
import { basic, type RegisteredClient } from '../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { inParallel } from './requests.js';
import { auditEvent, authorizationOf, eventually, refreshTokenOf } from './subject.js';

let world: LocalWorld;
let user: RegisteredUser;
const SCOPE = 'openid vault:read';

beforeAll(async () => {
  world = await startWorld();
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
  it('D02 all of 20 parallel answers carry the same one, in every round', async () => {
    const client = await confidential();
    const { access_token, ...first } = await signIn(client);
    let { refresh_token } = first;
    for (let generation = 2; generation < 8; generation++) {
      const answers = await inParallel(20, () => world.refresh(client, refresh_token));
      expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
      const successors = new Set(answers.map(({ json }) => json.refresh_token as string));
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

  it('D03 within the window every retry gets the same successor', async () => {
    const client = await confidential();
    const { refresh_token } = await lost(client);
    const successors = new Set<string>();
    for (const seconds of [1, 4, 5]) {
      clock.advance(seconds);
      successors.add((await next(client, refresh_token)).refresh_token);
    }
    expect(successors.size).toBe(1);
    await next(client, String([...successors][0]));
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
    for (const seconds of [6, 4]) {
      clock.advance(seconds);
      await next(client, refresh_token);
    }
    clock.advance(1);
    await expectDead(client, refresh_token);
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
