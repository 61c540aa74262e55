// @ts-check
import { clientRequest, once, serviceToken } from '../flows/client-credentials.js';

/** @type {import('../types.js').Row} */
export default {
  name: 'introspect-opaque',
  title: 'introspection, opaque',
  requests: 1,
  connections: 16,
  async prepare(target) {
    const token = await serviceToken(target, target.opaqueResource);
    if (token.split('.').length === 3) throw new Error('a JWT where an opaque token was asked for');
    const { introspection } = target.endpoints;
    const request = clientRequest(introspection, target.opaqueInspector, { token });
    const { active } = await once(request);
    if (active !== true) throw new Error('a live token is said not to be active');
    return { kind: 'request', request, status: 200 };
  },
};
