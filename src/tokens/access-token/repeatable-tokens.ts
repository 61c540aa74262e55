import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';

/**
 * What is random in other access tokens is a MAC in those that come of a refresh token, so that a client that
 * lost the answer is given the same token again (attack S16).
 */
@Injectable()
export class RepeatableTokens {
  private readonly key: KeyObject;

  constructor(config: Config) {
    this.key = config.deriveKey('renewed access tokens');
  }

  /** 128 bits, as any other `jti`. */
  jti(authorizationId: string, generation: number): string {
    return this.mac('jti', authorizationId, generation).slice(0, 22);
  }

  /** 256 bits, as any other opaque token. */
  secret(authorizationId: string, generation: number): string {
    return this.mac('opaque', authorizationId, generation);
  }

  private mac(use: string, authorizationId: string, generation: number): string {
    return createHmac('sha256', this.key)
      .update(`${use}|${authorizationId}|${String(generation)}`)
      .digest('base64url');
  }
}
