// @ts-check
import { clientRequest, once, serviceToken } from '../flows/client-credentials.js';

/** @type {import('../types.js').Row} */
export default {
  name: 'introspect-jwt',
  title: 'introspection, JWT',
  requests: 1,
  connections: 16,
  note: (target) =>
    target.introspectsJwt
      ? undefined
      : `${target.system} refuses to introspect a JWT: it introspects an opaque token in this row too`,
  async prepare(target) {
    const [resource, inspector] = target.introspectsJwt
      ? [target.jwtResource, target.jwtInspector]
      : [target.opaqueResource, target.opaqueInspector];
    const token = await serviceToken(target, resource);
    const request = clientRequest(target.endpoints.introspection, inspector, { token });
    const { active } = await once(request);
    if (active !== true) throw new Error('a live token is said not to be active');
    return { kind: 'request', request, status: 200 };
  },
};
