// @ts-check
import { FORM, basic, connection, exchange, expectStatus } from '../load/http.js';

/** @import { Credentials, HttpRequest, Resource, Target } from '../types.js' */

/** @param {string} url @param {Credentials} client @param {Record<string, string>} form */
export const clientRequest = (url, { clientId, clientSecret }, form) =>
  /** @type {HttpRequest} */ ({
    method: 'POST',
    url,
    headers: { ...FORM, authorization: basic(clientId, clientSecret) },
    body: new URLSearchParams(form).toString(),
  });

/** @param {Target} target @param {Resource} resource */
export const tokenRequest = (target, { identifier, scope }) =>
  clientRequest(target.endpoints.token, target.service, {
    grant_type: 'client_credentials',
    scope,
    resource: identifier,
  });

/**
 * Sends it once.
 * @param {HttpRequest} request
 * @returns {Promise<Record<string, unknown>>} the JSON answer; rejects unless the status is 200
 */
export async function once(request) {
  const agent = connection();
  try {
    const answer = await exchange(agent, request);
    expectStatus(answer, 200, new URL(request.url).pathname);
    return JSON.parse(answer.body);
  } finally {
    agent.destroy();
  }
}

/** @param {Target} target @param {Resource} resource @returns {Promise<string>} */
export async function serviceToken(target, resource) {
  const { access_token: token } = await once(tokenRequest(target, resource));
  if (typeof token !== 'string') throw new Error('no access token');
  return token;
}

/** @param {string} token @returns {boolean} a JWS signed with ES256 */
export function isEs256(token) {
  const [header = '', , signature] = token.split('.');
  return signature !== undefined && Buffer.from(header, 'base64url').includes('"ES256"');
}
