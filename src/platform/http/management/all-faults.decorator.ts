import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { HttpRequest } from '../request.js';

const KEY = 'gatehouse:all-faults';

/**
 * The handler is called with the rest of a body whose form is wrong, so that it can tell what is wrong with
 * that as well: it throws what {@link FaultsOf} gives it, and changes nothing.
 */
export const TellsAllFaults = () => SetMetadata(KEY, true);

export function tellsAllFaults(handler: object): boolean {
  return Reflect.getMetadata(KEY, handler) === true;
}

/** What has to be thrown by a handler that {@link TellsAllFaults}; undefined when the form is right. */
export const FaultsOf = createParamDecorator(
  (_data: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<HttpRequest>().facts.faults,
);
