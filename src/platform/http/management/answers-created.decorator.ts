import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { ApiCreatedResponse, type ResponseObject } from '@nestjs/swagger';
import { map, type Observable } from 'rxjs';
import { pathOf } from '../path.js';
import type { HttpReply, HttpRequest } from '../request.js';

/** Adds where to find what was created (RFC 9110 §10.2.2). */
class CreatedLocation implements NestInterceptor {
  constructor(private readonly id: string) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const path = pathOf(http.getRequest<HttpRequest>());
    return next.handle().pipe(
      map((answer: Record<string, unknown>) => {
        const location = `${path}/${encodeURIComponent(String(answer[this.id]))}`;
        void http.getResponse<HttpReply>().header('location', location);
        return answer;
      }),
    );
  }
}

/** What an answer with a `Location` declares of it. */
export const LOCATION = {
  Location: {
    required: true,
    description: 'Where it is (RFC 9110 §10.2.2).',
    schema: { type: 'string', format: 'uri-reference' },
  },
} as const;

/**
 * The route answers 201 with what it created, and says where that is.
 * @param id the member that completes the path of the route to the path of what was created
 */
export const AnswersCreated = <Body>(
  type: Type<Body>,
  id: keyof Body & string,
  headers: ResponseObject['headers'] = {},
) =>
  applyDecorators(
    UseInterceptors(new CreatedLocation(id)),
    ApiCreatedResponse({ type, headers: { ...headers, ...LOCATION } }),
  );
