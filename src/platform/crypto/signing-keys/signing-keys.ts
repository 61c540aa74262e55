import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import type { EntityManager } from 'typeorm';
import { Transactions } from '#platform/database';
import { epochSeconds, type SigningAlgorithm } from '#protocol';
import { DecryptionKey } from './decryption-key.js';
import type { EncryptionKeyAlgorithm, KeyAlgorithm } from './key-pair.js';
import type { OwnKey } from './own-key.js';
import { SigningKey } from './signing-key.js';
import { SigningKeyRepository } from './signing-key.repository.js';

/**
 * Made at the first start: ES256 for access tokens, RS256 because every client must know it. The keys
 * of the other algorithms, and those for encryption, are made when the first client registers for one.
 */
const INITIAL_ALGORITHMS = ['ES256', 'RS256'] as const;

/** How long clients may cache the JWKS, in seconds. */
export const JWKS_MAX_AGE = 300;

/** How long a new key is published before its first use: as long as caches, and clocks that differ. */
const LEAD = JWKS_MAX_AGE + 60;

/** How long a retired key stays published: the longest token lifetime, and clocks that differ. */
const RETIRED_KEY_LIFETIME = 24 * 3600;

/** How old this node's view of the keys may be, in milliseconds. */
const MAX_STALENESS = 1000;

/**
 * Our keys, to sign with and for others to encrypt for, with overlap at every rotation: published before
 * first use, kept until the last token they signed has expired (OIDC Core §10.1.1, §10.2.1).
 */
@Injectable()
export class SigningKeys implements OnModuleInit {
  private keys: readonly OwnKey[] = [];
  private readAt = -Infinity;
  private reading: Promise<void> | undefined;
  private readonly making = new Map<KeyAlgorithm, Promise<void>>();

  constructor(
    private readonly repository: SigningKeyRepository,
    private readonly transactions: Transactions,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.read();
    await this.prepare(...INITIAL_ALGORITHMS);
  }

  /** Makes the first keys of these algorithms, unless there are; another node may have made them. */
  async prepare(...algorithms: readonly KeyAlgorithm[]): Promise<void> {
    const missing = () => algorithms.filter((algorithm) => !this.has(algorithm));
    if (missing().length > 0) await this.read();
    await Promise.all(missing().map((algorithm) => this.make(algorithm)));
  }

  /** The key to sign with now; at once, unless this node has to look at the keys again. */
  active(algorithm: SigningAlgorithm): SigningKey | Promise<SigningKey> {
    const key = this.isStale() ? undefined : this.find(algorithm);
    if (key !== undefined) return key;
    return this.refresh().then(() => this.find(algorithm) ?? this.first(algorithm));
  }

  /** The key that a token names, if it is ours and still published. */
  async byKid(kid: string): Promise<SigningKey | undefined> {
    // Another node may have made it, or withdrawn it, a moment ago (attack N02).
    if (this.isStale()) await this.refresh();
    const key = this.keys.find((one) => one.kid === kid);
    return key instanceof SigningKey ? key : undefined;
  }

  /** The keys that others may have encrypted for, the newest first. */
  async decrypting(algorithm: EncryptionKeyAlgorithm): Promise<DecryptionKey[]> {
    if (this.isStale()) await this.refresh();
    const now = epochSeconds();
    return this.keys
      .filter((key): key is DecryptionKey => key instanceof DecryptionKey)
      .filter((key) => key.algorithm === algorithm && (key.publishedUntil ?? Infinity) > now)
      .reverse();
  }

  async published(): Promise<readonly OwnKey[]> {
    await this.read();
    return this.keys;
  }

  /** The JWK Set document (RFC 7517 §5), read afresh so that all nodes agree (attack N02). */
  async jwks(): Promise<JSONWebKeySet> {
    return { keys: (await this.published()).map((key) => key.publicJwk) };
  }

  /**
   * Replaces the keys of some algorithms, or of all that have one. The new key signs after every cached JWKS has
   * expired; with `immediately`, for a compromised key, at once. Where a new key waits already, it is the answer.
   * @param alongside writes what belongs to it elsewhere, in the same transaction
   * @returns the kids of the new keys
   */
  async rotate(
    algorithms?: readonly KeyAlgorithm[],
    immediately = false,
    alongside?: (manager: EntityManager, kids: readonly string[]) => Promise<void>,
  ): Promise<string[]> {
    const published = await this.published();
    const asked = [...new Set(algorithms ?? published.map((key) => key.algorithm))];
    const waiting = immediately ? [] : published.filter((key) => isWaitedFor(key, asked));
    const replaced = asked.filter((one) => !waiting.some(({ algorithm }) => algorithm === one));
    const kidsOfWaiting = waiting.map(({ kid }) => kid);
    if (replaced.length === 0) return kidsOfWaiting;
    const activeFrom = epochSeconds() + (immediately ? 0 : LEAD);
    // One order for all: two nodes that rotate at the same time wait for one another, and not both.
    const inOrder = replaced.sort();
    const made = await Promise.all(inOrder.map((one) => this.repository.make(one, activeFrom)));
    const kids = [...kidsOfWaiting, ...made.map(({ kid }) => kid)];
    const retireAt = immediately ? epochSeconds() : activeFrom + RETIRED_KEY_LIFETIME;
    await this.transactions.run(async (manager) => {
      for (const key of made) {
        await this.repository.retirePredecessors(manager, key, retireAt);
        await this.repository.insert(key, manager);
      }
      await alongside?.(
        manager,
        made.map(({ kid }) => kid),
      );
    });
    await this.reread();
    return kids;
  }

  private find(algorithm: SigningAlgorithm): SigningKey | undefined {
    const now = epochSeconds();
    const key = this.keys.findLast((one) => one.algorithm === algorithm && one.activeFrom <= now);
    return key instanceof SigningKey ? key : undefined;
  }

  private has(algorithm: KeyAlgorithm): boolean {
    const now = epochSeconds();
    return this.keys.some((key) => key.algorithm === algorithm && key.activeFrom <= now);
  }

  private async first(algorithm: SigningAlgorithm): Promise<SigningKey> {
    await this.prepare(algorithm);
    const key = this.find(algorithm);
    if (key === undefined) throw new Error(`there is no active ${algorithm} key`);
    return key;
  }

  private make(algorithm: KeyAlgorithm): Promise<void> {
    const underWay = this.making.get(algorithm);
    if (underWay !== undefined) return underWay;
    const making = this.repository
      .make(algorithm, epochSeconds())
      .then((key) => this.repository.insert(key))
      .then(() => this.reread())
      .finally(() => this.making.delete(algorithm));
    this.making.set(algorithm, making);
    return making;
  }

  private isStale(): boolean {
    // By the monotonic clock: one that is set back must not keep an old view alive.
    return performance.now() - this.readAt >= MAX_STALENESS;
  }

  /** A failed read keeps the keys we have: they stay valid while the database is away. */
  private async refresh(): Promise<void> {
    await this.read().catch(() => undefined);
  }

  /** With a read that began after what we have just written. */
  private async reread(): Promise<void> {
    await this.reading?.catch(() => undefined);
    await this.read();
  }

  private read(): Promise<void> {
    const readAt = performance.now();
    this.reading ??= this.repository
      .published()
      .then((keys) => {
        this.keys = keys;
        this.readAt = readAt;
      })
      .finally(() => (this.reading = undefined));
    return this.reading;
  }
}

/** Whether a key is to replace that of one of these algorithms, and is published but not used yet. */
function isWaitedFor(key: OwnKey, algorithms: readonly KeyAlgorithm[]): boolean {
  return key.activeFrom > epochSeconds() && algorithms.includes(key.algorithm);
}
