import type { FastifyInstance } from 'fastify';
import type { Config } from '#platform/config';
import { randomToken } from '#platform/crypto';
import type { HttpReply, HttpRequest } from './request.js';
import { sameOriginPath } from './views/links.js';
import { inLanguageOf, type Look, PLAIN_LOOK } from './views/look.js';
import { saysTimes, withLocalTimes } from './views/times.js';
import type { Document } from './views/views.js';

/**
 * Headers of every answer. They forbid everything; a page loosens the policy for itself with
 * {@link sendPage}, a cacheable document replaces Cache-Control.
 */
export function securityHeaders(config: Config): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    pragma: 'no-cache',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    ...(config.hsts === undefined ? {} : { 'strict-transport-security': config.hsts }),
  };
}

export function registerSecurityHeaders(instance: FastifyInstance, config: Config): void {
  const headers = securityHeaders(config);
  instance.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    reply.header('x-request-id', request.id);
    done();
  });
}

export interface PageOptions {
  status?: number;
  /**
   * Whether what follows the form ends at a client. Browsers apply `form-action` to every redirect after
   * a form, those of the client among them (CSP 3 §6.4.1), and nobody knows where they lead.
   */
  formLeadsAway?: boolean;
  /** Allows the one script that carries this nonce. */
  scriptNonce?: string;
  /** What the page shows in frames: documents of clients, and of their origins only (attack J08). */
  frames?: readonly string[];
}

/** Limit: characters of the address of a page that is offered in other languages. */
const MAX_HERE = 1000;

/** How pages look that answer a request, in the language of whoever sent it. */
export function lookOf({ facts, headers }: HttpRequest): Look {
  const wanted = { ...facts.wanted, browser: headers['accept-language'] };
  return inLanguageOf(facts.look ?? PLAIN_LOOK, wanted);
}

/** Sends an HTML page under the policy of a page: our own style, no framing, no script but that of its times. */
export function sendPage(reply: HttpReply, page: Document, options: PageOptions = {}): void {
  const { server, method, url } = reply.request;
  const { basePath, routeTable } = server;
  const status = options.status ?? 200;
  const readable = method === 'GET' && status === 200 && url.length <= MAX_HERE;
  const here = readable ? sameOriginPath(url) : undefined;
  const look = { ...lookOf(reply.request), here };
  const { popups } = routeTable.traitsOf(reply.request);
  const html = page.in(look);
  const times = saysTimes(html) ? { scriptNonce: options.scriptNonce ?? randomToken() } : undefined;
  const whole = times === undefined ? html : withLocalTimes(html, times.scriptNonce);
  void reply
    .status(status)
    .header('content-language', look.texts.language)
    .headers(pageHeaders({ ...options, ...times, popups }))
    .send(basePath.inHtml(whole));
}

/** The policy of a page. @param popups see EndpointTraits */
export function pageHeaders(
  options: PageOptions & { readonly popups?: boolean } = {},
): Record<string, string> {
  const frames = (options.frames ?? []).map((uri) => new URL(uri).origin);
  const frameSources = frames.length === 0 ? '' : `frame-src ${[...new Set(frames)].join(' ')}; `;
  const script = options.scriptNonce === undefined ? "'none'" : `'nonce-${options.scriptNonce}'`;
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      `default-src 'none'; script-src ${script}; style-src 'self'; img-src 'self' data:; ` +
      `font-src 'self'; connect-src 'self'; ${frameSources}frame-ancestors 'none'; ` +
      "base-uri 'none'; object-src 'none'" +
      (options.formLeadsAway === true ? '' : "; form-action 'self'"),
    ...(options.popups === true ? {} : { 'cross-origin-opener-policy': 'same-origin' }),
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), publickey-credentials-create=(self), ' +
      'publickey-credentials-get=(self)',
  };
}
