import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { map, type Observable } from 'rxjs';
import type { HttpReply, HttpRequest } from '#platform/http';

/** A representation of an aggregate, and which version of it. */
export class Versioned<Body = unknown> {
  constructor(
    readonly version: number,
    readonly body: Body,
  ) {}
}

/** `If-Match` (RFC 9110 §13.1.1): the versions that a change may start from. */
export class IfMatch {
  private constructor(private readonly tags: readonly string[]) {}

  static of(header: string | undefined): IfMatch | undefined {
    return header === undefined ? undefined : new IfMatch(tagsIn(header));
  }

  /** Weak tags never match: they say nothing about what is changed. */
  accepts(version: number): boolean {
    return this.tags.some((tag) => tag === '*' || tag === entityTag(version));
  }
}

const entityTag = (version: number) => `"${String(version)}"`;

// Ours hold digits only, so that a comma in a tag of somebody else's splits nothing that could match.
const tagsIn = (header: string) => header.split(',').map((tag) => tag.trim());

/** `If-None-Match` (RFC 9110 §13.1.2): the versions of which there may be none. It compares weakly. */
export class IfNoneMatch {
  private constructor(private readonly tags: readonly string[]) {}

  static of(header: string | undefined): IfNoneMatch | undefined {
    return header === undefined ? undefined : new IfNoneMatch(tagsIn(header));
  }

  accepts(version: number): boolean {
    const same = (tag: string) => tag === '*' || tag.replace(/^W\//, '') === entityTag(version);
    return !this.tags.some(same);
  }
}

class EntityTags implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const { method, headers } = http.getRequest<HttpRequest>();
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!(answer instanceof Versioned)) return answer;
        void http.getResponse<HttpReply>().header('etag', entityTag(answer.version));
        const wanted = IfNoneMatch.of(headers['if-none-match'])?.accepts(answer.version) ?? true;
        const known = method === 'GET' && !wanted;
        return known ? new Response(null, { status: 304 }) : (answer.body as unknown);
      }),
    );
  }
}

/** What an answer with an `ETag` declares of it. */
export const ETAG = {
  ETag: {
    required: true,
    description: 'The version, for If-Match and If-None-Match (RFC 9110 §8.8.3).',
    schema: { type: 'string', example: '"1"' },
  },
} as const;

/** The route answers a {@link Versioned} representation, with its `ETag`. */
export const AnswersEntityTag = () => UseInterceptors(EntityTags);

/** The same for a read: 304 for whoever has this version (RFC 9110 §13.1.2). */
export const ConditionalRead = () =>
  applyDecorators(
    AnswersEntityTag(),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'The version that you have, as its ETag told, such as "1" with the quotes.',
      schema: { type: 'string' },
    }),
    ApiResponse({
      status: 304,
      description: 'It is still the version that you have.',
      headers: ETAG,
    }),
  );

/** The same for a change: 412 where it was changed meanwhile (RFC 9110 §13.1.1). */
export const ConditionalChange = () =>
  applyDecorators(
    AnswersEntityTag(),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description:
        'The version to start from, such as "1" with the quotes. Without it, your change is merged with those of others.',
      schema: { type: 'string' },
    }),
  );
