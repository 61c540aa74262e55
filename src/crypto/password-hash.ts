import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { OAuthError } from '../protocol/index.js';

/** Argon2id, 19 MiB, 2 passes, 1 lane (OWASP Password Storage). 2 is argon2id in the library. */
const OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash of nothing, with the current cost: what an unknown user's password is checked against. */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$Z2F0ZWhvdXNlLW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

const MAX_WAITING = 64;

/**
 * Password hashing off the event loop, at most one per core at a time, so that logins can take
 * neither all memory nor the threads that token signing needs (attack I26).
 */
@Injectable()
export class PasswordHash {
  private readonly free: (() => void)[] = [];
  private running = 0;

  /** @returns a PHC string */
  async create(password: string): Promise<string> {
    return this.limited(() => hash(normalise(password), OPTIONS));
  }

  /** Without a stored hash the same work is done for nothing, so that time tells nothing (I02). */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    const matched = await this.limited(() => verify(stored ?? NOBODY, normalise(password)));
    return matched && stored !== undefined;
  }

  /** @throws OAuthError 503 `temporarily_unavailable` when too many are waiting already */
  private async limited<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= availableParallelism()) {
      if (this.free.length >= MAX_WAITING) {
        throw OAuthError.temporarilyUnavailable('too many passwords are being checked');
      }
      await new Promise<void>((resolve) => this.free.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.free.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}

/** The same password typed on another keyboard is the same password (RFC 8265 §4.2 uses NFC). */
function normalise(password: string): string {
  return password.normalize('NFC');
}
