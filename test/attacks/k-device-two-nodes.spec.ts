import { beforeAll, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { clock } from '../support/clock.js';
import { poll, registerDevice, startDevice } from '../support/device.js';
import { describeMariadb } from '../support/mariadb.js';
import type { RegisteredClient } from '../support/registered-client.js';
import type { World } from '../support/world.js';
import { startTwoNodes, type TwoNodes } from './two-nodes.js';

describeMariadb('the device grant on two nodes', () => {
  let cluster: TwoNodes;
  let tv: RegisteredClient;

  const node = (n: number): World => cluster.nodes[n % 2 === 0 ? 0 : 1];
  const error = ({ status, json }: Answer) => `${status} ${json.error}`;

  beforeAll(async () => {
    cluster = await startTwoNodes();
    tv = await registerDevice(cluster.first);
  }, 60_000);

  it('K03 asking the nodes in turn is not faster', async () => {
    const codes = await startDevice(cluster.first, tv);
    const answers: string[] = [];
    for (let n = 0; n < 6; n++) {
      answers.push(error(await poll(node(n), tv, codes)));
      clock.advance(1);
    }
    expect(answers).toEqual(['400 authorization_pending', ...Array(5).fill('400 slow_down')]);
    clock.advance(31);
    expect(error(await poll(node(1), tv, codes))).toBe('400 authorization_pending');
    clock.advance(10);
    expect(error(await poll(node(0), tv, codes))).toBe('400 slow_down');
  });
});
