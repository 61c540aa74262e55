import { OAuthError } from '#protocol';
import type { EndpointTraits } from './endpoint.decorator.js';
import type { Problem } from './problem.js';
import type { HttpReply, HttpRequest } from './request.js';
import { sendPage } from './security-headers.js';
import { errorPage } from './views/error.page.js';
import { textsFor } from '#platform/texts';

/** Answers an error in the form that its route, or a neighbour of it, declares. */
export function sendError(
  error: OAuthError | Problem,
  request: HttpRequest,
  reply: HttpReply,
): void {
  const { errors, errorTitle } = request.server.routeTable.traitsOf(request);
  if (errors === 'page' && !wantsJson(request)) {
    sendErrorPage(reply, error, request.id, errorTitle);
  } else if (errors === 'problem') sendProblem(reply, error);
  else sendOAuthError(reply, error);
}

function wantsJson(request: HttpRequest): boolean {
  const accept = request.headers.accept ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}

function sendOAuthError(reply: HttpReply, error: OAuthError | Problem): void {
  const code = error instanceof OAuthError ? error.code : (error.error ?? 'invalid_request');
  const description = error instanceof OAuthError ? error.description : error.detail;
  void reply.status(error.status).send({ error: code, error_description: description });
}

function sendProblem(reply: HttpReply, error: OAuthError | Problem): void {
  const body =
    error instanceof OAuthError
      ? { title: error.code, detail: error.description, error: error.code }
      : { title: error.title, detail: error.detail, error: error.error, errors: error.errors };
  void reply
    .status(error.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ type: 'about:blank', status: error.status, ...body });
}

function sendErrorPage(
  reply: HttpReply,
  error: OAuthError | Problem,
  reference: string,
  errorTitle: EndpointTraits['errorTitle'],
): void {
  const code = error instanceof OAuthError ? error.code : (error.error ?? error.title);
  const description = error instanceof OAuthError ? error.description : error.detail;
  const html = errorPage.render({
    title: textsFor().error[error.status === 404 ? 'notFound' : errorTitle],
    error: code,
    description,
    reference,
  });
  sendPage(reply, html, { status: error.status });
}
