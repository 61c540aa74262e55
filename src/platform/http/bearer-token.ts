import { OAuthError, Parameters } from '#protocol';
import type { HttpRequest } from './request.js';

const BEARER = /^bearer +([\w.~+/-]+=*)$/i;

/**
 * The access token of a request: from the Authorization header, or from a form body (RFC 6750 §2).
 * Never from the query string, where it would be logged (RFC 9700 §4.3.2).
 *
 * @returns undefined when the request carries none
 * @throws OAuthError `invalid_request` when it is malformed or sent in two ways
 */
export function bearerToken(request: HttpRequest): string | undefined {
  const header = request.headers.authorization;
  const posted = request.body instanceof Parameters ? request.body : Parameters.none;
  const inBody = posted.get('access_token');
  if (header !== undefined && inBody !== undefined) {
    throw OAuthError.invalidRequest('The access token was sent in more than one way.').refusedBy({
      ...{ check: 'bearer-token', spec: 'RFC 6750 §2' },
      ...{ expected: 'one way', got: 'the Authorization header and the body' },
    });
  }
  if (posted.duplicated.has('access_token')) posted.rejectDuplicates();
  if (header === undefined) return inBody;
  const [, token] = BEARER.exec(header) ?? [];
  if (token === undefined) {
    if (!/^bearer\b/i.test(header)) return undefined;
    throw OAuthError.invalidRequest('The Authorization header is malformed.').refusedBy({
      ...{ check: 'bearer-token', spec: 'RFC 6750 §2.1' },
      ...{ expected: 'Bearer and a token', got: 'something else' },
    });
  }
  return token;
}
