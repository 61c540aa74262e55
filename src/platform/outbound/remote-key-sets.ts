import { Injectable } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import { LRUCache } from 'lru-cache';
import { atMost } from '#platform/cache';
import { Logger } from '#platform/logging';
import { keySetError } from '#protocol';
import { OutboundDocuments } from './outbound-documents.js';
import { OutboundError } from './outbound-error.js';

/** How long keys are believed to be current, in milliseconds. */
const MAX_AGE = 300_000;
/** How long a set is left alone after an attempt to fetch it, whatever came of it. */
const MIN_INTERVAL = 60_000;
const MAX_SETS = 2000;

interface Entry {
  readonly triedAt: number;
  readonly fetchedAt: number;
  readonly keys: JSONWebKeySet | undefined;
}

/**
 * Key sets that others publish (`jwks_uri`), each fetched at most once a minute however many ask, and
 * held to the same rules as keys that are registered by value (attacks C14, C17).
 */
@Injectable()
export class RemoteKeySets {
  private readonly entries = new LRUCache<string, Entry>(atMost(MAX_SETS));
  private readonly fetches = new Map<string, Promise<JSONWebKeySet>>();

  constructor(
    private readonly documents: OutboundDocuments,
    private readonly logger: Logger,
  ) {}

  /** @throws OutboundError when there are none, or were none a moment ago */
  async get(uri: string): Promise<JSONWebKeySet> {
    const entry = this.entries.get(uri);
    const now = performance.now();
    if (entry?.keys !== undefined && now - entry.fetchedAt < MAX_AGE) return entry.keys;
    return this.fetchUnlessTried(uri, entry);
  }

  /**
   * The keys as they are now, for when one is asked for that is not among those known: its owner has
   * changed them, or somebody makes names of keys up.
   */
  async getNewer(uri: string): Promise<JSONWebKeySet> {
    const entry = this.entries.get(uri);
    if (entry?.keys !== undefined && isRecent(entry)) return entry.keys;
    return this.fetchUnlessTried(uri, entry);
  }

  private fetchUnlessTried(uri: string, entry: Entry | undefined): Promise<JSONWebKeySet> {
    const underWay = this.fetches.get(uri);
    if (underWay !== undefined) return underWay;
    if (entry !== undefined && isRecent(entry)) {
      return Promise.reject(new OutboundError('it could not be fetched a moment ago'));
    }
    const fetching = this.fetch(uri, entry).finally(() => this.fetches.delete(uri));
    this.fetches.set(uri, fetching);
    return fetching;
  }

  private async fetch(uri: string, known: Entry | undefined): Promise<JSONWebKeySet> {
    const triedAt = performance.now();
    try {
      const keys = await this.documents.getJson(uri);
      const error = keySetError(keys);
      if (error !== undefined) throw new OutboundError(error);
      this.entries.set(uri, { triedAt, fetchedAt: triedAt, keys: keys as JSONWebKeySet });
      return keys as JSONWebKeySet;
    } catch (error) {
      // What is known stays good for as long as it would have been.
      this.entries.set(uri, { fetchedAt: -Infinity, keys: undefined, ...known, triedAt });
      const reason = error instanceof OutboundError ? error.reason : String(error);
      const details = { origin: new URL(uri).origin };
      this.logger.write('warn', 'a key set could not be fetched', { reason, details });
      throw error;
    }
  }
}

function isRecent({ triedAt }: Entry): boolean {
  return performance.now() - triedAt < MIN_INTERVAL;
}
