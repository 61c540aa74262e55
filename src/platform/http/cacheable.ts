import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { HttpReply, HttpRequest } from './request.js';

/**
 * Answers that may be cached carry what they are compared by (RFC 9110 §8.8.3, §13.1.2), and no `Pragma`,
 * which says the contrary.
 */
export function registerCaching(instance: FastifyInstance): void {
  instance.addHook('onSend', (request, reply, payload, done) => {
    if (reply.getHeader('cache-control') === 'no-store') {
      done(null, payload);
      return;
    }
    void reply.removeHeader('pragma');
    done(null, isUnchanged(request, reply, payload) ? '' : payload);
  });
}

/** Makes the answer a 304 where the caller has the same one. */
function isUnchanged(request: HttpRequest, reply: HttpReply, payload: unknown): boolean {
  const isDocument = typeof payload === 'string' || Buffer.isBuffer(payload);
  if (!isDocument || reply.statusCode !== 200 || !['GET', 'HEAD'].includes(request.method)) {
    return false;
  }
  const digest = createHash('sha256').update(payload).digest('base64url').slice(0, 22);
  const tag = `"${digest}"`;
  void reply.header('etag', tag);
  const known = request.headers['if-none-match']?.split(',').map((one) => one.trim()) ?? [];
  if (!known.includes(tag) && !known.includes(`W/${tag}`) && !known.includes('*')) return false;
  void reply.status(304).removeHeader('content-length').removeHeader('content-type');
  return true;
}
