import { OAuthError, parseScope, scopeForResponseType } from '#protocol';
import type { SafeCheck } from './check.js';

/**
 * Scopes that exist and that the client may ask for; none is dropped silently (RFC 6749 §3.3; attack A34).
 */
export const checkScope: SafeCheck = (draft, { responseTypes }) => {
  const { client, parameters, responseType = '' } = draft;
  const value = parameters.get('scope');
  if (value === undefined) {
    throw OAuthError.invalidScope('The parameter scope is missing.');
  }
  const scope = parseScope(value);
  if (scope === undefined || scope.some((name) => !client.scopes.has(name))) {
    throw OAuthError.invalidScope();
  }
  // Only a request for authentication has an ID token for its answer (OIDC Core §3.1.2.1).
  if (responseTypes.get(responseType).words.has('id_token') && !scope.includes('openid')) {
    throw OAuthError.invalidScope('An ID token needs the scope openid.');
  }
  draft.scope = scopeForResponseType(scope, responseType);
};
