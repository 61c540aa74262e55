import type { FastifyInstance } from 'fastify';
import type { HttpRequest } from './request.js';

/**
 * What the head of a request tells is answered before its body comes: 401 where a management API is called
 * without a token, and whatever else is refused, 413 and 415 among it, to a caller who asks whether to go on
 * (RFC 9110 §10.1.1). Registered behind the checks of the head.
 */
export function registerUnwantedBodies(instance: FastifyInstance): void {
  instance.server.on('checkContinue', (request, response) => {
    instance.server.emit('request', request, response);
  });
  instance.addHook('onRequest', (request, reply, done) => {
    const { headers } = request;
    const { errors } = instance.routeTable.traitsOf(request);
    // Whatever else is wrong with it, its head tells as well.
    if (!hasBody(request) || !fits(request) || !isUnderstood(instance, request)) {
      done();
      return;
    }
    if (errors === 'problem' && headers.authorization === undefined) {
      // Without them there is nothing to parse, and the guard answers at once.
      delete headers['content-type'];
      delete headers['content-length'];
      delete headers['transfer-encoding'];
      void reply.header('connection', 'close');
    } else if (headers.expect !== undefined) {
      reply.raw.writeContinue();
    }
    done();
  });
}

function hasBody({ headers }: HttpRequest): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

function fits({ headers, routeOptions }: HttpRequest): boolean {
  return Number(headers['content-length'] ?? 0) <= routeOptions.bodyLimit;
}

function isUnderstood(instance: FastifyInstance, { headers }: HttpRequest): boolean {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return instance.hasContentTypeParser(type);
}
