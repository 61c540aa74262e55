// @ts-check
import { isEs256, serviceToken, tokenRequest } from '../flows/client-credentials.js';

/** @type {import('../types.js').Row} */
export default {
  name: 'client-credentials',
  title: 'client credentials, JWT',
  requests: 1,
  connections: 16,
  async prepare(target) {
    const token = await serviceToken(target, target.jwtResource);
    if (!isEs256(token)) throw new Error(`not an ES256 JWT: ${token.slice(0, 40)}`);
    return { kind: 'request', request: tokenRequest(target, target.jwtResource), status: 200 };
  },
};
