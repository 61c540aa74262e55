import type { JWK } from 'jose';
import type { KeyAlgorithm } from './key-pair.js';

/** What is known of a key besides its private half. */
export interface PublishedKey<A extends KeyAlgorithm = KeyAlgorithm> {
  readonly kid: string;
  readonly algorithm: A;
  readonly publicJwk: JWK;
  readonly createdAt: number;
  readonly activeFrom: number;
  readonly publishedUntil: number | undefined;
}

/** A key pair of ours, of which the private half is here. */
export abstract class OwnKey<A extends KeyAlgorithm = KeyAlgorithm> implements PublishedKey<A> {
  readonly kid: string;
  readonly algorithm: A;
  readonly publicJwk: JWK;
  readonly createdAt: number;
  readonly activeFrom: number;
  readonly publishedUntil: number | undefined;

  constructor(published: PublishedKey<A>) {
    this.kid = published.kid;
    this.algorithm = published.algorithm;
    this.publicJwk = published.publicJwk;
    this.createdAt = published.createdAt;
    this.activeFrom = published.activeFrom;
    this.publishedUntil = published.publishedUntil;
  }
}
