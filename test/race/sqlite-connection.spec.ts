import { beforeAll, describe, expect, it } from '@jest/globals';
import { isDatabaseUnavailable, Transactions } from '#platform/database';
import { inParallel } from '../attacks/requests.js';
import { ROUNDS, TIMEOUT } from '../support/race/race.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';

const FAILURE = new Error('the transaction fails on purpose');

/** Each takes ten people more. */
const FEW_ROUNDS = Math.ceil(ROUNDS / 10);

describe('P12 one SQLite connection, shared by all requests', () => {
  let world: OwnWorld;
  const count = async () => {
    const [row] = await world.query<{ n: number }[]>('SELECT COUNT(*) AS n FROM leases');
    return row?.n;
  };
  const insert = (name: string) =>
    world.query('INSERT INTO leases (name, owner, expires_at) VALUES (?, ?, ?)', [name, 'test', 1]);

  beforeAll(async () => {
    world = await startOwnWorld();
    await world.query('DELETE FROM leases');
  });

  /** A transaction that has inserted `name`, and fails once it may go on. */
  const failingTransaction = async (name: string) => {
    const entered = Promise.withResolvers<undefined>();
    const held = Promise.withResolvers<undefined>();
    const failing = world.application.nest.get(Transactions).run(async (manager) => {
      await manager.query('INSERT INTO leases (name, owner, expires_at) VALUES (?, ?, ?)', [
        name,
        'test',
        1,
      ]);
      entered.resolve(undefined);
      await held.promise;
      throw FAILURE;
    });
    await entered.promise;
    return { failing, goOn: () => held.resolve(undefined) };
  };

  it('P12 a write reported as done survives the rollback of somebody else', async () => {
    const { failing, goOn } = await failingTransaction('rolled back');
    const others = Promise.all(Array.from({ length: 20 }, (_, n) => insert(`other ${n}`)));
    goOn();
    await expect(failing).rejects.toBe(FAILURE);
    await others;
    expect(await count()).toBe(20);
  });

  it('P12 nobody reads what a transaction has not committed', async () => {
    const before = await count();
    const { failing, goOn } = await failingTransaction('unseen');
    const reading = count();
    goOn();
    await expect(failing).rejects.toBe(FAILURE);
    expect(await reading).toBe(before);
  });

  it('P12 of writes committed together, one that fails takes no other with it', async () => {
    const before = (await count()) ?? 0;
    const results = await Promise.allSettled([insert('twin'), insert('twin'), insert('single')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await count()).toBe(before + 2);
  });

  it('P12 a disk that fills up within such a batch: what is acknowledged is kept, nothing else', async () => {
    const before = (await count()) ?? 0;
    const [pages] = await world.query<{ page_count: number }[]>('PRAGMA page_count');
    await world.query(`PRAGMA max_page_count = ${pages?.page_count}`);
    const names = ['small 1', 'l'.repeat(3_000_000), 'small 2'];
    const results = await Promise.allSettled(names.map((name) => insert(name)));
    await world.query('PRAGMA max_page_count = 1000000000');
    for (const result of results) {
      if (result.status === 'rejected') expect(isDatabaseUnavailable(result.reason)).toBe(true);
    }
    const kept = results.filter(({ status }) => status === 'fulfilled').length;
    expect(kept).toBeLessThan(names.length);
    expect(await count()).toBe(before + kept);
  });

  it(
    'P12 fifty sign-ins, registrations and refreshes at once: no 500, nothing lost',
    async () => {
      const client = await world.registerClient();
      const user = await world.createUser();
      const browser = world.browser();
      for (let round = 0; round < FEW_ROUNDS; round++) {
        const { refresh_token = '' } = await world.tokens({ client, user, browser });
        const [refreshes, registrations, flows] = await Promise.all([
          inParallel(20, () => world.refresh(client, refresh_token)),
          inParallel(20, () => world.registerClient()),
          inParallel(10, async () => world.tokens({ client, user: await world.createUser() })),
        ]);
        const renewed = refreshes.filter(({ status }) => status === 200);
        expect(renewed).toHaveLength(2);
        for (const { client_id } of registrations) {
          expect((await world.admin.get(`/clients/${client_id}`)).status).toBe(200);
        }
        for (const { access_token } of flows) {
          expect((await world.userinfo(access_token)).status).toBe(200);
        }
      }
    },
    TIMEOUT,
  );
});
