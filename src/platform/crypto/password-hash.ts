import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { Metrics } from '#platform/metrics';
import { OAuthError } from '#protocol';

/**
 * A hash that no password has, with the current cost. The password of an unknown user is checked against
 * it.
 */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$Z2F0ZWhvdXNlLW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

const ARGON2ID = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),/;
/** KiB times passes, as in {@link NOBODY}. */
const CURRENT_COST = 19_456 * 2;

/** Limit: passwords that wait on one node to be checked; further ones are answered with 503. */
const MAX_WAITING = 64;

const MAX_THREADS = availableParallelism();

/** How much the threads step back, as `nice` counts: to a thirtieth of a processor that others want too. */
const NICENESS = 15;

const THREAD = fileURLToPath(new URL('password-thread.mjs', import.meta.url));

/**
 * Password hashing on threads of its own, at most one per core, so that logins can take neither all
 * memory nor the threads that token signing needs (attack I26). On Linux they yield to the event loop:
 * where cores are few, a token does not wait for somebody's password.
 */
@Injectable()
export class PasswordHash implements OnApplicationShutdown {
  private threads: Piscina | undefined;
  private unanswered = 0;

  constructor(metrics: Metrics) {
    const help = 'Passwords that are being checked or hashed, or wait for it.';
    const read = () => [{ value: this.unanswered }];
    metrics.gauge('gatehouse_passwords_in_progress', help, read);
  }

  /** @returns a PHC string */
  create(password: string): Promise<string> {
    return this.run<string>('create', normalise(password));
  }

  /** Whether a hash costs a guesser as much as one that is made now. */
  isCurrent(stored: string): boolean {
    const [found, memory, passes] = ARGON2ID.exec(stored) ?? [];
    return found !== undefined && Number(memory) * Number(passes) >= CURRENT_COST;
  }

  /** Without a stored hash the same work is done for nothing, so that time tells nothing (I02). */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    const question = { stored: stored ?? NOBODY, password: normalise(password) };
    return (await this.run<boolean>('matches', question)) && stored !== undefined;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads?.destroy();
  }

  /** @throws OAuthError 503 `temporarily_unavailable` when too many are waiting already */
  private async run<Result>(name: 'create' | 'matches', argument: unknown): Promise<Result> {
    if (this.unanswered >= MAX_THREADS + MAX_WAITING) {
      throw OAuthError.temporarilyUnavailable('too many passwords are being checked');
    }
    this.threads ??= startThreads();
    this.unanswered += 1;
    try {
      return (await this.threads.run(argument, { name })) as Result;
    } finally {
      this.unanswered -= 1;
    }
  }
}

function startThreads(): Piscina {
  return new Piscina({
    filename: THREAD,
    minThreads: 0,
    maxThreads: MAX_THREADS,
    idleTimeout: 60_000,
    niceIncrement: NICENESS,
    // Who came first is served first: else some wait ten times as long as others.
    stricterFIFO: true,
    env: {},
  });
}

/** The same password typed on another keyboard is the same password (RFC 8265 §4.2 uses NFC). */
function normalise(password: string): string {
  return password.normalize('NFC');
}
