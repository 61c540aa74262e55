// @ts-check
import { connection, exchange, expectStatus } from '../load/http.js';

/** @type {import('../types.js').Row} */
export default {
  name: 'guarded',
  title: 'bearer-guarded resource',
  requests: 1,
  connections: 16,
  async prepare(target) {
    if (target.guarded === undefined) return undefined;
    const { url, token } = await target.guarded();
    /** @type {import('../types.js').HttpRequest} */
    const request = { method: 'GET', url, headers: { authorization: `Bearer ${token}` } };
    const agent = connection();
    expectStatus(await exchange(agent, { ...request, headers: {} }), 401, 'without a token');
    expectStatus(await exchange(agent, request), 200, 'with a token');
    agent.destroy();
    return { kind: 'request', request, status: 200 };
  },
};
