import { type CallHandler, type ExecutionContext, Injectable } from '@nestjs/common';
import { catchError, from, map, mergeMap, type Observable, of } from 'rxjs';
import { sha256 } from '#platform/crypto';
import { type HttpReply, type HttpRequest, Problem, type RequestsOnce } from '#platform/http';
import { OAuthError } from '#protocol';
import { type AskedOnce, IdempotencyKeys, type KeptAnswer } from './idempotency-keys.js';

/** A text, or a string as RFC 8941 §3.3.3 has them. */
const KEY = /^"?([\x21\x23-\x7e]{1,255})"?$/;

/** Its answer is told while it is made, and is not kept. */
const NOT_OF_LINES =
  'This operation takes no Idempotency-Key. It can be sent again: what is there already is refused, line by line.';

/** What an answer has in its head besides what each has. */
const HEADERS = ['etag', 'location'] as const;

/** A POST to a management API that says `Idempotency-Key` is done once (RFC 9110 §9.2.2). */
@Injectable()
export class IdempotentRequests implements RequestsOnce {
  constructor(private readonly keys: IdempotencyKeys) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.method !== 'POST') return next.handle();
    const { traits } = request.routeOptions.config;
    if (traits?.takesLines === true) throw new Problem('invalid-request', NOT_OF_LINES);
    const asked = askedOnce(request, String(key));
    const reply = http.getResponse<HttpReply>();
    return from(this.keys.begin(asked)).pipe(
      mergeMap((kept) =>
        kept === undefined ? this.doIt(asked, next, reply) : of(again(kept, reply)),
      ),
    );
  }

  private doIt(asked: AskedOnce, next: CallHandler, reply: HttpReply): Observable<unknown> {
    return next.handle().pipe(
      catchError(async (error: unknown) => {
        // What is not refused, but fails, may have been done.
        if (isRefusal(error)) await this.keys.release(asked);
        throw error;
      }),
      mergeMap((body: unknown) =>
        from(this.keys.finish(asked, keptOf(body, reply))).pipe(map(() => body)),
      ),
    );
  }
}

function askedOnce(request: HttpRequest, given: string): AskedOnce {
  const [, key] = KEY.exec(given) ?? [];
  if (key === undefined) {
    const detail = 'The header Idempotency-Key takes 1 to 255 characters of ASCII, without blanks.';
    throw new Problem('invalid-request', detail);
  }
  const { clientId = '', userId = '' } = request.facts.caller ?? {};
  const { url, body, headers } = request;
  const condition = headers['if-match'] ?? '';
  return {
    keyHash: sha256(JSON.stringify([clientId, userId, key])),
    requestHash: sha256(JSON.stringify([url, condition, body ?? null])),
  };
}

function keptOf(body: unknown, reply: HttpReply): KeptAnswer {
  const told = HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { status: reply.statusCode, headers: Object.fromEntries(told), body };
}

function again({ status, headers, body }: KeptAnswer, reply: HttpReply): unknown {
  void reply.status(status).headers({ ...headers });
  return body;
}

function isRefusal(error: unknown): boolean {
  const known = error instanceof Problem || error instanceof OAuthError;
  return known && error.status !== 500;
}
