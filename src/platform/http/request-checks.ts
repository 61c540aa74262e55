import type { BlockList } from 'node:net';
import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Config, parseNetworks } from '#platform/config';
import { OAuthError } from '#protocol';
import { pathOf } from './path.js';
import type { HttpRequest } from './request.js';

/** What has to be right about a request before anybody looks at what it asks for. */
export function registerRequestChecks(instance: FastifyInstance, config: Config): void {
  const proxies = parseNetworks(config.trustedProxies.join(' '));
  instance.addHook('onRequest', (request, reply, done) => {
    const repeated = repeatedHeader(request);
    if (repeated !== undefined) {
      done(OAuthError.invalidRequest(`There must be one ${repeated} header.`));
      return;
    }
    keepAddressesOnly(request);
    if (!config.secure || !cameOverPlainHttp(request, proxies)) {
      done();
      return;
    }
    // Whoever sent credentials has shown them to everybody on the way and must notice: only what a
    // person opens in a browser is sent on to https (attack M07).
    if (request.method === 'GET' && instance.routeTable.traitsOf(request).errors === 'page') {
      void reply.redirect(config.url(pathOf(request) + queryOf(request)), 301);
      return;
    }
    done(new OAuthError('invalid_request', 'This needs https.', { status: 403 }));
  });
}

function queryOf({ url }: HttpRequest): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark);
}

/** Headers of which Node takes the first while another server may take the last. */
const SINGLE = ['host', 'authorization'];

/**
 * RFC 9110 §5.3, RFC 9112 §3.2: two servers in a row could each believe another one of them (attack
 * L25), or check one caller's credentials and use those of another (attack E09).
 */
function repeatedHeader({ raw: { rawHeaders } }: HttpRequest): string | undefined {
  return SINGLE.find((name) => isRepeated(name, rawHeaders));
}

/** Compares lengths first: this runs for every header of every request. */
function isRepeated(name: string, rawHeaders: readonly string[]): boolean {
  let seen = false;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const header = rawHeaders[i];
    if (header?.length !== name.length || header.toLowerCase() !== name) continue;
    if (seen) return true;
    seen = true;
  }
  return false;
}

/**
 * Leaves of X-Forwarded-For what the nearest proxies appended in good order. Behind an entry that is
 * no address stands whatever the sender liked: it must neither name a client nor end up in a row
 * (attack I31). Some proxies append a port, which does not matter.
 */
function keepAddressesOnly({ headers }: HttpRequest): void {
  const list = headers['x-forwarded-for'];
  if (typeof list !== 'string') return;
  const entries = list.split(',').map(withoutPort);
  const sound = entries.slice(entries.findLastIndex((entry) => !isAddress(entry)) + 1);
  if (sound.length === 0) delete headers['x-forwarded-for'];
  else headers['x-forwarded-for'] = sound.join(', ');
}

function withoutPort(entry: string): string {
  const text = entry.trim();
  const [, v4, v6] = /^(?:(\d+\.\d+\.\d+\.\d+):\d+|\[([^\]]+)\](?::\d+)?)$/.exec(text) ?? [];
  return v4 ?? v6 ?? text;
}

/** Without a zone: that can be any text, and means nothing to anybody else. */
function isAddress(entry: string): boolean {
  return isIP(entry) !== 0 && !entry.includes('%');
}

/** Only a trusted proxy can tell how a request reached it (attack M02). */
function cameOverPlainHttp(request: HttpRequest, proxies: BlockList): boolean {
  const { remoteAddress, remoteFamily } = request.raw.socket;
  const stated = request.headers['x-forwarded-proto'];
  if (typeof stated !== 'string' || remoteAddress === undefined) return false;
  if (!proxies.check(remoteAddress, remoteFamily === 'IPv6' ? 'ipv6' : 'ipv4')) return false;
  return stated.split(',').at(-1)?.trim().toLowerCase() === 'http';
}
