import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ReverseProxy } from '../attacks/reverse-proxy.js';
import { audit } from '../support/chaos/audit.js';
import { Crowd } from '../support/chaos/crowd.js';
import { Ledger } from '../support/chaos/ledger.js';
import { Scene } from '../support/chaos/scene.js';
import { describeMariadb } from '../support/mariadb.js';
import { skippable } from '../support/skippable.js';
import { BALANCERS, startBalancer, whyAbsent } from './balancer.js';
import { Pair } from './pair.js';

describeMariadb('P14 two nodes are restarted in turn', () => {
  for (const balancer of BALANCERS) {
    skippable(describe, whyAbsent(balancer))(`behind ${balancer.name}`, () => {
      const ledger = new Ledger();
      const exits: unknown[] = [];

      beforeAll(async () => {
        const pair = await Pair.start({ SHUTDOWN_DELAY: '3' });
        const origin = await startBalancer(
          balancer,
          pair.nodes.map((node) => node.origin),
        );
        // It says itself where requests come from.
        new ReverseProxy([{ issuer: pair.world.issuer, origin }]);
        const scene = await Scene.set(pair.world);
        // What the other node has cached is as old as a second.
        await sleep(1100);
        const crowd = new Crowd([scene], ledger, 4);
        try {
          exits.push(...(await pair.restartInTurn(crowd, 1500)));
        } finally {
          await crowd.disperse();
        }
        await audit(scene, ledger);
      }, 180_000);

      it('P14 each exits with 0, and no request fails (O15)', () => {
        expect(exits).toEqual([0, 0]);
        expect([ledger.lost, ledger.contradictions]).toEqual([0, []]);
        expect(ledger.answered).toBeGreaterThan(300);
      });
    });
  }
});
