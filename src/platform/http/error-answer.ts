import { OAuthError } from '#protocol';
import type { Config } from '#platform/config';
import type { EndpointTraits } from './endpoint.decorator.js';
import { Problem } from './problem.js';
import { kindOf, problemNameOf } from './problem-kinds.js';
import type { HttpReply, HttpRequest } from './request.js';
import { sendPage } from './security-headers.js';
import { errorPage } from './views/error.page.js';
import { textsFor } from '#platform/texts';

/** Answers an error in the form that its route, or a neighbour of it, declares. */
export function sendError(
  error: OAuthError | Problem,
  request: HttpRequest,
  reply: HttpReply,
  config: Config,
): void {
  const { errors, errorTitle } = request.server.routeTable.traitsOf(request);
  if (errors === 'page' && !wantsJson(request)) {
    sendErrorPage(reply, error, request.id, errorTitle);
  } else if (errors === 'problem') sendProblem(reply, error, request, config);
  else sendOAuthError(reply, error);
}

/** Not what a proxy in front calls the request, which may be anything. */
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

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
  { id, server }: HttpRequest,
  config: Config,
): void {
  const problem = error instanceof OAuthError ? problemOf(error) : error;
  void reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({
      type: `${config.url(server.routeTable.explanation)}#${problem.kind}`,
      title: problem.title,
      status: problem.status,
      detail: problem.detail,
      instance: UUID.test(id) ? `urn:uuid:${id}` : undefined,
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

function sendErrorPage(
  reply: HttpReply,
  error: OAuthError | Problem,
  reference: string,
  errorTitle: EndpointTraits['errorTitle'],
): void {
  const code = error instanceof OAuthError ? error.code : error.error;
  const description = error instanceof OAuthError ? error.description : error.detail;
  const html = errorPage.render({
    title: textsFor().error[error.status === 404 ? 'notFound' : errorTitle],
    error: code,
    description,
    reference,
  });
  sendPage(reply, html, { status: error.status });
}
