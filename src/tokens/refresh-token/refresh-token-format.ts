import { createHmac, type KeyObject } from 'node:crypto';
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
  /** The first writes. */
  private readonly keys: readonly KeyObject[];

  constructor(config: Config) {
    this.keys = config.deriveKeys('refresh tokens');
  }

  write({ authorizationId, generation }: RefreshTokenIdentity): string {
    const body = `${authorizationId}.${String(generation)}`;
    return `gh_rt_${body}.${mac(this.keys[0] as KeyObject, body)}`;
  }

  /** The identity, or undefined for anything that we did not write. */
  read(token: string): RefreshTokenIdentity | undefined {
    const [, authorizationId, generation, given] = FORMAT.exec(token) ?? [];
    if (authorizationId === undefined || generation === undefined || given === undefined) {
      return undefined;
    }
    const body = `${authorizationId}.${generation}`;
    if (!this.keys.some((key) => equalInConstantTime(mac(key, body), given))) return undefined;
    return { authorizationId, generation: Number(generation) };
  }
}

function mac(key: KeyObject, body: string): string {
  return createHmac('sha256', key).update(body).digest('base64url');
}
