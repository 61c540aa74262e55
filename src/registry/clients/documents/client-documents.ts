import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { atMost } from '#platform/cache';
import { RefusedChange } from '#platform/changes';
import { Config } from '#platform/config';
import type { RequestOrigin } from '#platform/http';
import { Logger } from '#platform/logging';
import { OutboundError } from '#platform/outbound';
import type { Client } from '../client.js';
import { ClientRepository } from '../client.repository.js';
import { isAddress, isWelcome } from './document-id.js';
import { DocumentLimits } from './document-limits.js';
import { DocumentRegistration } from './document-registration.js';

/** How long a document is believed to be as it was, in milliseconds. */
const MAX_AGE = 300_000;
/** How long one is left alone that could not be used: whoever mends it need not wait. */
const MIN_INTERVAL = 30_000;
/** How long a client whose document cannot be had goes on as it was, in milliseconds. */
const PATIENCE = 24 * 3_600_000;
const MAX_REMEMBERED = 2000;

/** What came of the last look. */
interface Look {
  readonly at: number;
  /** Why the client cannot be let in, for the log. */
  readonly reason: string | undefined;
  /** When the document was last as it should be, or this node first looked for it. */
  readonly goodAt: number;
}

/**
 * Clients whose `client_id` is the address of a document about them
 * (draft-ietf-oauth-client-id-metadata-document). They are registered by the first request that names one,
 * as clients that registered themselves are, and follow their document.
 */
@Injectable()
export class ClientDocuments {
  private readonly looks = new LRUCache<string, Look>(atMost(MAX_REMEMBERED));
  private readonly underWay = new Map<string, Promise<Look>>();

  constructor(
    private readonly config: Config,
    private readonly repository: ClientRepository,
    private readonly registration: DocumentRegistration,
    private readonly limits: DocumentLimits,
    private readonly logger: Logger,
  ) {}

  /**
   * Before the client of a request is looked for: that it is registered as its document says.
   * @returns why it cannot be let in, for the log; undefined for every client without a document
   */
  heed(clientId: string, origin: RequestOrigin): undefined | Promise<string | undefined> {
    if (!isAddress(clientId) || !isWelcome(this.config, clientId)) return undefined;
    return this.look(clientId, origin).then(({ reason }) => reason);
  }

  private look(clientId: string, origin: RequestOrigin): Promise<Look> {
    const last = this.looks.get(clientId);
    const age = last?.reason === undefined ? MAX_AGE : MIN_INTERVAL;
    if (last !== undefined && performance.now() - last.at < age) return Promise.resolve(last);
    const underWay = this.underWay.get(clientId);
    if (underWay !== undefined) return underWay;
    const looking = this.lookAgain(clientId, last, origin).finally(() =>
      this.underWay.delete(clientId),
    );
    this.underWay.set(clientId, looking);
    return looking;
  }

  private async lookAgain(
    clientId: string,
    last: Look | undefined,
    origin: RequestOrigin,
  ): Promise<Look> {
    const at = performance.now();
    const before = await this.repository.find(clientId);
    // Not remembered: the limit is that of an address, and others have theirs.
    const limit = before === undefined ? await this.limits.reached(origin) : undefined;
    if (limit !== undefined) return { at, reason: limit, goodAt: at };
    const look = await this.follow(clientId, before, last?.goodAt ?? at, origin);
    this.looks.set(clientId, look);
    if (look.reason !== undefined) {
      const details = { origin: new URL(clientId).origin };
      const fields = { reason: look.reason, details };
      this.logger.write('info', 'a client metadata document could not be used', fields);
    }
    return look;
  }

  private async follow(
    clientId: string,
    before: Client | undefined,
    goodAt: number,
    origin: RequestOrigin,
  ): Promise<Look> {
    const at = performance.now();
    try {
      await this.registration.follow(clientId, before, origin);
      return { at, reason: undefined, goodAt: at };
    } catch (error) {
      if (error instanceof RefusedChange) {
        const reason = error.problems
          .map(({ pointer, detail }) => `${pointer} ${detail}`)
          .join(' ');
        // Another node, or another request, has just done so.
        const taken = error.status === 409 && before === undefined;
        return { at, reason: taken ? undefined : reason, goodAt };
      }
      if (!(error instanceof OutboundError)) throw error;
      const goesOn = before !== undefined && at - goodAt < PATIENCE;
      return { at, reason: goesOn ? undefined : error.reason, goodAt };
    }
  }
}
