import type { Client } from '#registry/clients';
import { codeVerifierProblem } from '#protocol';
import type { StoredAuthorization } from '#tokens';
import type { AuthorizationCodeRequest } from './authorization-code.request.js';

interface BindingProblem {
  readonly check: 'authorization-code' | 'redirect-uri' | 'code-verifier';
  readonly reason: string;
}

/**
 * Whether the token request comes from whoever made the authorization request: the same client, the
 * same redirect URI (RFC 6749 §4.1.3), the holder of the code verifier (RFC 7636 §4.6).
 * @returns what is wrong, for the log and for admins
 */
export function bindingProblem(
  request: AuthorizationCodeRequest,
  authorization: StoredAuthorization,
  client: Client,
): BindingProblem | undefined {
  if (authorization.clientId !== client.id) {
    return { check: 'authorization-code', reason: 'the code belongs to another client' };
  }
  const wrongUri = redirectProblem(request, authorization);
  if (wrongUri !== undefined) return { check: 'redirect-uri', reason: wrongUri };
  const challenge = authorization.codeChallenge ?? undefined;
  const reason = codeVerifierProblem(request.code_verifier, challenge);
  return reason === undefined ? undefined : { check: 'code-verifier', reason };
}

function redirectProblem(
  { redirect_uri: given }: AuthorizationCodeRequest,
  { redirectUri, redirectUriSent }: StoredAuthorization,
): string | undefined {
  // One that was not in the authorization request need not be here; if it is, it must be right.
  const matches = given === undefined ? redirectUriSent === 0 : given === redirectUri;
  return matches ? undefined : 'the redirect_uri is not the one of the authorization request';
}
