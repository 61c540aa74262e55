import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EndpointTraits } from './endpoint.decorator.js';
import { pathOf } from './path.js';

/** Which browsers' applications may call which endpoints from script. */
export abstract class CrossOriginPolicy {
  /** Whether any client is at home at `origin`. */
  abstract isKnown(origin: string): Promise<boolean>;
}

type Scripts = EndpointTraits['scriptsOf'];
type Next = () => void;

/**
 * CORS as attack M04 demands: public documents for everybody, token-related endpoints for the
 * origins of registered clients, nothing else, and credentials never. Routes that let no script in do
 * not hear of it.
 */
export function registerCors(instance: FastifyInstance, policy: CrossOriginPolicy): void {
  // With a callback and not async: most requests have no Origin and need not wait for a promise.
  const admit = (scripts: Scripts, request: FastifyRequest, reply: FastifyReply, done: Next) => {
    const { origin } = request.headers;
    if (scripts === 'everybody') {
      allow(request, reply, '*', done);
    } else if (scripts === 'clients') {
      void reply.header('vary', 'Origin');
      if (origin === undefined || origin === 'null') {
        done();
        return;
      }
      policy.isKnown(origin).then((known) => {
        if (known) allow(request, reply, origin, done);
        else done();
      }, done);
    } else {
      done();
    }
  };
  instance.addHook('onRoute', (route) => {
    const scripts = route.config?.traits?.scriptsOf ?? 'nobody';
    if (scripts === 'nobody') return;
    route.onRequest = [
      ...[route.onRequest ?? []].flat(),
      (request, reply, done) => admit(scripts, request, reply, done),
    ];
  });
  // A preflight is a request by a method that has no route.
  instance.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) {
      done();
      return;
    }
    const [route] = instance.routeTable.at(pathOf(request));
    admit(route?.traits.scriptsOf ?? 'nobody', request, reply, done);
  });
}

/** Lets scripts from `origin` read the answer; a preflight is answered right here. */
function allow(request: FastifyRequest, reply: FastifyReply, origin: string, done: Next): void {
  void reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'WWW-Authenticate, Retry-After, X-Request-Id',
    'cross-origin-resource-policy': 'cross-origin',
  });
  if (request.method !== 'OPTIONS') {
    done();
    return;
  }
  void reply
    .status(204)
    .headers({
      'access-control-allow-methods': 'GET, POST, PUT, DELETE',
      // Any: tracing, say. What a script may do is decided by its token, never by such a header.
      'access-control-allow-headers': headersAsked(request) ?? 'Authorization, Content-Type, DPoP',
      'access-control-max-age': '600',
    })
    .send();
}

const HEADER_NAMES = /^[\w!#$%&'*+.^`|~-]{1,64}(?: ?, ?[\w!#$%&'*+.^`|~-]{1,64}){0,31}$/;

/** The headers that a script is to be allowed to send, as far as they are names. */
function headersAsked(request: FastifyRequest): string | undefined {
  const asked = request.headers['access-control-request-headers'];
  return asked !== undefined && HEADER_NAMES.test(asked) ? asked : undefined;
}
