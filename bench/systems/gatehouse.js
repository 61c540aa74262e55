// @ts-check
// The built server, on one of its databases, with nothing configured that a newcomer would not have.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, startServer, untilReady } from '../server-process.js';
import * as fixtures from './fixtures.js';
import { adminToken, register } from './gatehouse-administration.js';
import { grow } from './growth.js';
import { mysqlDatabase } from './mysql-database.js';
import { roundRobin } from './round-robin.js';

/** @import { Options, System } from '../types.js' */

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** @typedef {object} Database
 * @property {string} [url] without one: SQLite in the data folder
 * @property {() => Promise<string | undefined>} unavailable
 * @property {() => Promise<void>} create
 * @property {() => Promise<void>} drop
 */

/**
 * @param {object} what
 * @param {string} what.name
 * @param {Database} what.database
 * @param {number} [what.nodes]
 * @param {(folder: string) => void} [what.age] what the database has lived through before it counts
 * @param {Options} options
 * @returns {System}
 */
function gatehouse({ name, database, nodes = 1, age }, { idTokenAlgorithm }) {
  const admin = { username: 'admin', password: fixtures.randomSecret() };
  const password = fixtures.randomSecret();
  const secretKey = randomBytes(32).toString('base64');
  const users = fixtures.usernames.map((username) => ({ username, password }));
  /** @type {number | undefined} The issuer is kept over restarts, as the database remembers it. */
  let port;
  /** @type {number[]} */
  let ports = [];

  return {
    name,
    role: 'subject',
    cleanUp: database.drop,
    unavailable: database.unavailable,

    async start(folder) {
      if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: npm run build');
      const dataFolder = join(folder, name);
      if (port === undefined) await prepareStart(dataFolder);
      const origin = `http://127.0.0.1:${port}`;
      const servers = ports.map((own) => {
        const env = { ...environment(dataFolder), ISSUER: origin, PORT: String(own) };
        return startServer({ name, script: MAIN, origin, folder, env });
      });
      return { name, origin, children: servers.flatMap(({ children }) => children) };
    },

    ...(age === undefined ? {} : { age: (folder) => age(join(folder, name)) }),

    ready: (server) => untilReady(server, '/health/ready'),

    async prepare({ origin }) {
      return {
        system: name,
        discovery: `${origin}/.well-known/openid-configuration`,
        endpoints: {
          authorization: `${origin}/authorize`,
          token: `${origin}/token`,
          introspection: `${origin}/introspect`,
          userinfo: `${origin}/userinfo`,
        },
        ...(await registered(origin)),
        jwtResource: fixtures.jwtResource,
        opaqueResource: fixtures.opaqueResource,
        users,
        introspectsJwt: true,
        guarded: async () => ({
          url: `${origin}/admin/clients?limit=1`,
          token: await adminToken(origin, admin),
        }),
      };
    },
  };

  /** @param {string} dataFolder */
  async function prepareStart(dataFolder) {
    mkdirSync(dataFolder, { recursive: true });
    await database.create();
    port = await freePort();
    ports = [port];
    if (nodes === 1) return;
    ports = await Promise.all(Array.from({ length: nodes }, freePort));
    await roundRobin(port, ports);
  }

  /** @param {string} dataFolder */
  function environment(dataFolder) {
    return {
      HOST: '127.0.0.1',
      DATA_DIR: dataFolder,
      ADMIN_USERNAME: admin.username,
      ADMIN_PASSWORD: admin.password,
      SECRET_KEY: secretKey,
      ...(database.url === undefined ? {} : { DATABASE_URL: database.url }),
    };
  }

  /** @param {string} origin */
  async function registered(origin) {
    const { application, ...others } = await register(origin, admin, users, idTokenAlgorithm);
    return { ...others, application: { ...application, redirectUri: fixtures.redirectUri } };
  }
}

/** @type {Database} */
const embedded = {
  unavailable: async () => undefined,
  create: async () => undefined,
  drop: async () => undefined,
};

/** @param {Options} options */
export const gatehouseOnSqlite = (options) =>
  gatehouse({ name: 'gatehouse', database: embedded }, options);

/** @param {Options} options */
export const gatehouseGrown = (options) =>
  gatehouse({ name: 'gatehouse-grown', database: embedded, age: grow }, options);

/** @param {Options} options */
export const gatehouseOnMysql = (options) =>
  gatehouse({ name: 'gatehouse-mysql', database: mysqlDatabase() }, options);

/** @param {Options} options */
export const gatehouseOnTwoNodes = (options) =>
  gatehouse({ name: 'gatehouse-two-nodes', database: mysqlDatabase(), nodes: 2 }, options);
