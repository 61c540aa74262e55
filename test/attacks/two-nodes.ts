import { randomBytes } from 'node:crypto';
import { startApplication, type OwnApplication } from '../support/application.js';
import { freePort } from '../support/free-port.js';
import { createDatabase } from '../support/mariadb.js';
import { LocalWorld, World } from '../support/world.js';

/** Two applications with one issuer, one secret key and one MariaDB, called directly. */
export interface TwoNodes {
  /** The node that the issuer's address leads to. */
  readonly first: LocalWorld;
  /** The same installation through the other node. */
  readonly second: World;
  /** Both, to be taken in turn. */
  readonly nodes: readonly [World, World];
  readonly applications: readonly [OwnApplication, OwnApplication];
}

export async function startTwoNodes(environment: Record<string, string> = {}): Promise<TwoNodes> {
  const port = await freePort();
  const common = {
    ISSUER: `http://localhost:${port}`,
    DATABASE_URL: (await createDatabase()).url,
    SECRET_KEY: randomBytes(32).toString('base64'),
    ADMIN_PASSWORD: randomBytes(18).toString('base64url'),
    ...environment,
  };
  const start = (own: Record<string, string>): Promise<OwnApplication> =>
    startApplication({ ...common, ...own });
  const applications = [
    await start({ PORT: String(port) }),
    await start({ PORT: String(await freePort()) }),
  ] as const;
  const [, { origin, adminPassword }] = applications;
  const first = new LocalWorld(applications[0]);
  const second = new World(origin, { username: 'admin', password: adminPassword });
  return { first, second, nodes: [first, second], applications };
}
