// @ts-check
// A keep-alive client with nothing between the socket and the flow: no redirects followed, no cookies.
import { Agent, request as send } from 'node:http';

/** @import { HttpAnswer, HttpRequest } from '../types.js' */

const TIMEOUT = 10_000;

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** One per virtual user: exactly one connection. */
export const connection = () => new Agent({ keepAlive: true, maxSockets: 1 });

/**
 * @param {Agent} agent
 * @param {HttpRequest} request
 * @returns {Promise<HttpAnswer>}
 */
export function exchange(agent, { method, url, headers, body }) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { method, agent, timeout: TIMEOUT, headers: { ...headers, ...length } };
    const outgoing = send(url, options, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk) => (text += chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }),
      );
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer in ${TIMEOUT / 1000} s`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/**
 * @param {HttpAnswer} answer
 * @param {number} status the only acceptable one
 * @param {string} what
 */
export function expectStatus(answer, status, what) {
  if (answer.status !== status) {
    throw new Error(`${what}: ${answer.status} ${answer.body.slice(0, 200).replace(/\s+/g, ' ')}`);
  }
}

/** @param {string} clientId @param {string} clientSecret */
export function basic(clientId, clientSecret) {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
