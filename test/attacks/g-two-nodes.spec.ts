import { beforeAll, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { describeMariadb } from '../support/mariadb.js';
import { pushed, visit } from '../support/pushed.js';
import type { RegisteredClient } from '../support/registered-client.js';
import type { RegisteredUser, World } from '../support/world.js';
import { inParallel } from './requests.js';
import { startTwoNodes, type TwoNodes } from './two-nodes.js';

describeMariadb('pushed requests on two nodes', () => {
  let cluster: TwoNodes;
  let client: RegisteredClient;
  let user: RegisteredUser;

  const node = (n: number): World => cluster.nodes[n % 2 === 0 ? 0 : 1];

  beforeAll(async () => {
    cluster = await startTwoNodes();
    client = await cluster.first.registerClient();
    user = await cluster.first.createUser();
  }, 60_000);

  it('P01 G04 of twenty completions at both nodes exactly one gets a code', async () => {
    const browser = cluster.first.browser();
    await cluster.first.authorizationCode({ client, user, browser });
    const elsewhere = new Browser(cluster.second.issuer);
    for (const name of ['session', 'browser']) {
      elsewhere.cookies.set(`gatehouse_${name}`, browser.cookies.get(name) ?? '');
    }
    for (let round = 0; round < 5; round++) {
      const request_uri = await pushed(node(round), client);
      const answers = await inParallel(20, (n) =>
        visit(n % 2 === 0 ? browser : elsewhere, client, request_uri),
      );
      const codes = answers.filter(({ parameters }) => parameters['code'] !== undefined);
      expect(codes).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 400)).toHaveLength(19);
    }
  });
});
