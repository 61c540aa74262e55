import type { Server } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Config } from '#platform/config';

/** Orchestrators wait 10 s or more before they kill; what is left is for closing the database. */
const GRACE_MS = 7000;

/** Whether this node has been told to go. */
@Injectable()
export class Shutdown implements BeforeApplicationShutdown {
  private begun = false;

  constructor(private readonly config: Config) {}

  get hasBegun(): boolean {
    return this.begun;
  }

  /** Serves on for as long as balancers need to notice, so that none finds a closed port (attack P14). */
  async beforeApplicationShutdown(): Promise<void> {
    this.begun = true;
    await sleep(this.config.shutdownDelay * 1000);
  }
}

/**
 * From then on each answer ends its connection: whoever reuses one would send the next request to a port that
 * is about to close.
 */
export function registerDeparture(instance: FastifyInstance, shutdown: Shutdown): void {
  instance.addHook('onSend', (_request, reply, payload, done) => {
    if (shutdown.hasBegun) void reply.header('connection', 'close');
    done(null, payload);
  });
}

/**
 * Gives the requests in flight at shutdown `grace` milliseconds to finish, then ends their
 * connections: a client that never completes its request must not keep the process alive.
 */
export function limitShutdown(instance: FastifyInstance, grace = GRACE_MS): void {
  instance.addHook('preClose', async () => {
    const { server } = instance;
    // Idle connections are closed by Fastify; this is for those that become idle from here on.
    server.keepAliveTimeout = 1;
    // Once it is closing, Node no longer looks for slow senders itself.
    setTimeout(() => {
      server.closeAllConnections();
    }, grace).unref();
    await nobodyIsWaiting(server);
  });
}

/** In which hardly anybody can have come. */
const SHORT_TURN_MS = 0.05;
/** For longer a busy server does not look for such a moment. */
const LONGEST_LOOK_MS = 1000;

/**
 * Connections that the kernel has made and nobody has accepted yet are reset when the port closes, and a
 * balancer does not send a POST twice: it closes after a turn of the event loop that was short and found none.
 */
async function nobodyIsWaiting(server: Server): Promise<void> {
  let accepted = 0;
  server.on('connection', () => accepted++);
  const begun = performance.now();
  for (let now = begun; now - begun < LONGEST_LOOK_MS;) {
    const before = accepted;
    await nextTurn();
    const turn = performance.now() - now;
    now += turn;
    if (accepted === before && turn < SHORT_TURN_MS) return;
  }
}
