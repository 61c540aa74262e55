import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { map, type Observable } from 'rxjs';
import { Config } from '#platform/config';
import { type HttpReply, type HttpRequest, pathOf } from '#platform/http';
import { ListResponse } from './list.response.js';

/** Adds the address of the next page. */
@Injectable()
class NextLink implements NestInterceptor {
  constructor(private readonly config: Config) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    const asked = new URLSearchParams(request.raw.url?.split('?')[1]);
    return next.handle().pipe(
      map((answer: unknown) => {
        if (answer instanceof ListResponse && answer.next !== undefined) {
          asked.set('cursor', answer.next);
          const uri = this.config.url(`${pathOf(request)}?${asked.toString()}`);
          void http.getResponse<HttpReply>().header('link', `<${uri}>; rel="next"`);
        }
        return answer;
      }),
    );
  }
}

export const LINK = {
  Link: {
    description: 'The next page, with rel="next", unless this is the last (RFC 8288).',
    schema: { type: 'string' },
  },
} as const;

/** The route answers a page of a list. */
export const AnswersList = (type: Type<ListResponse>) =>
  applyDecorators(UseInterceptors(NextLink), ApiOkResponse({ type, headers: LINK }));
