import type { Refusal } from './refusal.js';

/** Error codes of RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1, RFC 9470 §3, RFC 8707 §2, RFC 7591 §3.2.2, RFC 8628 §3.5, RFC 9101 §7 and OIDC Core §3.1.2.6. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'unsupported_token_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'access_denied'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'insufficient_user_authentication'
  | 'login_required'
  | 'consent_required'
  | 'interaction_required'
  | 'account_selection_required'
  | 'unmet_authentication_requirements'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'invalid_request_uri'
  | 'invalid_request_object'
  | 'registration_not_supported'
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata'
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token';

export interface OAuthErrorOptions {
  /** HTTP status where the error is answered directly. */
  status?: number;
  /** Why, in full, for the log and the event only. Never sent. */
  reason?: string;
  cause?: unknown;
  /** Response headers that belong to the error, such as the challenge of a 401. */
  headers?: Readonly<Record<string, string>>;
  /** All that is wrong with client metadata, each with its place (RFC 7591 §3.2.2, RFC 6901). */
  errors?: readonly MemberError[] | undefined;
  /** The limit that was reached, of a 429. */
  limit?: string | undefined;
  refusal?: Refusal | undefined;
  /** What its challenge says besides the error. */
  challenge?: Readonly<Record<string, string>> | undefined;
}

interface MemberError {
  readonly pointer: string;
  readonly detail: string;
}

/**
 * The one protocol error. `description` is public and restricted to the characters of RFC 6749 §5.2;
 * `reason` is private, so that `invalid_grant` and `invalid_client` tell an attacker nothing.
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly status: number;
  readonly reason: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly MemberError[] | undefined;
  readonly limit: string | undefined;
  readonly challenge: Readonly<Record<string, string>> | undefined;
  private refusedFor: Refusal | undefined;

  constructor(
    readonly code: OAuthErrorCode,
    readonly description: string,
    options: OAuthErrorOptions = {},
  ) {
    const { status = 400, reason, cause, headers = {}, errors, limit, refusal } = options;
    super(`${code}: ${reason ?? description}`, { cause });
    this.challenge = options.challenge;
    this.status = status;
    this.reason = reason;
    this.headers = headers;
    this.errors = errors;
    this.limit = limit;
    this.refusedFor = refusal;
  }

  /** The check that refused. */
  get refusal(): Refusal | undefined {
    return this.refusedFor;
  }

  /** Names the check that refuses, for admins. The first one that does is it. */
  refusedBy(refusal: Refusal): this {
    this.refusedFor ??= refusal;
    return this;
  }

  /** The same error with response headers added. */
  withHeaders(headers: Readonly<Record<string, string>>, status = this.status): OAuthError {
    return this.changed({ headers: { ...this.headers, ...headers }, status });
  }

  /**
   * The same error as 429, with the seconds to wait (RFC 6585 §4).
   * @param limit the one that was reached, where the answer may say so
   */
  tooOften(retryAfter: number, limit?: string): OAuthError {
    const headers = { ...this.headers, 'retry-after': String(retryAfter) };
    if (limit === undefined) return this.changed({ headers, status: 429 });
    const refusal: Refusal = {
      ...{ check: 'limits', spec: 'RFC 6585 §4', got: { limit } },
      expected: 'no more requests than the limit allows',
    };
    const wait = `The limit ${limit} is reached; try again in ${String(retryAfter)} seconds.`;
    return this.changed({ headers, status: 429, limit, refusal }, `${this.description} ${wait}`);
  }

  private changed(options: OAuthErrorOptions, description = this.description): OAuthError {
    const { status, cause, headers, errors, limit, reason, refusal, challenge } = this;
    return new OAuthError(this.code, description, {
      ...{ status, cause, headers, errors, limit, refusal, challenge },
      ...(reason === undefined ? {} : { reason }),
      ...options,
    });
  }

  static invalidRequest(description: string, status = 400): OAuthError {
    return new OAuthError('invalid_request', description, { status });
  }

  /** One public text for an unknown client, a wrong secret and a wrong method (attack C03). */
  static invalidClient(reason: string): OAuthError {
    return new OAuthError('invalid_client', 'Client authentication failed.', {
      status: 401,
      reason,
    });
  }

  /** One public text for every way in which a code or refresh token can be dead. */
  static invalidGrant(reason: string): OAuthError {
    return new OAuthError(
      'invalid_grant',
      'The grant is invalid, expired, revoked, or was issued to another client.',
      { reason },
    );
  }

  static unauthorizedClient(description: string): OAuthError {
    return new OAuthError('unauthorized_client', description);
  }

  static unsupportedGrantType(): OAuthError {
    return new OAuthError('unsupported_grant_type', 'This grant type is not supported.');
  }

  static unsupportedResponseType(): OAuthError {
    return new OAuthError('unsupported_response_type', 'This response type is not supported.');
  }

  static invalidScope(description = 'A requested scope is unknown or not allowed.'): OAuthError {
    return new OAuthError('invalid_scope', description);
  }

  static invalidTarget(
    description = 'A requested resource is unknown or not allowed.',
  ): OAuthError {
    return new OAuthError('invalid_target', description);
  }

  static accessDenied(description: string, reason?: string): OAuthError {
    return new OAuthError('access_denied', description, reason === undefined ? {} : { reason });
  }

  static invalidToken(reason: string): OAuthError {
    return new OAuthError(
      'invalid_token',
      'The access token is invalid, expired or revoked, or is not meant for this resource.',
      { status: 401, reason },
    );
  }

  static insufficientScope(scope: string): OAuthError {
    return new OAuthError('insufficient_scope', `This needs the scope ${scope}.`, { status: 403 });
  }

  /** @param challenge what would do */
  static insufficientUserAuthentication(challenge: Readonly<Record<string, string>>): OAuthError {
    return new OAuthError(
      'insufficient_user_authentication',
      'This needs the person to sign in once more.',
      { status: 401, challenge },
    );
  }

  static temporarilyUnavailable(reason: string, cause?: unknown): OAuthError {
    return new OAuthError('temporarily_unavailable', 'Please try again in a moment.', {
      status: 503,
      reason,
      cause,
    });
  }

  static serverError(cause?: unknown): OAuthError {
    return new OAuthError('server_error', 'Something went wrong on the server.', {
      status: 500,
      cause,
    });
  }
}
