import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type HttpRequest, originOf, Problem } from '#platform/http';
import type { Asked } from '../own-access.js';

/**
 * The person in whose name an application calls the account API.
 * @throws Problem 403 when the client acts for itself: it has no account (attack E12)
 */
export const AccountHolder = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Required<Asked> => {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const { caller } = request.facts;
    if (caller === undefined) throw new Error('this route does not require a scope');
    const { userId, clientId } = caller;
    if (userId !== undefined) return { userId, via: clientId, origin: originOf(request) };
    const detail = 'The access token speaks for a client. Only people have an account.';
    throw new Problem('access-denied', detail);
  },
);
