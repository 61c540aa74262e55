import type { FastifyInstance } from 'fastify';
import type { Config } from '#platform/config';
import type { HttpReply } from './request.js';

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
   * Where the form's answer may lead besides us. Browsers apply `form-action` to the redirects that
   * follow a form, and ours end at the client's redirect URI.
   */
  formTargets?: readonly string[];
  /** Allows the one script that carries this nonce. */
  scriptNonce?: string;
  /** What the page shows in frames: documents of clients, and of their origins only (attack J08). */
  frames?: readonly string[];
}

/** Sends an HTML page under the policy of a page: our own style, no script, no framing. */
export function sendPage(reply: HttpReply, html: string, options: PageOptions = {}): void {
  const targets = ["'self'", ...(options.formTargets ?? []).map(formSource)].join(' ');
  const frames = (options.frames ?? []).map((uri) => new URL(uri).origin);
  const frameSources = frames.length === 0 ? '' : `frame-src ${[...new Set(frames)].join(' ')}; `;
  const script = options.scriptNonce === undefined ? "'none'" : `'nonce-${options.scriptNonce}'`;
  void reply
    .status(options.status ?? 200)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        `default-src 'none'; script-src ${script}; style-src 'self'; img-src 'self' data:; ` +
        `font-src 'self'; connect-src 'self'; ${frameSources}form-action ${targets}; frame-ancestors 'none'; ` +
        "base-uri 'none'; object-src 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy':
        'camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self)',
    })
    .send(html);
}

/** The CSP source for a URI: its origin, or its scheme where it has none (native apps). */
function formSource(uri: string): string {
  const url = new URL(uri);
  return url.origin === 'null' ? url.protocol : url.origin;
}
