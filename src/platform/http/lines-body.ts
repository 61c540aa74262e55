import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { OAuthError } from '#protocol';
import { Problem } from './problem.js';
import type { HttpRequest } from './request.js';

/** JSON lines under the names that they go by, and comma-separated values (RFC 4180). */
const TYPES = ['application/jsonl', 'application/x-ndjson', 'text/csv'];

/** Limit: bytes of a body of lines. They are read when it is known who sends them. */
const MAX_BYTES = 16 * 1024 * 1024;

/** A body that has one thing in each line. */
export class LinesBody {
  constructor(
    readonly kind: 'jsonl' | 'csv',
    private readonly payload: AsyncIterable<Buffer>,
  ) {}

  /** @throws Problem 400 where it is not UTF-8, 413 where it is too large */
  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of this.payload) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    } catch {
      throw Problem.badRequest('The body is not UTF-8.');
    }
  }
}

/** The body of a request as lines; undefined where it came as JSON. */
export const Lines = createParamDecorator((_: undefined, context: ExecutionContext) => {
  const { body } = context.switchToHttp().getRequest<HttpRequest>();
  return body instanceof LinesBody ? body : undefined;
});

/** Lines come to the routes that declare them, unread; every other route answers 415. */
export function registerLinesParser(instance: FastifyInstance): void {
  instance.addContentTypeParser(TYPES, (request, payload, done) => {
    const type = request.headers['content-type'] ?? '';
    if (instance.routeTable.traitsOf(request).takesLines) {
      done(null, new LinesBody(/csv/i.test(type) ? 'csv' : 'jsonl', payload));
      return;
    }
    const refused = OAuthError.invalidRequest('This address takes no lines of data.', 415);
    done(
      refused.refusedBy({
        ...{ check: 'form-body', spec: 'RFC 9110 §8.3' },
        ...{ expected: 'JSON or a form', got: 'lines of data' },
      }),
    );
  });
}

function tooLarge(): Problem {
  const most = String(MAX_BYTES / 1024 / 1024);
  return new Problem(
    'content-too-large',
    `A request takes up to ${most} MB of lines: send several.`,
  );
}
