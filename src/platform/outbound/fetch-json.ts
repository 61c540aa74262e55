import type { IncomingMessage } from 'node:http';
import { exchange, type FetchOptions } from './exchange.js';
import { OutboundError } from './outbound-error.js';

/** Limit: bytes of a document that we fetch. */
const MAX_BYTES = 65_536;

/** What is asked for, and what is taken for it. */
interface Wanted {
  readonly name: string;
  readonly accept: string;
  readonly type: RegExp;
}

const JSON_DOCUMENT: Wanted = {
  name: 'JSON',
  accept: 'application/json',
  type: /^application\/(?:json|[\w.+-]+\+json)\s*(?:;|$)/i,
};

/** What request objects are called, and what they were called before (RFC 9101 §5.2.3). */
const JWT: Wanted = {
  name: 'a JWT',
  accept: 'application/oauth-authz-req+jwt, application/jwt, application/jose',
  // OIDC Core §6.2 names no type for a request object; application/jose is what RFC 7515 §9.2.1 calls
  // a JWT, and what the certification suite sends.
  type: /^application\/(?:(?:oauth-authz-req\+)?jwt|jose)\s*(?:;|$)/i,
};

// Pictures made of dots only: an SVG is a document that can hold scripts (attack H11).
const RASTER_IMAGE: Wanted = {
  name: 'a raster image',
  accept: 'image/png, image/jpeg, image/gif, image/webp',
  type: /^image\/(?:png|jpeg|gif|webp)$/,
};

export interface FetchedImage {
  readonly body: Buffer;
  /** `image/png` or another of a raster format. */
  readonly type: string;
}

/**
 * GETs a small JSON document that somebody else chose the address of.
 *
 * @throws OutboundError whatever goes wrong; the reason is for the log and for nobody else
 */
export async function fetchJson(address: string, options: FetchOptions): Promise<unknown> {
  return parse((await fetchDocument(address, options, JSON_DOCUMENT)).body);
}

/**
 * The same for a JWT, unread.
 * @throws OutboundError
 */
export async function fetchJwt(address: string, options: FetchOptions): Promise<string> {
  return (await fetchDocument(address, options, JWT)).body.toString('latin1').trim();
}

/**
 * The same for a small picture.
 * @throws OutboundError
 */
export async function fetchImage(address: string, options: FetchOptions): Promise<FetchedImage> {
  return fetchDocument(address, options, RASTER_IMAGE);
}

async function fetchDocument(
  address: string,
  options: FetchOptions,
  wanted: Wanted,
): Promise<FetchedImage> {
  return exchange(address, { headers: { accept: wanted.accept } }, options, async (response) => {
    checkHead(response, wanted);
    return { body: await read(response), type: response.headers['content-type'] ?? '' };
  });
}

function checkHead({ statusCode, headers }: IncomingMessage, wanted: Wanted): void {
  if (statusCode !== 200) throw new OutboundError(`status ${String(statusCode)}`);
  if (!wanted.type.test(headers['content-type'] ?? '')) {
    throw new OutboundError(`not ${wanted.name}`);
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new OutboundError('compressed');
  if (Number(headers['content-length'] ?? 0) > MAX_BYTES) throw new OutboundError('too large');
}

/** The whole of an answer. @throws OutboundError when it is too large */
export async function read(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new OutboundError('too large');
    chunks.push(chunk);
  }
  if (!response.complete) throw new OutboundError('cut off');
  return Buffer.concat(chunks);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new OutboundError('malformed JSON');
  }
}
