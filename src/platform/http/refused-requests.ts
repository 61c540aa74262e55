import { Injectable } from '@nestjs/common';
import { type OAuthError, Parameters } from '#protocol';
import type { AskingClient, HttpRequest } from './request.js';
import { originOf, type RequestOrigin } from './request-origin.js';

/** A request that was refused, and what is known of who sent it. */
export interface RefusedRequest {
  readonly error: OAuthError;
  /** The pattern of the route, and not the path: an identifier may stand in that. */
  readonly endpoint: string;
  readonly origin: RequestOrigin;
  readonly client?: AskingClient | undefined;
  /** As the form has it. */
  readonly grantType?: string | undefined;
  /** Whether somebody may come and ask: a check says what it wanted, or a person was shown a reference. */
  readonly toBeExplained: boolean;
}

type Listener = (refused: RefusedRequest) => void;

/** Tells of requests that are refused, for whoever counts them or answers why they were. */
@Injectable()
export class RefusedRequests {
  private readonly listeners: Listener[] = [];

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  tell(refused: RefusedRequest): void {
    for (const listener of this.listeners) listener(refused);
  }
}

export function refusedRequest(error: OAuthError, request: HttpRequest): RefusedRequest {
  const { body } = request;
  const { errors } = request.server.routeTable.traitsOf(request);
  const shown = errors === 'page' && error.status !== 404;
  return {
    error,
    endpoint: request.routeOptions.url ?? '',
    origin: originOf(request),
    client: request.facts.asking,
    grantType: body instanceof Parameters ? body.get('grant_type') : undefined,
    // Problem details say themselves what is wrong, and that nothing is at an address needs no explanation.
    toBeExplained: !request.is404 && errors !== 'problem' && (error.refusal !== undefined || shown),
  };
}
