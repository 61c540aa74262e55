import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReverseProxy } from '../attacks/reverse-proxy.js';
import type { Crowd } from '../support/chaos/crowd.js';
import { freePort } from '../support/free-port.js';
import { createDatabase } from '../support/mariadb.js';
import { startServer, type ServerProcess } from '../support/server-process.js';
import { World } from '../support/world.js';

/** Two servers with one database, and a balancer that sends each request to any that is up. */
export class Pair {
  private up = [1, 2];

  private constructor(
    readonly world: World,
    readonly nodes: readonly [ServerProcess, ServerProcess],
  ) {}

  static async start(own: Readonly<Record<string, string>> = {}): Promise<Pair> {
    const ADMIN_PASSWORD = randomBytes(18).toString('base64url');
    const env = {
      ...{ ISSUER: 'https://sso.example.com', TRUSTED_PROXIES: '127.0.0.1', ADMIN_PASSWORD },
      SECRET_KEY: randomBytes(32).toString('base64'),
      DATABASE_URL: (await createDatabase()).url,
      ...own,
    };
    const node = async () => startServer({ env, port: await freePort() });
    const world = new World(env.ISSUER, { username: 'admin', password: ADMIN_PASSWORD });
    return new Pair(world, [await node(), await node()]);
  }

  /** From now on. */
  balance(proxy: ReverseProxy): void {
    const toChosen = globalThis.fetch;
    globalThis.fetch = (...request) =>
      proxy.at(this.up[randomInt(this.up.length)] ?? 1, () => toChosen(...request));
  }

  /** Restarts one after the other, as in an upgrade. @returns how each exited */
  async restartInTurn(crowd: Crowd, pause: number): Promise<unknown[]> {
    const exits: unknown[] = [];
    for (const node of this.nodes) {
      await crowd.work(100);
      exits.push(await node.stop());
      await crowd.work(50);
      await node.start();
      await crowd.work(50, pause);
    }
    return exits;
  }

  /** Kills one while requests go to both; `work` is done while it is away and the balancer knows. */
  async without(number: 1 | 2, work: () => Promise<void>): Promise<void> {
    const node = this.nodes[number - 1]!;
    await node.kill();
    // Until the balancer has noticed.
    await sleep(50);
    this.up.splice(this.up.indexOf(number), 1);
    await work();
    await node.start();
    this.up.push(number);
  }

  /** From now on the balancer sends requests to those only that say they are ready. */
  async obeyReadiness(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      const ready = await Promise.all(this.nodes.map(isReady));
      this.up = [1, 2].filter((number) => ready[number - 1]);
      await sleep(50);
    }
  }
}

function isReady({ origin }: ServerProcess): Promise<boolean> {
  return fetch(`${origin}/health/ready`).then(
    async (answer) => (await answer.arrayBuffer(), answer.ok),
    () => false,
  );
}
