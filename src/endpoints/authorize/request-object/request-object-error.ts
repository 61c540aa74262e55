import { OAuthError, type Refusal } from '#protocol';

/**
 * One text for what cannot be decrypted and what is not signed: whoever tries must not learn which of
 * the two it is (attack L12).
 */
export const NOT_SIGNED =
  'The request object is not one that this client has signed, or not in force.';

/** RFC 9101 §7. The description is for whoever builds the client, the reason for our log. */
export function invalidRequestObject(
  description: string,
  refusal: Refusal,
  reason?: string,
): OAuthError {
  return new OAuthError('invalid_request_object', description, {
    ...(reason === undefined ? {} : { reason }),
    refusal,
  });
}
