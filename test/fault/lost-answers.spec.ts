import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import type { Answer } from '../support/answer.js';
import { tokensOf, type Tokens } from '../support/authorization.js';
import type { Browser } from '../support/browser.js';
import { holdSealing } from '../support/control.js';
import { isUnavailable } from '../support/chaos/ledger.js';
import { DatabaseProxy, type Fault } from '../support/database-proxy.js';
import { createDatabase, describeMariadb, type TemporaryDatabase } from '../support/mariadb.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { type OwnWorld, startOwnWorld } from '../support/application.js';
import type { RegisteredUser } from '../support/world.js';

/** A request, and what has to be true once it was answered, asked again and answered again. */
interface Attempt {
  ask(): Promise<Answer>;
  settle(first: Answer, again: Answer): Promise<void>;
}

const SCOPE = 'openid ledger:read';

const FAULTS: readonly Fault[] = ['request lost', 'answer lost', { errno: 1213 }];
const MOST_WRITES = 8;

/** Errors of MariaDB and MySQL: disk full, table full, too many connections, shutting down ... */
const UNABLE = [
  ...[1021, 1114, 1040, 1053, 1180],
  // lock wait timeout, deadlock, read-only in three ways
  ...[1205, 1213, 1290, 1792, 1836],
  // interrupted, connection killed, statement out of time (MariaDB, MySQL)
  ...[1317, 1927, 1969, 3024],
];

function isInvalidGrant(answer: Answer): boolean {
  return answer.status === 400 && answer.json.error === 'invalid_grant';
}

describeMariadb('P03 the connection to the database breaks within a write', () => {
  let database: TemporaryDatabase;
  let proxy: DatabaseProxy;
  let world: OwnWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;
  let browser: Browser;

  beforeAll(async () => {
    database = await createDatabase();
    proxy = await DatabaseProxy.inFrontOf(database.url);
    world = await startOwnWorld({ DATABASE_URL: proxy.url });
    holdSealing(world.application.nest);
    // An opaque access token makes one more write of each redemption and refresh.
    const opaque = { identifier: 'https://ledger.example', access_token_format: 'opaque' };
    await world.registerResourceServer({ ...opaque, scopes: ['ledger:read'] });
    client = await world.registerClient({ scope: SCOPE });
    user = await world.createUser();
    ({ browser } = await world.authorizationCode({ client, user, scope: SCOPE }));
  });

  const code = () => world.authorizationCode({ client, user, browser, scope: SCOPE });

  async function tokens(): Promise<Tokens & { refresh_token: string }> {
    const { refresh_token = '', ...rest } = tokensOf(await world.redeem(client, await code()));
    return { ...rest, refresh_token };
  }

  const count = async (sql: string) =>
    Number((await world.query<{ n: string }[]>(sql, [user.sub]))[0]?.n);

  /** How many redeemed authorizations of the person have not ended. */
  const liveGrants = () =>
    count(`SELECT COUNT(*) AS n FROM authorizations
            WHERE user_id = ? AND code_consumed_at IS NOT NULL AND revoked_at IS NULL`);

  const isActive = async (token: string) =>
    (await world.introspect(client, token)).json.active as boolean;

  async function redemption(): Promise<Attempt> {
    const issued = await code();
    const before = await liveGrants();
    return {
      ask: () => world.redeem(client, issued),
      settle: async (first, again) => {
        const granted = [first, again].filter(({ status }) => status === 200);
        expect(granted.length).toBeLessThan(2);
        expect(again.status === 200 || isInvalidGrant(again)).toBe(true);
        expect(await liveGrants()).toBe(before + (again.status === 200 ? 1 : 0));
        for (const answer of granted) {
          expect(await isActive(answer.json.access_token)).toBe(again.status === 200);
        }
        expect(isInvalidGrant(await world.redeem(client, issued))).toBe(true);
      },
    };
  }

  async function refresh(): Promise<Attempt> {
    const { refresh_token } = await tokens();
    const ask = () => world.refresh(client, refresh_token);
    return {
      ask,
      settle: async (_first, again) => {
        // A lost answer logs nobody out, and can be asked for again.
        const { access_token, refresh_token: successor = '' } = tokensOf(again);
        expect(await isActive(access_token)).toBe(true);
        tokensOf(await world.refresh(client, successor));
        expect(isInvalidGrant(await ask())).toBe(true);
      },
    };
  }

  async function revocation(): Promise<Attempt> {
    const { access_token, refresh_token } = await tokens();
    return {
      ask: () => world.revoke(client, refresh_token),
      settle: async (_first, again) => {
        expect(again.status).toBe(200);
        expect(await isActive(access_token)).toBe(false);
        expect(isInvalidGrant(await world.refresh(client, refresh_token))).toBe(true);
      },
    };
  }

  async function disabling(): Promise<Attempt> {
    const person = await world.createUser();
    const { refresh_token = '' } = await world.tokens({ client, user: person, scope: SCOPE });
    return {
      ask: () => world.admin.patch(`/users/${person.sub}`, { disabled: true }),
      settle: async (_first, again) => {
        expect(again.status).toBe(200);
        expect(isInvalidGrant(await world.refresh(client, refresh_token))).toBe(true);
      },
    };
  }

  /** Lets each write of the request fail in turn; asks again each time. */
  async function failEachWrite(fault: Fault, prepare: () => Promise<Attempt>): Promise<number[]> {
    const answers: number[] = [];
    for (let nth = 1; nth <= MOST_WRITES; nth++) {
      const { ask, settle } = await prepare();
      proxy.fail(nth, fault);
      const first = await ask();
      const failed = proxy.disarm();
      answers.push(first.status);
      if (!failed) return answers;
      expect([first.status, isUnavailable(first)]).toEqual([503, true]);
      await settle(first, await ask());
    }
    throw new Error('there is no end to the writes of one request');
  }

  it.each([
    ['P03 a code is redeemed', redemption, FAULTS],
    ['P03 a refresh token is used', refresh, FAULTS],
    ['P03 a refresh token is revoked', revocation, FAULTS],
    ['P03 a person is disabled, in a transaction', disabling, ['answer lost']],
  ] as const)('%s: one result or none, and asking again settles it', async (_, prepare, faults) => {
    for (const fault of faults) {
      const answers = await failEachWrite(fault, prepare);
      expect(answers.length).toBeGreaterThan(1);
      expect(answers.at(-1)).toBe(200);
    }
  });

  it('P03 what was refused before the database saw it is done when it is asked again', async () => {
    const { ask } = await redemption();
    proxy.fail(1, 'request lost');
    expect(isUnavailable(await ask())).toBe(true);
    tokensOf(await ask());
  });

  it('P03 a revocation whose answer is lost has happened', async () => {
    const { access_token, refresh_token } = await tokens();
    proxy.fail(1, 'answer lost', /^COMMIT/);
    expect(isUnavailable(await world.revoke(client, refresh_token))).toBe(true);
    expect(await isActive(access_token)).toBe(false);
  });

  it('P03 the audit trail has each event once, also those whose answer was lost', async () => {
    proxy.fail(1, 'answer lost', /^INSERT INTO `events/);
    const refused = await code();
    await world.redeem(client, refused, { code_verifier: 'x'.repeat(43) });
    const events = `SELECT COUNT(*) AS n FROM events WHERE type = 'code.refused' AND user_id = ?`;
    while (!proxy.hasFailed) await sleep(20);
    await world.redeem(client, refused, { code_verifier: 'y'.repeat(43) });
    while ((await count(events)) < 2) await sleep(50);
    expect(await count(events)).toBe(2);
  });

  it('P04 every way in which a database can be unable is 503, and asking again works', async () => {
    let { refresh_token } = await tokens();
    for (const errno of UNABLE) {
      proxy.fail(1, { errno });
      const refused = await world.refresh(client, refresh_token);
      expect([errno, proxy.disarm(), isUnavailable(refused)]).toEqual([errno, true, true]);
      expect(refused.text).not.toMatch(/made up|ER_|at .*\.(js|ts)/);
      refresh_token = String(tokensOf(await world.refresh(client, refresh_token)).refresh_token);
    }
  });

  it('P04 a row that somebody holds is not waited for without end', async () => {
    const { refresh_token } = await tokens();
    const holder = await createConnection(database.url);
    try {
      await holder.query('START TRANSACTION');
      await holder.query('SELECT id FROM authorizations FOR UPDATE');
      expect(isUnavailable(await world.refresh(client, refresh_token))).toBe(true);
    } finally {
      await holder.end();
    }
    tokensOf(await world.refresh(client, refresh_token));
  });

  it('P04 an answer that never comes is not waited for without end', async () => {
    const { refresh_token } = await tokens();
    proxy.fail(1, 'silence');
    expect(isUnavailable(await world.refresh(client, refresh_token))).toBe(true);
    tokensOf(await world.refresh(client, refresh_token));
  });
});
