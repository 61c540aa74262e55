import type { BlockList } from 'node:net';
import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Config, parseNetworks } from '#platform/config';
import { OAuthError } from '#protocol';
import { refusedByHead } from './malformed-request.js';
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
    const coding = request.headers['transfer-encoding'];
    if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
      // RFC 9112 §6.1: what is inside would be taken for what it is not.
      void reply.header('connection', 'close');
      refusedByHead.add(request.raw.socket);
      done(OAuthError.invalidRequest('The only transfer coding here is chunked.', 501));
      return;
    }
    keepAddressesOnly(request);
    const arrival = config.secure ? arrivalOf(request, config, proxies) : 'protected';
    if (arrival === 'protected') {
      done();
      return;
    }
    // Whoever sent credentials has shown them to everybody on the way and must notice: only what a
    // person opens in a browser is sent on to https (attack M07).
    const isPage =
      request.method === 'GET' && instance.routeTable.traitsOf(request).errors === 'page';
    if (isPage && arrival === 'plain') {
      void reply.redirect(config.url(pathOf(request) + queryOf(request)), 301);
      return;
    }
    done(new OAuthError('invalid_request', PLAIN_HTTP[arrival], { status: 403 }));
  });
}

const PLAIN_HTTP = {
  plain: 'This needs https.',
  contradicted:
    'This needs https. If its address begins with https, the proxy in front says otherwise in X-Forwarded-Proto, which its operator has to correct.',
  around: 'This needs https, and so the way through the proxy in front (TRUSTED_PROXIES).',
};

/**
 * How a request came to us, or to the first of the proxies that are trusted to tell (attack M02).
 * - `contradicted`: a proxy says that it came by plain http, and the browser that it came by https: it sends
 *   Fetch Metadata nowhere else. Sent to https, it would be where it is.
 * - `around`: past the proxies, and so past the TLS that they are there for.
 */
function arrivalOf(
  request: HttpRequest,
  config: Config,
  proxies: BlockList,
): 'protected' | keyof typeof PLAIN_HTTP {
  const { remoteAddress } = request.raw.socket;
  if (config.trustedProxies.length === 0 || remoteAddress === undefined) return 'protected';
  if (!isOneOf(proxies, remoteAddress)) {
    const { aroundProxies } = request.server.routeTable.traitsOf(request);
    return config.tls !== undefined || aroundProxies ? 'protected' : 'around';
  }
  if (outermostScheme(request, proxies) !== 'http') return 'protected';
  return request.headers['sec-fetch-mode'] === undefined ? 'plain' : 'contradicted';
}

/**
 * What the outermost of the trusted proxies says of the request that it was sent: each adds to the end of
 * X-Forwarded-For whom it was sent by, and of X-Forwarded-Proto how.
 */
function outermostScheme(request: HttpRequest, proxies: BlockList): string | undefined {
  const stated = listOf(request.headers['x-forwarded-proto']);
  const senders = listOf(request.headers['x-forwarded-for']).reverse();
  const others = senders.findIndex((sender) => !isOneOf(proxies, sender));
  const trusted = 1 + (others < 0 ? senders.length : others);
  return stated.at(-Math.min(trusted, stated.length))?.toLowerCase();
}

function listOf(header: string | string[] | undefined): string[] {
  return typeof header === 'string' ? header.split(',').map((item) => item.trim()) : [];
}

function isOneOf(proxies: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && proxies.check(address, family === 6 ? 'ipv6' : 'ipv4');
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
