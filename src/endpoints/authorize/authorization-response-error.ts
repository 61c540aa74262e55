import type { OAuthError } from '#protocol';
import type { RedirectableRequest } from './authorization-request.js';
import type { ResponseMode } from './response-modes/index.js';

/** An error that goes to the client through the browser (RFC 6749 §4.1.2.1). */
export class AuthorizationResponseError extends Error {
  override readonly name = 'AuthorizationResponseError';

  constructor(
    readonly error: OAuthError,
    readonly request: RedirectableRequest,
    readonly responseMode: ResponseMode,
  ) {
    super(error.message, { cause: error });
  }
}
