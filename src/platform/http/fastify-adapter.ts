import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Config } from '#platform/config';
import { OAuthError } from '#protocol';
import { BasePath, rewriteUrl } from './base-path.js';
import { HEADER_LIMIT, PROTOCOL_ENDPOINT } from './endpoint.decorator.js';
import { sendError } from './error-answer.js';
import { answerMalformed } from './malformed-request.js';
import type { HttpReply, HttpRequest } from './request.js';
import { requestIds } from './request-id.js';
import { RouteTable } from './route-table.js';
import { securityHeaders } from './security-headers.js';
import type { ServedCertificate } from './served-certificate.js';

// Node looks for slow senders twice a minute only, unless told otherwise (attack L16).
const CONNECTION_LIMITS = {
  maxHeaderSize: HEADER_LIMIT,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 1000,
};

/**
 * The Fastify adapter with Gatehouse's limits and strict routing.
 * @param certificate to serve https with; plain http, for loopback or a proxy in front, without
 */
export function createFastifyAdapter(
  config: Config,
  certificate: ServedCertificate | undefined,
): FastifyAdapter {
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: PROTOCOL_ENDPOINT.bodyLimit,
    genReqId: requestIds(config),
    rewriteUrl: rewriteUrl(new BasePath(config)),
    // X-Forwarded-* counts only when it comes from a proxy that the admin named (attack M02).
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestTimeout: 15_000,
    connectionTimeout: 30_000,
    keepAliveTimeout: 65_000,
    ...(certificate === undefined
      ? { http: CONNECTION_LIMITS }
      : { https: { ...CONNECTION_LIMITS, ...certificate.options } }),
    frameworkErrors: refuseAddress(config),
    clientErrorHandler: answerMalformed(config),
    // Nest registers no middleware here; without it each request saves a walk through an empty chain.
    skipMiddie: true,
    routerOptions: {
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      maxParamLength: 256,
    },
  });
  const instance = adapter.getInstance();
  // No route of ours answers it: it is refused as such, whatever its body (RFC 9110 §15.5.6).
  instance.addHttpMethod('QUERY', { overrideExisting: true });
  instance.decorateRequest('facts');
  instance.addHook('onRequest', (request, _reply, done) => {
    request.facts = {};
    done();
  });
  RouteTable.install(instance);
  return adapter;
}

/** What the router refuses before any hook or filter runs: an address it cannot read (attack M06). */
function refuseAddress(config: Config) {
  const headers = securityHeaders(config);
  return (error: { statusCode?: number }, request: HttpRequest, reply: HttpReply): void => {
    const status = error.statusCode === 414 ? 414 : 400;
    const description =
      status === 414 ? 'The address is too long.' : 'The address is not correctly encoded.';
    void reply.headers(headers).header('x-request-id', request.id);
    request.facts = {};
    sendError(OAuthError.invalidRequest(description, status), request, reply, config);
  };
}
