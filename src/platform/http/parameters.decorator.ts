import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { OAuthError, Parameters } from '#protocol';
import type { HttpRequest } from './request.js';

/**
 * The form parameters of a POST.
 * @throws OAuthError `invalid_request` when the body is not a form (RFC 6749 §3.2).
 */
export function formParameters(request: HttpRequest): Parameters {
  if (request.body instanceof Parameters) return request.body;
  if (request.body === undefined || request.body === null) return Parameters.none;
  throw OAuthError.invalidRequest(
    'The body must be application/x-www-form-urlencoded.',
    415,
  ).refusedBy({
    ...{ check: 'form-body', spec: 'RFC 6749 Appendix B' },
    ...{ expected: 'application/x-www-form-urlencoded', got: 'another media type' },
  });
}

/** The parameters of the query string, decoded exactly as a form body is. */
export function queryParameters(request: HttpRequest): Parameters {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  return mark < 0 ? Parameters.none : Parameters.parse(url.slice(mark + 1));
}

export const FormParameters = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  formParameters(context.switchToHttp().getRequest<HttpRequest>()),
);

export const QueryParameters = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  queryParameters(context.switchToHttp().getRequest<HttpRequest>()),
);
