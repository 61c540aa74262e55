import { Injectable } from '@nestjs/common';
import {
  createLocalJWKSet,
  errors,
  importJWK,
  type JSONWebKeySet,
  jwtVerify,
  type JWTVerifyOptions,
  type JWTVerifyResult,
} from 'jose';
import { encryptionKey, keyMaterial } from './encryption-key.js';
import { RemoteKeySets } from './remote-key-sets.js';

/** Where somebody's public keys are: here, or at an address of theirs (RFC 7591 §2). */
export interface KeySource {
  readonly jwks?: JSONWebKeySet | undefined;
  readonly jwks_uri?: string | undefined;
}

/** A key to encrypt with, and what its owner calls it. */
export interface EncryptionKey {
  readonly key: Awaited<ReturnType<typeof importJWK>>;
  readonly kid: string | undefined;
}

/** The keys that were registered for others: for what they have signed, and what we write to them. */
@Injectable()
export class PublishedKeys {
  /** Each set as jose looks keys up in it, which also remembers those that it has imported. */
  private readonly lookups = new WeakMap<JSONWebKeySet, ReturnType<typeof createLocalJWKSet>>();

  constructor(private readonly remote: RemoteKeySets) {}

  /**
   * @throws JOSEError when the JWT is not good, OutboundError when the keys cannot be had
   */
  async verify(
    token: string,
    source: KeySource,
    options: JWTVerifyOptions,
  ): Promise<JWTVerifyResult> {
    return this.among(source, (keys) => jwtVerify(token, this.lookup(keys), options));
  }

  /**
   * The key to encrypt with by `alg`.
   * @throws JOSEError when there is none, OutboundError when the keys cannot be had
   */
  async encryptionKey(source: KeySource, alg: string): Promise<EncryptionKey> {
    return this.among(source, async (keys) => {
      const jwk = encryptionKey(keys, alg);
      if (jwk === undefined) throw new errors.JWKSNoMatchingKey();
      return { key: await importJWK(keyMaterial(jwk), alg), kid: jwk.kid };
    });
  }

  /** Uses the keys as they are known; where none of them fits, as they are now. */
  private async among<T>(
    { jwks, jwks_uri: uri }: KeySource,
    use: (keys: JSONWebKeySet) => Promise<T>,
  ): Promise<T> {
    if (jwks !== undefined) return use(jwks);
    if (uri === undefined) throw new errors.JWKSNoMatchingKey();
    const known = await this.remote.get(uri);
    try {
      return await use(known);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const newer = await this.remote.getNewer(uri);
      if (newer === known) throw error;
      return use(newer);
    }
  }

  private lookup(keys: JSONWebKeySet): ReturnType<typeof createLocalJWKSet> {
    const known = this.lookups.get(keys);
    if (known !== undefined) return known;
    const made = createLocalJWKSet(keys);
    this.lookups.set(keys, made);
    return made;
  }
}
