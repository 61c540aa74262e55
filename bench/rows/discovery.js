// @ts-check
import { once } from '../flows/client-credentials.js';

/** @type {import('../types.js').Row} */
export default {
  name: 'discovery',
  title: 'discovery',
  requests: 1,
  connections: 16,
  async prepare(target) {
    /** @type {import('../types.js').HttpRequest} */
    const request = { method: 'GET', url: target.discovery };
    const { issuer } = await once(request);
    if (typeof issuer !== 'string') throw new Error('not a discovery document');
    return { kind: 'request', request, status: 200 };
  },
};
