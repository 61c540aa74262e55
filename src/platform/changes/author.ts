import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import {
  type Actor,
  actorOf,
  type Caller,
  type HttpRequest,
  originOf,
  type RequestOrigin,
  SYSTEM,
} from '#platform/http';
import { IfMatch, IfNoneMatch } from './entity-tag.js';

/** Who asks for a change, from where, and on which condition. */
export interface Author {
  readonly actor: Actor;
  readonly origin?: RequestOrigin | undefined;
  /** The application through which a person asks. */
  readonly via?: string | undefined;
  readonly ifMatch?: IfMatch | undefined;
  readonly ifNoneMatch?: IfNoneMatch | undefined;
  /** Of what it is one change of several; their events tell it. */
  readonly changeId?: string | undefined;
}

/** Gatehouse itself, as when it starts. */
export const ITSELF: Author = { actor: SYSTEM };

/** A person, who looks after themselves on a page. */
export function personByThemselves(sub: string, { origin }: Pick<Author, 'origin'>): Author {
  return { actor: { kind: 'user', id: sub }, origin };
}

/** The author of a change that a management API was asked for. */
export interface CallingAuthor extends Author {
  readonly caller: Caller;
}

/** The author of a request to a route that is protected with `@RequireScope()`. */
export const AuthorOf = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<HttpRequest>();
  const { caller } = request.facts;
  if (caller === undefined) throw new Error('this route does not require a scope');
  return authorOf(request, actorOf(caller), caller);
});

export function authorOf(request: HttpRequest, actor: Actor): Author;
export function authorOf(request: HttpRequest, actor: Actor, caller: Caller): CallingAuthor;
export function authorOf(request: HttpRequest, actor: Actor, caller?: Caller): Author {
  return {
    actor,
    origin: originOf(request),
    ifMatch: IfMatch.of(request.headers['if-match']),
    ifNoneMatch: IfNoneMatch.of(request.headers['if-none-match']),
    ...(caller?.userId === undefined ? {} : { via: caller.clientId }),
    ...(caller === undefined ? {} : { caller }),
  };
}
