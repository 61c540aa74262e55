import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { authorizationRequest } from '../attacks/authorization-request.js';
import { LoginForm, signedIn } from '../attacks/login-form.js';
import type { Answer } from '../support/answer.js';
import { tokensOf } from '../support/authorization.js';
import { freePort } from '../support/free-port.js';
import { describeTwoNodes, type Arena } from '../support/race/arena.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { ServerClock } from '../support/server-clock.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { walk } from '../support/sign-in.js';
import { type RegisteredUser, type World, worldOf } from '../support/world.js';

const HOUR = 3600;
/** Of the nodes in turn, seconds: from 30 s on a node is not ready (O21). */
const SHIFTS = [29, -29];
const SCOPE = 'openid ledger:read';

const isActive = async (world: World, client: RegisteredClient, token: string) =>
  (await world.introspect(client, token)).json.active as boolean;

const error = ({ status, text, json }: Answer) => (status < 400 ? text : String(json.error));

async function registerClient(world: World): Promise<RegisteredClient> {
  const opaque = { identifier: 'https://ledger.example', access_token_format: 'opaque' };
  await world.registerResourceServer({ ...opaque, scopes: ['ledger:read'] });
  return world.registerClient({ scope: SCOPE });
}

describe('P09 a clock that jumps by an hour', () => {
  const clock = new ServerClock();
  let server: ServerProcess;
  let world: World;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    server = await startServer({ env: clock.environment });
    world = worldOf(server);
    client = await registerClient(world);
  });

  beforeEach(async () => {
    clock.jumpTo(0);
    user = await world.createUser();
  });

  it('P09 forward: codes and tokens have expired, signing in goes on', async () => {
    const code = await world.authorizationCode({ client, user });
    const jwt = await world.tokens({ client, user });
    const opaque = await world.tokens({ client, user, scope: SCOPE });
    clock.jumpTo(HOUR);
    expect(error(await world.redeem(client, code))).toBe('invalid_grant');
    for (const { access_token } of [jwt, opaque]) {
      expect(await isActive(world, client, access_token)).toBe(false);
    }
    expect(await isActive(world, client, (await world.tokens({ client, user })).access_token)).toBe(
      true,
    );
  });

  it('P09 back: what was issued in the future ends when it says, and used codes stay used', async () => {
    clock.jumpTo(HOUR);
    const code = await world.authorizationCode({ client, user });
    const used = await world.authorizationCode({ client, user });
    const { access_token, refresh_token = '' } = tokensOf(await world.redeem(client, used));
    clock.jumpTo(0);
    const { json } = await world.introspect(client, access_token);
    expect([json.active, json.exp - json.iat]).toEqual([true, 600]);
    const renewed = tokensOf(await world.refresh(client, refresh_token));
    const now = Math.floor(Date.now() / 1000);
    const { json: later } = await world.introspect(client, renewed.access_token);
    expect(later.exp - now).toBeLessThanOrEqual(600);

    tokensOf(await world.redeem(client, code));
    expect(error(await world.redeem(client, code))).toBe('invalid_grant');
    expect(error(await world.redeem(client, used))).toBe('invalid_grant');
    expect(await isActive(world, client, access_token)).toBe(false);

    clock.jumpTo(2 * HOUR);
    expect(await isActive(world, client, renewed.access_token)).toBe(false);
  });

  it('P09 what was revoked stays revoked whatever the clock says', async () => {
    const revoked = await world.tokens({ client, user, scope: SCOPE });
    expect((await world.revoke(client, revoked.refresh_token ?? '')).status).toBe(200);
    for (const shift of [HOUR, -HOUR, 0]) {
      clock.jumpTo(shift);
      expect(await isActive(world, client, revoked.access_token)).toBe(false);
      expect(error(await world.refresh(client, revoked.refresh_token ?? ''))).toBe('invalid_grant');
    }
  });

  it('P09 back: nobody is locked out for longer than the longest wait', async () => {
    const late = 5 * HOUR;
    clock.jumpTo(late);
    const form = await LoginForm.open(world, client);
    // Each guess waits for the one before to be forgiven, until the wait is the longest there is.
    for (let guess = 15; guess > 0; guess--) {
      clock.jumpTo(late - guess * 1000);
      await form.try(user.username, 'a wrong guess');
    }
    const locked = await form.try(user.username, user.password);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    clock.jumpTo(0);
    expect(signedIn(await form.try(user.username, user.password))).toBe(true);
  });

  it('P09 back and forth: sessions live and end, and nothing is a 500', async () => {
    const { browser } = await world.authorizationCode({ client, user });
    for (const shift of [-HOUR, 0, HOUR / 2, -HOUR, HOUR / 4]) {
      clock.jumpTo(shift);
      const start = await browser.get('/authorize', authorizationRequest(client));
      const end = await walk(browser, start, { user });
      expect(end.parameters).toHaveProperty('code');
    }
    clock.jumpTo(24 * HOUR);
    const page = await browser.open('/authorize', authorizationRequest(client));
    expect(page.has('login-submit')).toBe(true);
    expect(server.logs()).not.toMatch(/"status":500|"level":"fatal"|Unhandled/);
  });
});

describeTwoNodes(
  'P09 clocks almost a minute apart',
  async (env) => {
    const { environment } = new ServerClock(SHIFTS.shift());
    return startServer({ env: { ...env, ...environment }, port: await freePort() });
  },
  (open) => {
    const [AHEAD, BEHIND] = [0, 1];
    let arena: Arena;
    let client: RegisteredClient;
    let user: RegisteredUser;

    beforeAll(async () => {
      arena = await open();
      await arena.at(AHEAD, async () => {
        client = await registerClient(arena.world);
        user = await arena.world.createUser();
      });
    }, 60_000);

    const tokensAt = (node: number) =>
      arena.at(node, () => arena.world.tokens({ client, user, scope: SCOPE }));

    it.each([
      ['ahead', AHEAD, BEHIND],
      ['behind', BEHIND, AHEAD],
    ])(
      'P09 tokens of the node that is %s are good at the other, and end there',
      async (_, issuer, other) => {
        const tokens = await tokensAt(issuer);
        const { world } = arena;
        await arena.at(other, async () => {
          expect(await isActive(world, client, tokens.access_token)).toBe(true);
          const next = tokensOf(await world.refresh(client, tokens.refresh_token ?? ''));
          expect(await isActive(world, client, next.access_token)).toBe(true);
          expect((await world.revoke(client, next.refresh_token ?? '')).status).toBe(200);
        });
        await arena.at(issuer, async () => {
          expect(await isActive(world, client, tokens.access_token)).toBe(false);
        });
      },
    );

    it('P09 a code gives one grant at most, whichever node is asked first', async () => {
      const { world } = arena;
      for (const [issuer, other] of [
        [AHEAD, BEHIND],
        [BEHIND, AHEAD],
      ] as const) {
        const code = await arena.at(issuer, () => world.authorizationCode({ client, user }));
        const answers = [
          await arena.at(other, () => world.redeem(client, code)),
          await arena.at(issuer, () => world.redeem(client, code)),
          await arena.at(other, () => world.redeem(client, code)),
        ];
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        for (const answer of answers.filter(({ status }) => status !== 200)) {
          expect(error(answer)).toBe('invalid_grant');
        }
      }
    });

    it('P09 who has to wait at the node that is ahead waits at the other as well', async () => {
      const { world } = arena;
      const form = await arena.at(AHEAD, () => LoginForm.open(world, client));
      await arena.at(AHEAD, async () => {
        for (let guess = 0; guess < 8; guess++) await form.try(user.username, 'a wrong guess');
      });
      const refused = await arena.at(BEHIND, () => form.try(user.username, user.password));
      expect(refused.status).toBe(429);
    });
  },
);
