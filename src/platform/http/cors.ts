import type { FastifyInstance, FastifyReply } from 'fastify';
import { pathOf } from './path.js';

/** Which browsers' applications may call which endpoints from script. */
export abstract class CrossOriginPolicy {
  /** Whether any client is at home at `origin`. */
  abstract isKnown(origin: string): Promise<boolean>;
}

/** Documents that anybody may read. */
const OPEN: ReadonlySet<string> = new Set([
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/.well-known/oauth-protected-resource',
  '/jwks',
]);

/** Endpoints that a browser application calls itself. Never /authorize: it is for navigation (A24). */
const FOR_CLIENTS: ReadonlySet<string> = new Set([
  '/par',
  '/token',
  '/userinfo',
  '/revoke',
  '/register',
]);

const isForClients = (path: string) => FOR_CLIENTS.has(path) || path.startsWith('/register/');

/**
 * CORS as attack M04 demands: public documents for everybody, token-related endpoints for the
 * origins of registered clients, nothing else, and credentials never.
 */
export function registerCors(instance: FastifyInstance, policy: CrossOriginPolicy): void {
  // With a callback and not async: most requests have no Origin and need not wait for a promise.
  instance.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    const path = pathOf(request);
    const preflight = request.method === 'OPTIONS';
    if (OPEN.has(path)) {
      allow(reply, '*', preflight, done);
    } else if (isForClients(path)) {
      void reply.header('vary', 'Origin');
      if (origin === undefined || origin === 'null') {
        done();
        return;
      }
      policy.isKnown(origin).then((known) => {
        if (known) allow(reply, origin, preflight, done);
        else done();
      }, done);
    } else {
      done();
    }
  });
}

/** Lets scripts from `origin` read the answer; a preflight is answered right here. */
function allow(reply: FastifyReply, origin: string, preflight: boolean, done: () => void): void {
  void reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'WWW-Authenticate, Retry-After, X-Request-Id',
    'cross-origin-resource-policy': 'cross-origin',
  });
  if (!preflight) {
    done();
    return;
  }
  void reply
    .status(204)
    .headers({
      'access-control-allow-methods': 'GET, POST, PUT, DELETE',
      'access-control-allow-headers': 'Authorization, Content-Type, DPoP',
      'access-control-max-age': '600',
    })
    .send();
}
