import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Client } from '#registry/clients';
import { sha256 } from '#platform/crypto';
import { OutboundDocuments } from '#platform/outbound';
import { OAuthError } from '#protocol';
import { FailureWindow, type Limit, Limits } from '#platform/throttling';

/** Bytes of all documents that are remembered. */
const MAX_REMEMBERED = 8 * 1024 * 1024;

/** Fetches request objects from where clients registered them (OIDC Core §6.2). */
@Injectable()
export class RequestObjectDocuments {
  private readonly fetches = new Map<string, Promise<string>>();
  private readonly remembered = new LRUCache<string, string>({
    maxSize: MAX_REMEMBERED,
    sizeCalculation: ({ length }) => Math.max(length, 1),
  });
  private readonly counts = new FailureWindow(60);

  constructor(
    private readonly documents: OutboundDocuments,
    private readonly limits: Limits,
  ) {}

  /**
   * The document at `uri`. It is fetched once where the fragment is its SHA-256, which is how a client says
   * that it does not change; and the last that was there is as good when strangers have us fetch too often
   * (attack S18).
   * @param from who asks
   * @throws OutboundError; OAuthError 429
   */
  async get(uri: string, { id }: Client, from: string): Promise<string> {
    const address = withoutFragment(uri);
    const known = this.remembered.get(address);
    const hash = uri.slice(address.length + 1);
    if (known !== undefined && hash === sha256(known)) return known;
    const limit = await this.reached(id, from);
    if (limit !== undefined) {
      if (known !== undefined && hash.length !== sha256('').length) return known;
      const description = 'The request_uri was asked for too often.';
      throw new OAuthError('temporarily_unavailable', description).tooOften(60, limit);
    }
    const document = await this.fetchOnce(address);
    this.remembered.set(address, document);
    return document;
  }

  /** @returns the limit that is reached; otherwise this one is counted */
  private async reached(clientId: string, from: string): Promise<Limit | undefined> {
    const counted = [
      [`${clientId}|${from}`, 'request_uri_fetches_of_address_per_minute'],
      [clientId, 'request_uri_fetches_per_minute'],
    ] as const;
    for (const [key, limit] of counted) {
      if (await this.limits.reached(limit, this.counts.failures(key))) return limit;
    }
    for (const [key] of counted) this.counts.record(key);
    return undefined;
  }

  /** However many people come at the same moment. */
  private fetchOnce(address: string): Promise<string> {
    let fetching = this.fetches.get(address);
    if (fetching === undefined) {
      fetching = this.documents.getJwt(address).finally(() => this.fetches.delete(address));
      this.fetches.set(address, fetching);
    }
    return fetching;
  }
}

export function withoutFragment(uri: string): string {
  return uri.split('#', 1)[0] ?? '';
}
