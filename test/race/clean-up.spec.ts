import { beforeAll, expect, it, jest } from '@jest/globals';
import { Housekeeper } from '#platform/housekeeping';
import { Leases } from '../../src/platform/housekeeping/leases.js';
import { Metrics } from '#platform/metrics';
import { startTwoNodes, type TwoNodes } from '../attacks/two-nodes.js';
import { clock } from '../support/clock.js';
import { describeMariadb } from '../support/mariadb.js';
import { ROUNDS, TIMEOUT } from '../support/race/race.js';

const EXPIRED = 600 * ROUNDS;
const LIVE = 300;
const BATCH = 100;
/** A round of a node ends after a while, done or not. */
const MOST_ROUNDS = 20;

describeMariadb('P10 clean-up on two nodes', () => {
  let cluster: TwoNodes;

  beforeAll(async () => {
    cluster = await startTwoNodes();
    await fill('live', LIVE, clock.now() + 3600);
  }, 60_000);

  const query = (sql: string, parameters: unknown[] = []) => cluster.first.query(sql, parameters);

  async function fill(kind: string, rows: number, expiresAt: number): Promise<void> {
    for (let done = 0; done < rows; done += 500) {
      const values = Array.from({ length: Math.min(500, rows - done) }, (_, n) => [
        ...[`${kind} ${done + n}`, kind, expiresAt],
      ]);
      await query('INSERT INTO used_values (value_hash, kind, expires_at) VALUES ?', [values]);
    }
  }

  async function count(kind: string): Promise<number> {
    const [row] = await query('SELECT COUNT(*) AS n FROM used_values WHERE kind = ?', [kind]);
    return Number(row.n);
  }

  /** Both nodes work at the same moment, until nothing that has expired is left. */
  async function cleanUp(): Promise<void> {
    const housekeepers = cluster.applications.map(({ nest }) => nest.get(Housekeeper));
    for (let round = 0; round < MOST_ROUNDS && (await count('expired')) > 0; round++) {
      await Promise.all(housekeepers.map((housekeeper) => housekeeper.work()));
    }
  }

  /** How many used values each node deletes, batch by batch; none where the other was first. */
  function watchDeletions() {
    return cluster.applications.map(({ nest }) => {
      const deleted: number[] = [];
      const metrics = nest.get(Metrics);
      const original = metrics.countDeletedRows.bind(metrics);
      jest.spyOn(metrics, 'countDeletedRows').mockImplementation((table, rows) => {
        if (table === 'used_values') deleted.push(rows);
        original(table, rows);
      });
      return deleted;
    });
  }

  it(
    'P10 one of them does it, in batches: all that has expired goes, and nothing else',
    async () => {
      await fill('expired', EXPIRED, clock.now() - 3600);
      const deleted = watchDeletions();
      await cleanUp();
      expect([await count('expired'), await count('live')]).toEqual([0, LIVE]);
      const [first, second] = deleted.map((batches) => batches.length > 0);
      expect(first).not.toBe(second);
      const batches = deleted.flat();
      expect(Math.max(...batches)).toBeLessThanOrEqual(BATCH);
      expect(batches.reduce((sum, rows) => sum + rows)).toBe(EXPIRED);
    },
    TIMEOUT,
  );

  it('P10 the other takes over once the lease of the first has run out', async () => {
    const [, second] = cluster.applications;
    await cluster.applications[0].nest.get(Housekeeper).work();
    await fill('expired', BATCH, clock.now() - 3600);
    await query("UPDATE leases SET owner = 'a node that died' WHERE name = 'housekeeping'");
    await second.nest.get(Housekeeper).work();
    expect(await count('expired')).toBe(BATCH);
    clock.advance(61);
    await second.nest.get(Housekeeper).work();
    expect(await count('expired')).toBe(0);
  });

  it(
    'P10 two that do it at the same time, because a lease ran out in the middle, do no harm',
    async () => {
      for (const { nest } of cluster.applications) {
        jest.spyOn(nest.get(Leases), 'acquire').mockResolvedValue(true);
      }
      await fill('expired', EXPIRED, clock.now() - 3600);
      const deleted = watchDeletions();
      await cleanUp();
      expect([await count('expired'), await count('live')]).toEqual([0, LIVE]);
      expect(deleted.map((batches) => batches.length > 0)).toEqual([true, true]);
      expect(deleted.flat().reduce((sum, rows) => sum + rows)).toBe(EXPIRED);
    },
    TIMEOUT,
  );
});
