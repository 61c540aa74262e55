import { beforeAll, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { clock } from '../support/clock.js';
import { decide, enterCode, poll, registerDevice, startDevice } from '../support/device.js';
import { describeMariadb } from '../support/mariadb.js';
import type { RegisteredClient } from '../support/registered-client.js';
import type { RegisteredUser, World } from '../support/world.js';
import { inParallel } from './requests.js';
import { startTwoNodes, type TwoNodes } from './two-nodes.js';

describeMariadb('the device grant on two nodes', () => {
  let cluster: TwoNodes;
  let tv: RegisteredClient;
  let user: RegisteredUser;

  const node = (n: number): World => cluster.nodes[n % 2 === 0 ? 0 : 1];
  const error = ({ status, json }: Answer) => `${status} ${json.error}`;

  beforeAll(async () => {
    cluster = await startTwoNodes();
    tv = await registerDevice(cluster.first);
    user = await cluster.first.createUser();
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

  it('K04 of twenty polls at both nodes exactly one succeeds', async () => {
    for (let round = 0; round < 5; round++) {
      const codes = await startDevice(node(round), tv);
      await decide(cluster.first, user, codes);
      const answers = await inParallel(20, (n) => poll(node(n), tv, codes));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const others = answers.filter(({ status }) => status !== 200).map(error);
      expect(others).toEqual(Array<string>(19).fill('400 invalid_grant'));
    }
  });

  it('K04 of a decision and its opposite exactly one counts', async () => {
    for (let round = 0; round < 5; round++) {
      const codes = await startDevice(cluster.first, tv);
      const { browser, page } = await enterCode(cluster.first, user, codes.user_code);
      const answers = await inParallel(8, (n) =>
        browser.click(page, n % 2 === 0 ? 'device-approve' : 'cancel'),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect([200, 400]).toContain((await poll(node(1), tv, codes)).status);
    }
  });
});
