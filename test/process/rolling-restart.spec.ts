import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { ReverseProxy } from '../attacks/reverse-proxy.js';
import { audit } from '../support/chaos/audit.js';
import { Crowd } from '../support/chaos/crowd.js';
import { Ledger } from '../support/chaos/ledger.js';
import { Scene } from '../support/chaos/scene.js';
import { describeMariadb } from '../support/mariadb.js';
import { Pair } from './pair.js';

describeMariadb('P14 two nodes are restarted in turn under load', () => {
  const ledger = new Ledger();
  const exits: unknown[] = [];
  let pair: Pair;

  beforeAll(async () => {
    // Time enough for a balancer on a busy machine to notice.
    pair = await Pair.start({ SHUTDOWN_DELAY: '3' });
    const proxy = new ReverseProxy(pair.nodes);
    const scene = await Scene.set(pair.world);
    // What the other node has cached is as old as a second.
    await sleep(1100);
    pair.balance(proxy);
    const end = new AbortController();
    const balancing = pair.obeyReadiness(end.signal);
    const crowd = new Crowd([scene], ledger, 4);
    try {
      exits.push(...(await pair.restartInTurn(crowd, 500)));
    } finally {
      await crowd.disperse();
      end.abort();
      await balancing;
    }
    await audit(scene, ledger);
  }, 180_000);

  it('P14 each says that it is not ready, serves what still comes, and exits with 0', () => {
    expect(exits).toEqual([0, 0]);
  });

  it('P14 no request fails behind a balancer that obeys /health/ready', () => {
    expect([ledger.lost, ledger.contradictions]).toEqual([0, []]);
    expect(ledger.answered).toBeGreaterThan(300);
  });
});
