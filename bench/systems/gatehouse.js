// @ts-check
// The built server, on one of its databases, with nothing configured that a newcomer would not have.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, startServer, untilReady } from '../server-process.js';
import * as fixtures from './fixtures.js';
import { adminToken, register } from './gatehouse-administration.js';
import { grow } from './growth.js';
import { mysqlDatabase } from './mysql-database.js';

/** @import { Options, System } from '../types.js' */

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Those of `npm start`. */
const FLAGS =
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8').match(
    /--[\w-]+=\S+(?= dist\/main\.js)/g,
  ) ?? [];

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
 * @param {Database} [what.otherDatabase] of another node, which gets the same load: the same or its own
 * @param {(folder: string) => void} [what.age] what the database has lived through before it counts
 * @param {Options} options
 * @returns {System}
 */
function gatehouse({ name, database, otherDatabase, age }, { idTokenAlgorithm }) {
  const admin = { username: 'admin', password: fixtures.randomSecret() };
  const password = fixtures.randomSecret();
  const secretKey = randomBytes(32).toString('base64');
  const users = fixtures.usernames.map((username) => ({ username, password }));
  const apart = otherDatabase !== undefined && otherDatabase !== database;
  /** @type {number | undefined} The issuer is kept over restarts, as the database remembers it. */
  let port;
  let otherPort = 0;

  return {
    name,
    role: 'subject',
    async cleanUp() {
      await database.drop();
      await otherDatabase?.drop();
    },
    unavailable: database.unavailable,

    async start(folder) {
      if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: npm run build');
      if (port === undefined) await prepareStart();
      const server = startNode(folder, name, Number(port), database, 0);
      if (otherDatabase === undefined) return server;
      // They agree on the key that seals secrets, and on who migrates.
      await untilReady(server, '/health/ready');
      const otherFolder = apart ? `${name}-other` : name;
      return { ...server, other: startNode(folder, otherFolder, otherPort, otherDatabase, 1) };
    },

    ...(age === undefined ? {} : { age: (folder) => age(join(folder, name)) }),

    async ready(server) {
      await untilReady(server, '/health/ready');
      if (server.other !== undefined) await untilReady(server.other, '/health/ready');
    },

    async prepare({ origin, other }) {
      const target = {
        system: name,
        ...addresses(origin),
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
      if (other === undefined) return target;
      const known = apart ? await registered(other.origin) : { issuer: origin };
      return { ...target, other: { ...target, ...addresses(other.origin), ...known } };
    },
  };

  /**
   * @param {string} folder
   * @param {string} dataName
   * @param {number} ownPort
   * @param {Database} ownDatabase
   * @param {number} processor
   */
  function startNode(folder, dataName, ownPort, ownDatabase, processor) {
    const origin = `http://127.0.0.1:${ownPort}`;
    const issuer = apart ? origin : `http://127.0.0.1:${port}`;
    const dataFolder = join(folder, dataName);
    mkdirSync(dataFolder, { recursive: true });
    const env = {
      ...environment(dataFolder, ownDatabase),
      ISSUER: issuer,
      PORT: String(ownPort),
    };
    return startServer({ name, script: MAIN, flags: FLAGS, origin, folder, env, processor });
  }

  async function prepareStart() {
    await database.create();
    if (apart) await otherDatabase.create();
    port = await freePort();
    otherPort = await freePort();
  }

  /** @param {string} dataFolder @param {Database} own */
  function environment(dataFolder, own) {
    return {
      HOST: '127.0.0.1',
      DATA_DIR: dataFolder,
      ADMIN_USERNAME: admin.username,
      ADMIN_PASSWORD: admin.password,
      SECRET_KEY: secretKey,
      ...(own.url === undefined ? {} : { DATABASE_URL: own.url }),
    };
  }

  /** @param {string} origin */
  async function registered(origin) {
    const { application, ...others } = await register(origin, admin, users, idTokenAlgorithm);
    return { ...others, application: { ...application, redirectUri: fixtures.redirectUri } };
  }
}

/** @param {string} origin */
const addresses = (origin) => ({
  discovery: `${origin}/.well-known/openid-configuration`,
  endpoints: {
    authorization: `${origin}/authorize`,
    token: `${origin}/token`,
    introspection: `${origin}/introspect`,
    userinfo: `${origin}/userinfo`,
  },
});

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
export function gatehouseOnTwoNodes(options) {
  const database = mysqlDatabase();
  return gatehouse({ name: 'gatehouse-two-nodes', database, otherDatabase: database }, options);
}

/** What two nodes cost that have nothing in common but the machine. @param {Options} options */
export const gatehouseApart = (options) =>
  gatehouse(
    { name: 'gatehouse-apart', database: mysqlDatabase(), otherDatabase: mysqlDatabase() },
    options,
  );
