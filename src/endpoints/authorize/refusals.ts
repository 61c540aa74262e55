import { Injectable } from '@nestjs/common';
import { type Browser, RefusedRequests } from '#platform/http';
import { Logger } from '#platform/logging';
import { OAuthError } from '#protocol';
import { AuthorizationResponseError } from './authorization-response-error.js';

/** Tells operators of authorization requests that are refused: whoever sets up a client finds out why. */
@Injectable()
export class Refusals {
  constructor(
    private readonly refusedRequests: RefusedRequests,
    private readonly logger: Logger,
  ) {}

  tell(thrown: unknown, { origin }: Browser): void {
    const known = thrown instanceof AuthorizationResponseError;
    const error = known ? thrown.error : thrown;
    if (!(error instanceof OAuthError) || error.status >= 500) return;
    // What is answered by a page, the filter of exceptions tells.
    if (known) {
      this.refusedRequests.tell({
        ...{ error, endpoint: '/authorize', origin },
        client: { id: thrown.request.client.id, proven: false },
        toBeExplained: error.refusal !== undefined,
      });
    }
    this.logger.write('info', 'authorization request refused', {
      requestId: origin.requestId,
      ip: origin.ip,
      ...(known ? { clientId: thrown.request.client.id } : {}),
      error: error.code,
      reason: error.reason ?? error.description,
    });
  }
}
