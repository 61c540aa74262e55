// @ts-check
import { signInForCode } from '../flows/authorization-code.js';
import { newBrowser } from '../flows/sign-in.js';
import { connection } from '../load/http.js';

/** @import { Load, Target } from '../types.js' */

/**
 * Each time a browser without cookies: authorize, login page, password, back to authorize, code.
 * @param {Target} target
 * @param {number} connections
 * @returns {Promise<Load>}
 */
export async function logins(target, connections) {
  await signInForCode(newBrowser(connection()), target, 0);
  const agents = Array.from({ length: connections }, connection);
  const steps = agents.map((agent, index) => async () => {
    await signInForCode(newBrowser(agent), target, index);
  });
  return { kind: 'flow', steps };
}

/** @type {import('../types.js').Row} */
export default {
  name: 'login',
  title: 'password login',
  requests: 4,
  connections: 4,
  prepare: logins,
};
