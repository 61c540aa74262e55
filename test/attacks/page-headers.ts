import { expect } from '@jest/globals';
import type { Answer } from '../support/answer.js';

/** The policy as a map from directive to its sources. */
export function contentSecurityPolicy({ headers }: Answer): ReadonlyMap<string, readonly string[]> {
  const directives = (headers.get('content-security-policy') ?? '')
    .split(';')
    .map((directive) => directive.trim().split(/\s+/))
    .filter(([name]) => name !== '');
  return new Map(directives.map(([name = '', ...sources]) => [name, sources]));
}

/** What every answer says, page or not: it cannot be framed, sniffed, cached or leaked onwards. */
export function expectGuarded(answer: Answer): void {
  const { headers, url, status } = answer;
  expect({
    page: `${status} ${url.pathname}`,
    'x-frame-options': headers.get('x-frame-options'),
    'frame-ancestors': contentSecurityPolicy(answer).get('frame-ancestors'),
    'x-content-type-options': headers.get('x-content-type-options'),
    'referrer-policy': headers.get('referrer-policy'),
    'cache-control': headers.get('cache-control'),
    server: headers.get('server'),
    'x-powered-by': headers.get('x-powered-by'),
  }).toEqual({
    page: `${status} ${url.pathname}`,
    'x-frame-options': 'DENY',
    'frame-ancestors': ["'none'"],
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    server: null,
    'x-powered-by': null,
  });
}

/**
 * What every page says besides: nothing may be loaded that is not ours, and a form may go to us only,
 * unless it leads away to a client, whose redirects browsers would hold against it (S27).
 */
export function expectGuardedPage(answer: Answer, { leadsAway = false } = {}): void {
  expectGuarded(answer);
  const { headers, text, url, status } = answer;
  const policy = contentSecurityPolicy(answer);
  expect({
    page: `${status} ${url.pathname}`,
    type: headers.get('content-type'),
    default: policy.get('default-src'),
    base: policy.get('base-uri'),
    object: policy.get('object-src'),
    opener: headers.get('cross-origin-opener-policy'),
    resource: headers.get('cross-origin-resource-policy'),
    permissions: headers.get('permissions-policy')?.includes('camera=()'),
  }).toEqual({
    page: `${status} ${url.pathname}`,
    type: 'text/html; charset=utf-8',
    default: ["'none'"],
    base: ["'none'"],
    object: ["'none'"],
    // Clients open these in popups (S28).
    opener: /^\/(authorize|interaction|logout)(\/|$)/.test(url.pathname) ? null : 'same-origin',
    resource: 'same-origin',
    permissions: true,
  });
  const own = /^(?:'none'|'self'|'nonce-[\w+/=-]{16,}'|data:)$/;
  for (const [name, sources] of policy) {
    const foreign = sources.filter((source) => !own.test(source));
    expect([url.pathname, name, foreign]).toEqual([url.pathname, name, []]);
  }
  expect(policy.get('form-action')).toEqual(leadsAway ? undefined : ["'self'"]);
  expectNothingForeign(text);
}

/** No element of the page loads anything from another origin, whatever the policy says. */
function expectNothingForeign(html: string): void {
  const loading = /<(?:img|script|link|iframe|source|video|audio|object|embed|input)\b[^>]*>/gi;
  for (const [tag] of html.matchAll(loading)) {
    const [, address = '/'] = /\s(?:src|href|data|srcset|poster)="([^"]*)"/i.exec(tag) ?? [];
    expect(address).toMatch(/^(?:\/(?!\/)|\.\/|data:)/);
  }
  expect(html).not.toMatch(/\sstyle="[^"]*url\(/i);
  expect(html).not.toMatch(/<meta[^>]+http-equiv="?refresh/i);
  for (const [tag] of html.matchAll(/<a\b[^>]*href="https?:[^>]*>/gi)) {
    expect(tag).toMatch(/rel="noopener noreferrer"/);
  }
}
