import {
  type ArgumentMetadata,
  Injectable,
  type ValidationError,
  ValidationPipe,
} from '@nestjs/common';
import { Parameters } from '#protocol';
import { Problem } from './problem.js';

/**
 * Checks JSON bodies and the query of management requests against their class-validator declarations.
 * Unknown members are dropped, never stored (attack H03); every fault is named at once.
 */
@Injectable()
export class JsonBodyPipe extends ValidationPipe {
  /** @param refuse makes the error from what is wrong, and from the members at fault */
  constructor(private readonly refuse: (detail: string, faults?: Record<string, string>) => Error) {
    super({
      transform: true,
      whitelist: true,
      forbidUnknownValues: true,
      stopAtFirstError: true,
      exceptionFactory: (errors) =>
        refuse('Some members are missing or malformed.', faults(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (value instanceof Parameters) {
      throw new Problem(415, 'Unsupported Media Type', 'The body must be application/json.');
    }
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (value !== undefined && !isObject) {
      throw this.refuse('The body must be a JSON object.');
    }
    return super.transform(value ?? {}, metadata) as Promise<unknown>;
  }
}

/** Of the management APIs. */
export const jsonBodyPipe = new JsonBodyPipe((...what) => Problem.badRequest(...what));

function faults(errors: readonly ValidationError[], prefix = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { property, constraints, children } of errors) {
    const path = prefix + property;
    const first = Object.values(constraints ?? {})[0];
    if (first !== undefined) found[path] = first;
    Object.assign(found, faults(children ?? [], `${path}.`));
  }
  return found;
}
