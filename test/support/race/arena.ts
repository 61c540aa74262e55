import { randomBytes } from 'node:crypto';
import { describe } from '@jest/globals';
import { ReverseProxy, type Node } from '../../attacks/reverse-proxy.js';
import { createDatabase, describeMariadb } from '../mariadb.js';
import { World } from '../world.js';

/** Starts one node with this environment. */
export type StartNode = (environment: Readonly<Record<string, string>>) => Promise<Node>;

/** An installation of which every node can be asked, whatever its address is. */
export interface Arena {
  readonly world: World;
  /** Such as `MariaDB, 2 nodes`. */
  readonly name: string;
  /** Runs `work` with all of its requests going to one node; they are counted round and round. */
  at<T>(node: number, work: () => Promise<T>): Promise<T>;
}

async function open(database: string, urls: readonly (string | undefined)[], start: StartNode) {
  const ADMIN_PASSWORD = randomBytes(18).toString('base64url');
  const common = {
    ...{ ISSUER: 'https://sso.example.com', TRUSTED_PROXIES: '127.0.0.1', ADMIN_PASSWORD },
    SECRET_KEY: randomBytes(32).toString('base64'),
  };
  const nodes = await Promise.all(
    urls.map((url) => start(url === undefined ? common : { ...common, DATABASE_URL: url })),
  );
  const proxy = new ReverseProxy(nodes);
  return {
    world: new World(common.ISSUER, { username: 'admin', password: ADMIN_PASSWORD }),
    name: `${database}, ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`,
    at: <T>(node: number, work: () => Promise<T>) => proxy.at(1 + (node % nodes.length), work),
  };
}

type Body = (open: () => Promise<Arena>) => void;

/** Runs one suite on two nodes that share a MariaDB, where one can be reached. */
export function describeTwoNodes(title: string, start: StartNode, body: Body): void {
  describeMariadb(`${title} (MariaDB, two nodes)`, () => {
    body(async () => {
      const { url } = await createDatabase();
      return open('MariaDB', [url, url], start);
    });
  });
}

/** Runs one suite on SQLite, whose one process is the only node, and on two nodes. */
export function describeEachArena(title: string, start: StartNode, body: Body): void {
  describe(`${title} (SQLite, one node)`, () => {
    body(() => open('SQLite', [undefined], start));
  });
  describeTwoNodes(title, start, body);
}
