import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import type { Logger } from '#platform/logging';
import type { Metrics } from '#platform/metrics';
import { Housekeeper } from './housekeeper.js';
import type { Leases } from './leases.js';

function houseOf(acquire: () => Promise<boolean>) {
  const warnings: unknown[] = [];
  const logger = {
    write: (_level: string, _message: string, facts: unknown) => warnings.push(facts),
  };
  const leases: Pick<Leases, 'acquire'> = { acquire };
  const metrics: Pick<Metrics, 'countDeletedRows' | 'gauge'> = {
    countDeletedRows: () => undefined,
    gauge: () => undefined,
  };
  const housekeeper = new Housekeeper(
    leases as Leases,
    logger as unknown as Logger,
    metrics as Metrics,
  );
  return { housekeeper, warnings };
}

describe('a round of housekeeping', () => {
  it('goes on after a chore that fails, and says which one it was', async () => {
    const { housekeeper, warnings } = houseOf(() => Promise.resolve(true));
    let rounds = 0;
    housekeeper.register('broken', () => Promise.reject(new Error('no such table')));
    housekeeper.register('sound', () => Promise.resolve(++rounds < 3));
    await housekeeper.work();
    expect(rounds).toBe(3);
    expect(warnings).toEqual([{ reason: 'no such table', details: { chore: 'broken' } }]);
  });

  it.each([
    ['nine tenths of the time to requests of a busy node', 1, 9, Infinity],
    ['half of it to an idle one, once it knows', 0, 5, 8],
  ])('leaves %s while much is left to do', async (_title, utilization, least, most) => {
    jest.spyOn(performance, 'eventLoopUtilization').mockReturnValue({
      ...{ idle: 0, active: 0 },
      utilization,
    });
    const { housekeeper } = houseOf(() => Promise.resolve(true));
    let [rounds, rested] = [0, 0];
    let previous: { work: number; end: number } | undefined;
    housekeeper.register('large', async () => {
      const startedAt = performance.now();
      // How many times as long as the work it was.
      if (previous !== undefined) rested += (startedAt - previous.end) / previous.work;
      await sleep(5);
      rounds += 1;
      previous = { work: performance.now() - startedAt, end: performance.now() };
      return rounds < 3;
    });
    await housekeeper.work();
    expect(rounds).toBe(3);
    expect(rested / 2).toBeGreaterThan(least * 0.9);
    expect(rested / 2).toBeLessThan(most);
  });

  it('ends at once when the node stops, resting or not', async () => {
    const { housekeeper } = houseOf(() => Promise.resolve(true));
    let batches = 0;
    let working: Promise<void> | undefined;
    await new Promise<void>((started) => {
      housekeeper.register('endless', async () => {
        batches += 1;
        started();
        await sleep(1);
        return true;
      });
      working = housekeeper.work();
    });
    await housekeeper.onApplicationShutdown();
    await working;
    expect(batches).toBe(1);
  });

  it('does nothing while another node does it, or when nobody can tell', async () => {
    for (const acquire of [() => Promise.resolve(false), () => Promise.reject(new Error('away'))]) {
      const { housekeeper } = houseOf(acquire);
      let worked = false;
      housekeeper.register('any', () => Promise.resolve((worked = true) && false));
      await housekeeper.work();
      expect(worked).toBe(false);
    }
  });
});
