import { OAuthError } from '#protocol';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import type { EndpointTraits } from './endpoint.decorator.js';
import { Problem } from './problem.js';
import { kindOf, problemNameOf } from './problem-kinds.js';
import type { HttpReply, HttpRequest } from './request.js';
import { sendPage } from './security-headers.js';
import { ErrorForPeople } from './error-for-people.js';
import { errorPage } from './views/error.page.js';
import { Looks } from './views/look.js';
import type { Texts } from '#platform/texts';

/** Answers an error in the form that its route, or a neighbour of it, declares. */
@Injectable()
export class ErrorAnswers {
  constructor(
    private readonly config: Config,
    private readonly looks: Looks,
  ) {}

  send(error: OAuthError | Problem, request: HttpRequest, reply: HttpReply): void {
    // What has no route, and what was refused before it came to one.
    request.facts.look ??= this.looks.latest;
    sendError(error, request, reply, this.config);
  }
}

export function sendError(
  error: OAuthError | Problem,
  request: HttpRequest,
  reply: HttpReply,
  config: Config,
): void {
  const { errors, errorTitle } = request.server.routeTable.traitsOf(request);
  // Who opens an address in a browser that is not there, or not for that, is told so by a page.
  const astray = (request.is404 || error.status === 404) && wantsPage(request);
  if ((errors === 'page' && !wantsJson(request)) || astray) {
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

function wantsPage(request: HttpRequest): boolean {
  return request.headers.accept?.includes('text/html') === true;
}

function sendOAuthError(reply: HttpReply, error: OAuthError | Problem): void {
  const code = error instanceof OAuthError ? error.code : error.error;
  const description = error instanceof OAuthError ? error.description : error.detail;
  const { errors } = error;
  void reply.status(error.status).send({ error: code, error_description: description, errors });
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
      ...problem.extensions,
    });
}

function problemOf({ status, code, description }: OAuthError): Problem {
  const name = problemNameOf(status, code);
  // What is `invalid_request` among protocol errors has a code of its own here: `not_found` and others.
  const error = code === 'invalid_request' ? kindOf(name).error : code;
  return new Problem(name, description, { error });
}

function inWords({ what, wayOn }: ErrorForPeople) {
  const description = (t: Texts) => t.errorsForPeople[what].happened;
  const toDo = (t: Texts) => t.errorsForPeople[what].toDo;
  return { description, toDo, wayOn };
}

function sendErrorPage(
  reply: HttpReply,
  error: OAuthError | Problem,
  reference: string,
  errorTitle: EndpointTraits['errorTitle'],
): void {
  const code = error instanceof OAuthError ? error.code : error.error;
  const busy = error.status === 503;
  const told = error instanceof OAuthError ? error.description : error.detail;
  const page = errorPage.render({
    title: (t) => t.error[error.status === 404 ? 'notFound' : errorTitle],
    error: code,
    description: busy ? (t) => t.error.busy : told,
    toDo: busy ? (t) => t.error.busyAdvice : undefined,
    reference,
    notFound: error.status === 404,
    ...(error instanceof ErrorForPeople ? inWords(error) : {}),
  });
  sendPage(reply, page, { status: error.status });
}
