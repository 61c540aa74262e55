import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { equalInConstantTime } from '#platform/crypto';

/** Which refresh token a string is: the n-th of an authorization. */
export interface RefreshTokenIdentity {
  readonly authorizationId: string;
  readonly generation: number;
}

const FORMAT = /^gh_rt_([\w-]{22})\.([1-9]\d{0,9})\.([\w-]{43})$/;

/**
 * A refresh token is a MAC, under a key outside the database, over its authorization and its number.
 *
 * Nothing in the database is a token or can be made into one (attack D17). The next token can be computed
 * again for a client that lost the answer, and an old token can be told from an invented one.
 */
@Injectable()
export class RefreshTokenFormat {
  private readonly key: Buffer;

  constructor(config: Config) {
    this.key = config.deriveKey('refresh tokens');
  }

  write({ authorizationId, generation }: RefreshTokenIdentity): string {
    const body = `${authorizationId}.${String(generation)}`;
    return `gh_rt_${body}.${this.mac(body)}`;
  }

  /** The identity, or undefined for anything that we did not write. */
  read(token: string): RefreshTokenIdentity | undefined {
    const [, authorizationId, generation, mac] = FORMAT.exec(token) ?? [];
    if (authorizationId === undefined || generation === undefined || mac === undefined) {
      return undefined;
    }
    if (!equalInConstantTime(this.mac(`${authorizationId}.${generation}`), mac)) return undefined;
    return { authorizationId, generation: Number(generation) };
  }

  private mac(body: string): string {
    return createHmac('sha256', this.key).update(body).digest('base64url');
  }
}
