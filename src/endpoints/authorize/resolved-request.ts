import { OAuthError, type Parameters } from '#protocol';

/** The parameters of an authorization request, put together from wherever they came. */
export interface ResolvedRequest {
  readonly parameters: Parameters;
  /** Digest of the pushed request that it is, to be used up with the answer (RFC 9126 §4). */
  readonly pushedRequest?: string | undefined;
}

/**
 * Limit: bytes of an authorization request that is kept; a little less than a text column of MySQL holds.
 */
const MAX_STORED = 60_000;

/** @throws OAuthError when the parameters are more than can be kept until a person comes */
export function checkStorable(parameters: Parameters): void {
  if (Buffer.byteLength(JSON.stringify(parameters)) <= MAX_STORED) return;
  throw OAuthError.invalidRequest('The authorization request is too large.', 413);
}
