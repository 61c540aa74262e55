import type { FastifyInstance } from 'fastify';
import type { Metrics } from '#platform/metrics';

/** Times every request, by the pattern of its route. */
export function registerRequestMetrics(instance: FastifyInstance, metrics: Metrics): void {
  if (!metrics.enabled) return;
  instance.addHook('onResponse', ({ routeOptions, method }, reply, done) => {
    // Without a route, the method is whatever somebody made up as well.
    const [verb, route] = routeOptions.url === undefined ? ['', ''] : [method, routeOptions.url];
    metrics.observeRequest(verb, route, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
}
