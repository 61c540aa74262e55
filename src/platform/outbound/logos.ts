import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { SnapshotCache } from '#platform/cache';
import type { FetchedImage } from './fetch-json.js';
import { OutboundDocuments } from './outbound-documents.js';
import { OutboundError } from './outbound-error.js';

/** An hour: logos rarely change, and whoever hosts one should not learn of each sign-in. */
const MAX_AGE = 3_600_000;
/** At most 64 kB each. */
const MAX_LOGOS = 100;
/** How long a page waits for a logo that nobody has asked for yet, in milliseconds. */
const PATIENCE = 1000;

/** Logos, fetched by us so that no browser has to (attack A26). */
@Injectable()
export class Logos {
  private readonly cache: SnapshotCache<FetchedImage | undefined>;

  constructor(documents: OutboundDocuments) {
    const fetch = (uri: string) =>
      documents.getImage(uri).catch((error: unknown) => {
        if (error instanceof OutboundError) return undefined;
        throw error;
      });
    this.cache = new SnapshotCache(fetch, MAX_AGE, MAX_LOGOS);
  }

  /** Undefined when it cannot be had; that too is remembered. */
  async find(logoUri: string): Promise<FetchedImage | undefined> {
    return this.cache.get(logoUri);
  }

  /** Whether a page can show it: a broken picture is worse than none. */
  async canBeShown(logoUri: string): Promise<boolean> {
    const late = new AbortController();
    const tooLate = sleep(PATIENCE, undefined, { signal: late.signal }).catch(() => undefined);
    const logo = await Promise.race([this.find(logoUri), tooLate]);
    late.abort();
    return logo !== undefined;
  }
}
