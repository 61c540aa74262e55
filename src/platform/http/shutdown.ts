import type { FastifyInstance } from 'fastify';

/** Orchestrators wait 10 s or more before they kill; what is left is for closing the database. */
const GRACE_MS = 7000;

/**
 * Gives the requests in flight at shutdown `grace` milliseconds to finish, then ends their
 * connections: a client that never completes its request must not keep the process alive.
 */
export function limitShutdown(instance: FastifyInstance, grace = GRACE_MS): void {
  instance.addHook('preClose', (done) => {
    const { server } = instance;
    // Idle connections are closed by Fastify; this is for those that become idle from here on.
    server.keepAliveTimeout = 1;
    // Once it is closing, Node no longer looks for slow senders itself.
    setTimeout(() => {
      server.closeAllConnections();
    }, grace).unref();
    done();
  });
}
