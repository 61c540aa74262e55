import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { HttpReply } from './request.js';

const LONGEST_CACHING = 'public, max-age=31536000, immutable';

/** What is shorter fits into a packet or two as it is. */
const SHORT = 1400;

const CODINGS = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 9 }),
};
type Coding = keyof typeof CODINGS;

/** Each is compressed once, when somebody first asks for it, and kept as long as the file itself. */
const compressed = new WeakMap<Buffer, Partial<Record<Coding, Promise<Buffer>>>>();

export interface StaticFile {
  readonly body: Buffer;
  readonly contentType: string;
}

/**
 * Sends a file that is the same for everybody, and so may be compressed: with a secret in it, its length would
 * tell of that secret.
 * @param caching for a name that changes with the content: for ever
 */
export async function sendStatic(
  reply: HttpReply,
  { body, contentType }: StaticFile,
  caching = LONGEST_CACHING,
): Promise<void> {
  void reply.headers({
    'content-type': contentType,
    'cache-control': caching,
    vary: 'Accept-Encoding',
  });
  const coding = body.length < SHORT ? undefined : codingFor(reply);
  if (coding !== undefined) void reply.header('content-encoding', coding);
  await reply.send(coding === undefined ? body : await compress(body, coding));
}

/** The better one of those that are accepted (RFC 9110 §12.5.3). */
function codingFor({ request }: HttpReply): Coding | undefined {
  const accepted = (request.headers['accept-encoding'] ?? '')
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter((item) => !/;\s*q=0(?:\.0*)?$/.test(item))
    .map((item) => item.split(';', 1)[0]?.trim());
  return (['br', 'gzip'] as const).find((coding) => accepted.includes(coding));
}

function compress(body: Buffer, coding: Coding): Promise<Buffer> {
  const made = compressed.get(body) ?? {};
  compressed.set(body, made);
  made[coding] ??= CODINGS[coding](body);
  return made[coding];
}
