// @ts-check
import * as client from 'openid-client';
import { StartError } from '../shared/start.js';

/**
 * A flow whose ID token comes through the browser (OpenID Connect Core sections 3.2 and 3.3).
 *
 * @typedef {object} Flow
 * @property {string} responseType
 * @property {string} grantType that the client has to be registered for
 * @property {(configuration: client.Configuration) => void} use
 */

/** @type {readonly Flow[]} */
const flows = [
  {
    responseType: 'code id_token',
    grantType: 'authorization_code',
    use: client.useCodeIdTokenResponseType,
  },
  { responseType: 'id_token', grantType: 'implicit', use: client.useIdTokenResponseType },
];

/**
 * @param {string} responseType
 * @returns {Flow}
 * @throws {StartError}
 */
export function flowNamed(responseType) {
  const flow = flows.find((candidate) => candidate.responseType === responseType);
  if (flow) return flow;
  throw new StartError('RESPONSE_TYPE must be "code id_token" (hybrid) or "id_token" (implicit).');
}
