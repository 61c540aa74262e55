import { Injectable } from '@nestjs/common';
import {
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWK,
  jwtVerify,
  type JWTVerifyOptions,
  type JWTVerifyResult,
} from 'jose';
import { encryptionKey } from './encryption-key.js';
import { RemoteKeySets } from './remote-key-sets.js';

/** Where somebody's public keys are: here, or at an address of theirs (RFC 7591 §2). */
export interface KeySource {
  readonly jwks?: JSONWebKeySet | undefined;
  readonly jwks_uri?: string | undefined;
}

/** The keys that were registered for others: for what they have signed, and what we write to them. */
@Injectable()
export class PublishedKeys {
  constructor(private readonly remote: RemoteKeySets) {}

  /**
   * @throws JOSEError when the JWT is not good, OutboundError when the keys cannot be had
   */
  async verify(
    token: string,
    { jwks, jwks_uri: uri }: KeySource,
    options: JWTVerifyOptions,
  ): Promise<JWTVerifyResult> {
    if (jwks !== undefined) return jwtVerify(token, createLocalJWKSet(jwks), options);
    if (uri === undefined) throw new errors.JWKSNoMatchingKey();
    const known = await this.remote.get(uri);
    try {
      return await jwtVerify(token, createLocalJWKSet(known), options);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const newer = await this.remote.getNewer(uri);
      if (newer === known) throw error;
      return jwtVerify(token, createLocalJWKSet(newer), options);
    }
  }

  /**
   * The key to encrypt with by `alg`.
   * @throws JOSEError when there is none, OutboundError when the keys cannot be had
   */
  async encryptionKey({ jwks, jwks_uri: uri }: KeySource, alg: string): Promise<JWK> {
    const known = uri === undefined ? jwks : await this.remote.get(uri);
    const found = known && encryptionKey(known, alg);
    if (found !== undefined) return found;
    const newer = uri === undefined ? undefined : await this.remote.getNewer(uri);
    const added = newer && encryptionKey(newer, alg);
    if (added === undefined) throw new errors.JWKSNoMatchingKey();
    return added;
  }
}
