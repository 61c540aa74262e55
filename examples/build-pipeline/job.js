// @ts-check
import { randomBytes } from 'node:crypto';
import * as client from 'openid-client';
import { StartError } from '../shared/start.js';
import { assertion } from './build-server.js';
import { jwtBearer, scope } from './registration.js';

/**
 * One build: has the build server say whose it is, exchanges that for an access token in their name,
 * and deploys with it. The job itself never sees anybody's password, nor a token that outlives it.
 *
 * @param {import('./registration.js').Pipeline} pipeline
 * @param {string} deployApi where it is
 * @param {string} username who pushed the commit
 */
export async function deploy({ configuration, buildServer }, deployApi, username) {
  const { issuer } = configuration.serverMetadata();
  const { access_token } = await client
    .genericGrantRequest(configuration, jwtBearer, {
      assertion: await assertion(buildServer, issuer, username),
      scope,
    })
    .catch((error) => {
      if (!(error instanceof client.ResponseBodyError && error.error === 'invalid_grant'))
        throw error;
      throw new StartError(
        `Gatehouse gives no token in the name of ${username}: nobody of that name may sign in there,\n` +
          'or it does not trust this build server any more.',
        { cause: error },
      );
    });
  const answer = await client.fetchProtectedResource(
    configuration,
    access_token,
    new URL(`${deployApi}/deployments`),
    'POST',
    JSON.stringify({ commit: randomBytes(20).toString('hex') }),
    new Headers({ 'content-type': 'application/json' }),
  );
  if (answer.status !== 201) throw new Error(`The deploy API answered ${answer.status}.`);
  return /** @type {Promise<{ number: number, commit: string, by: string }>} */ (answer.json());
}
