// @ts-check
// A system of this folder: configured through its environment, ready when its discovery answers.
import { fileURLToPath } from 'node:url';
import { serviceToken } from '../flows/client-credentials.js';
import { freePort, startServer, untilReady } from '../server-process.js';
import * as fixtures from './fixtures.js';

/** @import { System, Target } from '../types.js' */

const DISCOVERY = '/.well-known/openid-configuration';

/**
 * @param {object} what
 * @param {string} what.name
 * @param {'peer' | 'ceiling'} what.role
 * @param {string} what.script beside this file
 * @param {boolean} what.introspectsJwt
 * @param {string} [what.guardedPath] a resource of its own for whoever has a token for the JWT resource
 * @param {import('../types.js').Options} options
 * @returns {System}
 */
export function localSystem(
  { name, role, script, introspectsJwt, guardedPath },
  { idTokenAlgorithm },
) {
  const clientSecret = fixtures.randomSecret();
  const password = fixtures.randomSecret();
  /** @param {string} clientId */
  const client = (clientId) => ({ clientId, clientSecret });

  return {
    name,
    role,
    unavailable: async () => undefined,
    cleanUp: async () => undefined,

    async start(folder) {
      const port = await freePort();
      const origin = `http://127.0.0.1:${port}`;
      /** @type {fixtures.Settings} */
      const settings = { origin, port, idTokenAlgorithm, clientSecret, password };
      const env = { BENCH_SETTINGS: JSON.stringify(settings) };
      const path = fileURLToPath(new URL(script, import.meta.url));
      return startServer({ name, script: path, origin, folder, env });
    },

    async prepare({ origin }) {
      const answer = await fetch(origin + DISCOVERY);
      const document = /** @type {Record<string, string>} */ (await answer.json());
      const endpoint = (/** @type {string} */ name) => document[`${name}_endpoint`] ?? '';
      /** @type {Target} */
      const target = {
        system: name,
        discovery: origin + DISCOVERY,
        endpoints: {
          authorization: endpoint('authorization'),
          token: endpoint('token'),
          introspection: endpoint('introspection'),
          userinfo: endpoint('userinfo'),
        },
        service: client('service'),
        application: { ...client('application'), redirectUri: fixtures.redirectUri },
        jwtInspector: client('inspector'),
        opaqueInspector: client('inspector'),
        jwtResource: fixtures.jwtResource,
        opaqueResource: fixtures.opaqueResource,
        users: fixtures.usernames.map((username) => ({ username, password })),
        introspectsJwt,
      };
      if (guardedPath === undefined) return target;
      const guarded = async () => ({
        url: origin + guardedPath,
        token: await serviceToken(target, target.jwtResource),
      });
      return { ...target, guarded };
    },

    ready: (server) => untilReady(server, DISCOVERY),
  };
}
