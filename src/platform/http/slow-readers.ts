import type { FastifyInstance } from 'fastify';

/** What is shorter is out of our hands at once: the kernel keeps it for the reader. */
const SHORT = 16 * 1024;

/** Limit: how long an answer may take to be read, in milliseconds. */
const MAX_READING_MS = 60_000;

/** Limit: bytes that a route's answers may be read by in that time, where all of it takes longer. */
const LEAST = 1024 * 1024;

/**
 * Cuts whoever reads a long answer drop by drop. The timeout of the connection does not find them: it begins
 * anew with each drop.
 */
export function limitReading(instance: FastifyInstance, within = MAX_READING_MS): void {
  instance.addHook('onSend', ({ raw: { socket }, routeOptions }, reply, payload, done) => {
    if (lengthOf(payload) > SHORT) {
      const long = routeOptions.config.traits?.answersLong === true;
      let read = 0;
      const timer = setInterval(() => {
        const isRead = socket.bytesWritten - read >= LEAST;
        read = socket.bytesWritten;
        if (!long || !isRead) socket.destroy();
      }, within).unref();
      reply.raw.once('close', () => {
        clearInterval(timer);
      });
    }
    done(null, payload);
  });
}

function lengthOf(payload: unknown): number {
  if (payload === null || payload === undefined) return 0;
  return typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.length : Infinity;
}
