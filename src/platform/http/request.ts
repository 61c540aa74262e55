import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestedClaims } from '#protocol';
import type { Problem } from './problem.js';
import type { Wanted } from './views/language.js';
import type { Look } from './views/look.js';

/**
 * What guards have established about a request. Modules add their own facts by augmenting this
 * interface, so that a later step reads a typed value instead of working it out again.
 */
export interface RequestFacts {
  /** How the pages look that it is answered with. */
  look?: Look;
  /** The language that somebody wants to read, as far as it is known. */
  wanted?: Wanted;
  /** Who holds the bearer token that this request came with. */
  caller?: Caller;
  /** The client, once it has said and proved who it is. */
  asking?: AskingClient;
  /** What is wrong with the form of the body, where the handler tells it. */
  faults?: Problem;
}

/** The client that a request comes from, or says that it does. */
export interface AskingClient {
  readonly id: string;
  /** Whether it has proved that; anybody can speak for a public client. */
  readonly proven: boolean;
}

/** The things for which a scope is good that its holder has not for all. */
export interface Reach {
  /** People: those in one of these groups. */
  readonly groups?: readonly string[];
  /** Clients: those owned by one of these, who are the holder and their groups. */
  readonly owners?: readonly string[];
}

/** The holder of a valid access token, as management APIs see it. */
export interface Caller {
  readonly clientId: string;
  /** Absent when the client acts for itself. */
  readonly userId: string | undefined;
  readonly scope: ReadonlySet<string>;
  /** For what the scope of this route is good; absent: for everything. */
  readonly reach?: Reach | undefined;
  readonly authTime: number | undefined;
  /** The stored authorization that the token rests on; absent when the client acts for itself. */
  readonly authorizationId: string | undefined;
  /** What the client asked of userinfo by name, and the person allowed (OIDC Core §5.5). */
  readonly requestedClaims?: RequestedClaims | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    facts: RequestFacts;
  }
}

export type HttpRequest<Params = unknown> = FastifyRequest<{ Params: Params }>;
export type HttpReply = FastifyReply;

/** The caller of a route that is protected with `@RequireScope()`. */
export const CallerOf = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const { caller } = context.switchToHttp().getRequest<HttpRequest>().facts;
  if (caller === undefined) throw new Error('this route does not require a scope');
  return caller;
});
