import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  Put as PutRoute,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiParam } from '@nestjs/swagger';
import { map, type Observable } from 'rxjs';
import { ApiProblems, type HttpReply, type HttpRequest, LOCATION, pathOf } from '#platform/http';
import { DryRunnable } from './dry-run.js';
import { AnswersEntityTag, ETAG, Versioned } from './entity-tag.js';

const PLACE = 'by-external-id';

/** What came of a PUT, and whether it was there before. */
export interface Put<Result> {
  readonly created: boolean;
  readonly result: Result;
}

/** The representation of what was put. */
export class PutAnswer<Body = unknown> extends Versioned<Body> {
  constructor(
    readonly created: boolean,
    version: number,
    body: Body,
  ) {
    super(version, body);
  }
}

/** 201 for what was created, 200 for what was replaced, and where it is (RFC 9110 §9.3.4). */
class PutAnswers implements NestInterceptor {
  constructor(private readonly id: string) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const [things = ''] = pathOf(http.getRequest<HttpRequest>()).split(`/${PLACE}/`);
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!(answer instanceof PutAnswer)) return answer;
        const id = (answer.body as Record<string, unknown>)[this.id];
        const reply = http.getResponse<HttpReply>();
        void reply.status(answer.created ? 201 : 200);
        void reply.header('location', `${things}/${encodeURIComponent(String(id))}`);
        return answer;
      }),
    );
  }
}

/**
 * The route creates, or replaces, by the name that others have for a thing.
 * @param id the member that completes the path of the controller to that of the thing
 */
export const PutsByExternalId = <Created, Replaced>(
  created: Type<Created>,
  replaced: Type<Replaced>,
  id: keyof Created & keyof Replaced & string,
) => {
  const headers = { ...ETAG, ...LOCATION };
  return applyDecorators(
    PutRoute(`${PLACE}/:external_id`),
    DryRunnable(),
    AnswersEntityTag(),
    UseInterceptors(new PutAnswers(id)),
    ApiParam({ name: 'external_id', description: 'What your own files and programs call it.' }),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The version to replace, such as "1" with the quotes; *: only what is there.',
      schema: { type: 'string' },
    }),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: '*: only what is not there yet.',
      schema: { type: 'string' },
    }),
    ApiCreatedResponse({ type: created, headers, description: 'It was not there.' }),
    ApiOkResponse({ type: replaced, headers, description: 'It was there, and is as you say now.' }),
    ApiProblems(409, 412),
  );
};

/** What every such operation is described by. */
export const ABOUT_PUT =
  'What the document does not name is as if it had never been set; ids and secrets stay. Where nothing would change, nothing does, its version included.';
