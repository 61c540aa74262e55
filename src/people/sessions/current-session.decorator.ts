import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { HttpRequest } from '#platform/http';
import type { LiveSession } from './session.js';

declare module '#platform/http' {
  interface RequestFacts {
    /** Set by the guard of routes marked `@RequireSession()`. */
    session?: LiveSession;
  }
}

/** The session of a route that is marked `@RequireSession()`. */
export const CurrentSession = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const { session } = context.switchToHttp().getRequest<HttpRequest>().facts;
  if (session === undefined) throw new Error('this route does not require a session');
  return session;
});
