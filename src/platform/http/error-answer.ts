import { OAuthError } from '#protocol';
import type { Config } from '#platform/config';
import { errorStyle } from './error-style.js';
import { pathOf } from './path.js';
import { Problem } from './problem.js';
import { kindOf, type ProblemName, problemNameOf } from './problem-kinds.js';
import type { HttpReply, HttpRequest } from './request.js';
import { sendPage } from './security-headers.js';
import { renderPage } from './views/views.js';
import { textsFor } from '#platform/texts';

/** Answers an error in the form that its path calls for. */
export function sendError(
  error: OAuthError | Problem,
  request: HttpRequest,
  reply: HttpReply,
  config: Config,
): void {
  const path = pathOf(request);
  const style = errorStyle(path);
  if (style === 'page' && !wantsJson(request)) sendErrorPage(reply, error, request.id, path);
  else if (style === 'problem') sendProblem(reply, error, request.id, config);
  else sendOAuthError(reply, error);
}

function wantsJson(request: HttpRequest): boolean {
  const accept = request.headers.accept ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}

function sendOAuthError(reply: HttpReply, error: OAuthError | Problem): void {
  const code = error instanceof OAuthError ? error.code : error.error;
  const description = error instanceof OAuthError ? error.description : error.detail;
  void reply.status(error.status).send({ error: code, error_description: description });
}

function sendProblem(
  reply: HttpReply,
  error: OAuthError | Problem,
  requestId: string,
  config: Config,
): void {
  const problem = error instanceof OAuthError ? problemOf(error) : error;
  void reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({
      type: problemType(config, problem.kind),
      title: problem.title,
      status: problem.status,
      detail: problem.detail,
      instance: `urn:uuid:${requestId}`,
      error: problem.error,
      errors: problem.errors,
    });
}

function problemOf({ status, code, description }: OAuthError): Problem {
  const name = problemNameOf(status, code);
  // What is `invalid_request` among protocol errors has a code of its own here: `not_found` and others.
  const error = code === 'invalid_request' ? kindOf(name).error : code;
  return new Problem(name, description, { error });
}

function problemType(config: Config, name: ProblemName): string {
  return config.url(`/docs/problems#${name}`);
}

function sendErrorPage(
  reply: HttpReply,
  error: OAuthError | Problem,
  reference: string,
  path: string,
): void {
  const code = error instanceof OAuthError ? error.code : error.error;
  const description = error instanceof OAuthError ? error.description : error.detail;
  const html = renderPage('error', {
    title: titleOf(path, error.status),
    error: code,
    description,
    reference,
  });
  sendPage(reply, html, { status: error.status });
}

function titleOf(path: string, status: number): string {
  const { error } = textsFor();
  if (status === 404) return error.notFound;
  if (path.startsWith('/authorize') || path.startsWith('/interaction')) return error.authorization;
  if (path.startsWith('/logout')) return error.logout;
  return error.other;
}
