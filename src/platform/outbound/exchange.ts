import * as http from 'node:http';
import * as https from 'node:https';
import { type BlockList, isIP } from 'node:net';
import { isReachable } from './address-guard.js';
import { guardedLookup, type Resolve } from './guarded-lookup.js';
import { OutboundError } from './outbound-error.js';

/** Limit: milliseconds for a request of ours, from the first look at the name to the last byte. */
const DEADLINE = 3000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface FetchOptions {
  /** Networks that may be reached though they are not public. */
  readonly exempt: BlockList;
  readonly resolve?: Resolve;
  /** Certificates to trust instead of the system's, as PEM. */
  readonly ca?: string;
  readonly deadline?: number;
}

/** What is sent: a GET, or a POST of a body. */
export interface OutboundMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * One request to an address that somebody else chose. Follows no redirect, sends and keeps no cookie,
 * uses no proxy, accepts no compression.
 *
 * @param take reads what is wanted of the answer; afterwards the connection is cut
 * @throws OutboundError whatever goes wrong; the reason is for the log and for nobody else
 */
export async function exchange<T>(
  address: string,
  message: OutboundMessage,
  options: FetchOptions,
  take: (response: http.IncomingMessage) => T | Promise<T>,
): Promise<T> {
  const url = checkedUrl(address, options);
  const signal = AbortSignal.timeout(options.deadline ?? DEADLINE);
  try {
    const response = await send(url, message, options, signal);
    try {
      return await take(response);
    } finally {
      response.destroy();
    }
  } catch (error) {
    if (error instanceof OutboundError) throw error;
    throw new OutboundError(signal.aborted ? 'took too long' : (error as Error).message);
  }
}

/** What is wrong with an address before anybody is asked: a name is looked at when it is resolved. */
export function addressError(address: string, options: FetchOptions): string | undefined {
  try {
    const { hostname } = checkedUrl(address, options);
    if (hostname !== 'localhost' || isReachable('127.0.0.1', options.exempt)) return undefined;
    return 'It is inside, and not among OUTBOUND_ALLOWED_NETWORKS.';
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return ADDRESS_ERRORS[error.message] ?? 'Not an absolute https URL.';
  }
}

const ADDRESS_ERRORS: Readonly<Record<string, string>> = {
  'not https': 'The URL must use https.',
  'user information': 'The URL must hold no user information.',
  'the address is out of bounds': 'It is inside, and not among OUTBOUND_ALLOWED_NETWORKS.',
};

function checkedUrl(address: string, { exempt }: FetchOptions): URL {
  const url = URL.parse(address);
  if (url === null) throw new OutboundError('not a URL');
  const plainHttp = url.protocol === 'http:' && LOOPBACK.has(url.hostname);
  if (url.protocol !== 'https:' && !plainHttp) throw new OutboundError('not https');
  if (url.username !== '' || url.password !== '') throw new OutboundError('user information');
  // The socket asks for no name when there is none to resolve.
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isReachable(literal, exempt)) {
    throw new OutboundError('the address is out of bounds');
  }
  return url;
}

function send(
  url: URL,
  { headers, body }: OutboundMessage,
  options: FetchOptions,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const { exempt, resolve, ca } = options;
  const { request, Agent } = url.protocol === 'https:' ? https : http;
  return new Promise((done, fail) => {
    const sent = request(url, {
      method: body === undefined ? 'GET' : 'POST',
      // An agent of its own: no connection is shared, and none is proxied.
      agent: new Agent({ keepAlive: false }),
      lookup: guardedLookup(exempt, resolve),
      headers: { ...headers, 'accept-encoding': 'identity' },
      maxHeaderSize: 16_384,
      signal,
      ...(ca === undefined ? {} : { ca }),
    });
    sent.on('response', done).on('error', fail);
    sent.on('socket', (socket) => {
      // What counts in the end is whom the socket is connected to.
      socket.once('connect', () => {
        if (isReachable(socket.remoteAddress ?? '', exempt)) return;
        sent.destroy(new OutboundError('the address is out of bounds'));
      });
    });
    sent.end(body);
  });
}
