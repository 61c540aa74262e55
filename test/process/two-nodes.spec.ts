import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { ReverseProxy } from '../attacks/reverse-proxy.js';
import { audit, replayCodes } from '../support/chaos/audit.js';
import { verifiedChain } from '../support/chaos/chain.js';
import { Crowd } from '../support/chaos/crowd.js';
import { Ledger, OF_EACH_KIND } from '../support/chaos/ledger.js';
import { Scene } from '../support/chaos/scene.js';
import { describeMariadb } from '../support/mariadb.js';
import { Pair } from './pair.js';

// `npm run chaos` sets it.
const KILLS = Math.ceil(Number(process.env['CHAOS_KILLS'] ?? 4) / 2);
const TIMEOUT = 120_000 + KILLS * 15_000;

describeMariadb('P06 kill -9 of one node of two under load', () => {
  const ledger = new Ledger();
  const lostBehindTheBalancer: number[] = [];
  let pair: Pair;

  beforeAll(async () => {
    pair = await Pair.start();
    const proxy = new ReverseProxy(pair.nodes);
    const scene = await Scene.set(pair.world);
    // What the other node has cached is as old as a second.
    await sleep(1100);
    pair.balance(proxy);
    const crowd = new Crowd([scene], ledger, 6);
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        await crowd.work(100, randomInt(300, 1000));
        await pair.without(kill % 2 === 0 ? 1 : 2, async () => {
          // Whatever went to the dead node has failed by now.
          await crowd.work(20);
          const before = ledger.lost;
          await crowd.work(100);
          lostBehindTheBalancer.push(ledger.lost - before);
        });
        await replayCodes(scene, ledger);
      }
      await crowd.work(50);
    } finally {
      await crowd.disperse();
    }
    await audit(scene, ledger);
  }, TIMEOUT);

  it('P06 the other node goes on: only requests to the one that died are lost', () => {
    expect(lostBehindTheBalancer).toEqual(Array<number>(KILLS).fill(0));
    expect(ledger.lost).toBeGreaterThan(0);
  });

  it('P06 no code gives two grants, no refresh token two successors, nothing acknowledged is lost', () => {
    expect(ledger.contradictions).toEqual([]);
    expect(ledger.worked).toBe(true);
    expect(ledger.replayed).toBeGreaterThanOrEqual(OF_EACH_KIND);
  });

  it('the journal of both has no gap, and its chain is whole', async () => {
    const { first, last, events } = await verifiedChain(pair.world);
    expect([first, last - events]).toEqual([1, 0]);
    for (const node of pair.nodes) {
      expect(node.logs().match(/.*could not be sealed.*/g) ?? []).toEqual([]);
    }
  });

  it('P06 neither node had an error of its own', () => {
    for (const node of pair.nodes) expect(node.logs()).not.toMatch(/"level":"(error|fatal)"/);
  });
});
