// @ts-check
import { once } from '../flows/client-credentials.js';
import { signedInUser } from '../flows/authorization-code.js';

/** @type {import('../types.js').Row} */
export default {
  name: 'userinfo',
  title: 'userinfo',
  requests: 1,
  connections: 16,
  async prepare(target) {
    const { browser, tokens } = await signedInUser(target, 0, false);
    browser.agent.destroy();
    /** @type {import('../types.js').HttpRequest} */
    const request = {
      method: 'GET',
      url: target.endpoints.userinfo,
      headers: { authorization: `Bearer ${tokens.access_token}` },
    };
    const { sub, email } = await once(request);
    if (typeof sub !== 'string' || typeof email !== 'string') throw new Error('claims are missing');
    return { kind: 'request', request, status: 200 };
  },
};
