import { findRegistered, OAuthError } from '#protocol';
import type { UnsafeCheck, UnsafeDraft } from './check.js';

/**
 * The redirect URI is one that is registered, character by character (RFC 9700 §2.1). Only a plain
 * OAuth request may leave it out, and only if there is just one (RFC 6749 §3.1.2.3).
 */
export const checkRedirectUri: UnsafeCheck = (draft) => {
  const { application_type: type, redirect_uris: registered } = draft.client?.metadata ?? {};
  if (registered === undefined || type === undefined) throw new Error('the client comes first');
  const requested = draft.parameters.get('redirect_uri');
  if (requested === undefined) {
    draft.redirectUri = theOnly(registered, isOpenId(draft.parameters.get('scope')), draft);
    return;
  }
  if (findRegistered(registered, requested, type) === undefined) {
    throw OAuthError.invalidRequest(
      'The redirect_uri is not registered for this client.',
    ).refusedBy({
      ...{ check: 'redirect-uri', spec: 'RFC 9700 §2.1', expected: oneOf(registered) },
      got: { redirect_uri: requested, client_id: draft.client?.id },
    });
  }
  // As requested: with a loopback address the port may differ (RFC 8252 §7.3).
  draft.redirectUri = requested;
};

function theOnly(registered: readonly string[], openId: boolean, { client }: UnsafeDraft): string {
  const [only] = registered;
  if (only === undefined || registered.length > 1 || openId) {
    throw OAuthError.invalidRequest('The parameter redirect_uri is missing.').refusedBy({
      ...{ check: 'redirect-uri', spec: 'RFC 6749 §3.1.2.3', expected: oneOf(registered) },
      got: { redirect_uri: undefined, client_id: client?.id },
    });
  }
  return only;
}

function oneOf(registered: readonly string[]): string {
  if (registered.length === 0) return 'a redirect_uri that is registered; this client has none';
  return `one of the registered redirect_uris: ${registered.join(' ')}`;
}

function isOpenId(scope = ''): boolean {
  return scope.split(' ').includes('openid');
}
