// @ts-check
// The built server, on one of its databases, with nothing configured that a newcomer would not have.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, startServer, untilReady } from '../server-process.js';
import * as fixtures from './fixtures.js';
import { adminToken, register } from './gatehouse-administration.js';
import { mysqlDatabase } from './mysql-database.js';

/** @import { Options, System } from '../types.js' */

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** @typedef {object} Database
 * @property {string} [url] without one: SQLite in the data folder
 * @property {() => Promise<string | undefined>} unavailable
 * @property {() => Promise<void>} create
 * @property {() => Promise<void>} drop
 */

/** @param {string} name @param {Database} database @param {Options} options @returns {System} */
function gatehouse(name, database, { idTokenAlgorithm }) {
  const admin = { username: 'admin', password: fixtures.randomSecret() };
  const password = fixtures.randomSecret();
  const users = fixtures.usernames.map((username) => ({ username, password }));
  /** @type {number | undefined} The issuer is kept over restarts, as the database remembers it. */
  let port;

  return {
    name,
    role: 'subject',
    cleanUp: database.drop,
    unavailable: database.unavailable,

    async start(folder) {
      if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: npm run build');
      if (port === undefined) await database.create();
      port ??= await freePort();
      const origin = `http://127.0.0.1:${port}`;
      const dataFolder = join(folder, name);
      mkdirSync(dataFolder, { recursive: true });
      const env = {
        ISSUER: origin,
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: dataFolder,
        ADMIN_USERNAME: admin.username,
        ADMIN_PASSWORD: admin.password,
        ...(database.url === undefined ? {} : { DATABASE_URL: database.url }),
      };
      return startServer({ name, script: MAIN, origin, folder, env });
    },

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
export const gatehouseOnSqlite = (options) => gatehouse('gatehouse', embedded, options);

/** @param {Options} options */
export const gatehouseOnMysql = (options) => gatehouse('gatehouse-mysql', mysqlDatabase(), options);
