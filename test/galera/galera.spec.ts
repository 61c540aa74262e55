import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { skippable } from '../support/skippable.js';
import { type RegisteredUser, World } from '../support/world.js';
import { type GaleraServer, startCluster, whyAbsent } from './cluster.js';

const ROUNDS = 30;

/** Three database servers; each node of Gatehouse has one of its own, and the third only votes. */
skippable(describe, whyAbsent())('two nodes on a Galera cluster', () => {
  let servers: readonly [GaleraServer, GaleraServer, GaleraServer];
  let nodes: readonly [ServerProcess, ServerProcess];
  let first: World;
  let second: World;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    servers = await startCluster();
    await servers[0].run('CREATE DATABASE gatehouse');
    const [port, other] = [await freePort(), await freePort()];
    const env = {
      ISSUER: `http://localhost:${port}`,
      SECRET_KEY: randomBytes(32).toString('base64'),
      ADMIN_PASSWORD: randomBytes(18).toString('base64url'),
    };
    const start = (server: GaleraServer, own: { port: number }) =>
      startServer({ env: { ...env, DATABASE_URL: server.url('gatehouse') }, ...own });
    // At once: one of them migrates, and the other waits.
    nodes = await Promise.all([start(servers[0], { port }), start(servers[1], { port: other })]);
    const administrator = { username: 'admin', password: env.ADMIN_PASSWORD };
    [first, second] = [
      new World(env.ISSUER, administrator),
      new World(nodes[1].origin, administrator),
    ];
    client = await first.registerClient({ grant_types: ['authorization_code', 'refresh_token'] });
    user = await first.createUser();
  }, 240_000);

  const isReady = async ({ origin }: ServerProcess) =>
    (await fetch(`${origin}/health/ready`)).status === 200;
  const becomes = async (node: ServerProcess, ready: boolean) => {
    for (let tries = 0; tries < 240 && (await isReady(node)) !== ready; tries++) await sleep(250);
    expect(await isReady(node)).toBe(ready);
  };
  const signIn = async () => first.authorizationCode({ client, user, browser: first.browser() });

  it('a code is good at the other node, at once, and only once', async () => {
    const browser = first.browser();
    for (let round = 0; round < ROUNDS; round++) {
      const issued = await first.authorizationCode({ client, user, browser });
      const statuses = [
        (await second.redeem(client, issued)).status,
        (await first.redeem(client, issued)).status,
      ];
      expect({ round, statuses }).toEqual({ round, statuses: [200, 400] });
    }
  });

  it('of two nodes that redeem a code at the same time at most one issues tokens', async () => {
    const browser = first.browser();
    for (let round = 0; round < ROUNDS; round++) {
      const issued = await first.authorizationCode({ client, user, browser });
      const answers = await Promise.all([first, second].map((node) => node.redeem(client, issued)));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(1);
      // The server of one of them refuses what the other server was first to write.
      expect(statuses.every((status) => [200, 400, 503].includes(status))).toBe(true);
    }
  });

  it('refresh tokens rotate from node to node', async () => {
    let { refresh_token = '' } = await first.tokens({
      client,
      user,
      scope: 'openid offline_access',
    });
    for (let round = 0; round < ROUNDS; round++) {
      const answer = await [first, second][round % 2]!.refresh(client, refresh_token);
      expect({ round, status: answer.status }).toEqual({ round, status: 200 });
      refresh_token = answer.json.refresh_token;
    }
  });

  it('a client that is registered at one node is known to the other', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const service = await first.registerClient({ grant_types: ['client_credentials'] });
      const answer = await second.token(service, { grant_type: 'client_credentials' });
      expect({ round, status: answer.status }).toEqual({ round, status: 200 });
    }
  });

  it('a database server that is lost takes its node out of service, and no other', async () => {
    await servers[1].kill();
    await becomes(nodes[1], false);
    // Until the servers that are left know that it is gone, they wait for it.
    await becomes(nodes[0], true);
    expect(
      (await second.token(client, { grant_type: 'refresh_token', refresh_token: 'x' })).status,
    ).toBe(503);
    const issued = await signIn();
    await servers[1].start([servers[0], servers[2]]);
    await becomes(nodes[1], true);
    expect((await second.redeem(client, issued)).status).toBe(200);
  }, 120_000);

  it('without a quorum nobody is answered wrongly; with it everything goes on', async () => {
    const issued = await signIn();
    await servers[1].kill();
    await servers[2].kill();
    await becomes(nodes[0], false);
    expect((await first.redeem(client, issued)).status).toBe(503);
    await Promise.all([
      servers[1].start([servers[0], servers[2]]),
      servers[2].start([servers[0], servers[1]]),
    ]);
    for (const node of nodes) await becomes(node, true);
    expect((await first.redeem(client, await signIn())).status).toBe(200);
    for (const node of nodes) expect(node.logs()).not.toContain('"status":500');
  }, 180_000);
});
