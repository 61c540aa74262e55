import { OAuthError, scopeForResponseType } from '#protocol';
import type { SafeCheck } from './check.js';

/**
 * Scopes that the client may ask for (RFC 6749 §3.3; attack A34). What nobody knows is ignored, and the
 * token's answer says what was granted.
 */
export const checkScope: SafeCheck = async (draft, { responseTypes, targets }) => {
  const { client, parameters, responseType = '' } = draft;
  const scope = await targets.asked(client, parameters.get('scope'), parameters.getAll('resource'));
  // Only a request for authentication has an ID token for its answer (OIDC Core §3.1.2.1).
  if (responseTypes.get(responseType).words.has('id_token') && !scope.includes('openid')) {
    throw OAuthError.invalidScope('An ID token needs the scope openid.').refusedBy({
      ...{ check: 'scope', spec: 'OIDC Core §3.1.2.1' },
      ...{ expected: 'openid among the scopes', got: { scope } },
    });
  }
  draft.scope = scopeForResponseType(scope, responseType);
};
