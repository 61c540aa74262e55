import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { DatabaseHealth, isDatabaseUnavailable, isForeignKeyViolation } from '#platform/database';
import { Logger } from '#platform/logging';
import { Metrics } from '#platform/metrics';
import { OAuthError } from '#protocol';
import { ErrorAnswers } from './error-answer.js';
import { pathOf } from './path.js';
import { Problem } from './problem.js';
import type { HttpReply, HttpRequest } from './request.js';
import { refusedRequest, RefusedRequests } from './refused-requests.js';
import { traceIdOf } from './request-id.js';

/**
 * The only place where an error becomes an answer. Whatever is not one of ours is a `server_error`:
 * logged in full, told in one sentence (attack M06).
 */
@Catch()
export class ExceptionsFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly answers: ErrorAnswers,
    private readonly database: DatabaseHealth,
    private readonly metrics: Metrics,
    private readonly refusedRequests: RefusedRequests,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<HttpRequest>();
    const reply = host.switchToHttp().getResponse<HttpReply>();
    if (reply.sent) return;
    const path = pathOf(request);
    const error = this.normalise(thrown, request, path);
    this.log(error, thrown, request, path);
    if (error instanceof OAuthError) void reply.headers(error.headers);
    if (error.status === 503) void reply.header('retry-after', '1');
    this.answers.send(error, request, reply);
    if (error instanceof OAuthError) this.refusedRequests.tell(refusedRequest(error, request));
  }

  private normalise(thrown: unknown, request: HttpRequest, path: string): OAuthError | Problem {
    if (thrown instanceof OAuthError || thrown instanceof Problem) return thrown;
    if (wentAway(request, thrown)) {
      this.metrics.countAbortedRequest();
      return OAuthError.invalidRequest('The request ended before it was complete.');
    }
    this.database.observe(thrown);
    if (isDatabaseUnavailable(thrown)) {
      return OAuthError.temporarilyUnavailable('the database cannot be reached', thrown);
    }
    if (isForeignKeyViolation(thrown)) {
      return OAuthError.invalidRequest('What this is about was deleted a moment ago.');
    }
    const status = statusOf(thrown);
    if (status === 404) {
      const methods = request.server.routeTable.at(path).map(({ method }) => method);
      if (methods.length === 0 || methods.includes(request.method)) {
        return OAuthError.invalidRequest('There is nothing at this address.', 404);
      }
      return OAuthError.invalidRequest(
        `This address does not answer ${request.method} requests.`,
        405,
      ).withHeaders({ allow: [...new Set(methods)].sort().join(', ') });
    }
    if (status !== undefined && status < 500) {
      const got = CLIENT_ERRORS[status] ?? 'The request is malformed.';
      return OAuthError.invalidRequest(got, status).refusedBy({
        ...{ check: 'form-body', spec: 'RFC 9110 §15.5' },
        ...{ expected: 'a request of the form and size that this endpoint takes', got },
      });
    }
    return OAuthError.serverError(thrown);
  }

  private log(
    error: OAuthError | Problem,
    thrown: unknown,
    request: HttpRequest,
    path: string,
  ): void {
    const failed = error.status >= 500;
    const level = failed ? 'error' : 'debug';
    const traceId = traceIdOf(request.headers);
    this.logger.write(level, failed ? 'request failed' : 'request refused', {
      requestId: request.id,
      ...(traceId === undefined ? {} : { traceId }),
      method: request.method,
      route: path,
      status: error.status,
      ip: request.ip,
      error: error instanceof OAuthError ? error.code : error.error,
      ...(error instanceof OAuthError && error.reason !== undefined
        ? { reason: error.reason }
        : {}),
      ...(failed && thrown instanceof Error ? { stack: stackOf(thrown) } : {}),
    });
  }
}

const CLIENT_ERRORS: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  413: 'The request body is too large.',
  414: 'The address is too long.',
  415: 'The request body has an unsupported media type.',
  431: 'The request headers are too large.',
};

/** Whether the caller ended the connection in the middle of the body. */
function wentAway({ raw }: HttpRequest, thrown: unknown): boolean {
  if (raw.complete) return false;
  const { code } = (thrown ?? {}) as { code?: unknown };
  return (
    raw.destroyed || ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(code))
  );
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const { statusCode } = (thrown ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}

/** The stack and the cause; of a failed statement never its parameters. */
function stackOf(error: Error): string {
  const { driverError } = error as { driverError?: unknown };
  const cause = driverError instanceof Error ? `\ncaused by: ${driverError.message}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
