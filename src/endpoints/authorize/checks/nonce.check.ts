import { OAuthError } from '#protocol';
import type { SafeCheck } from './check.js';

/** Limit: characters of `nonce`. */
const MAX_NONCE = 8 * 1024;

/**
 * Comes back in the ID token as it was. Optional where the client itself fetches the ID token; where the
 * browser brings it, the nonce is what shows that it was not injected (§3.2.2.1, §3.3.2.11).
 */
export const checkNonce: SafeCheck = (draft, { responseTypes }) => {
  const nonce = draft.parameters.get('nonce');
  const length = nonce?.length ?? 0;
  if (length > MAX_NONCE) {
    throw OAuthError.invalidRequest('The nonce is too long.').refusedBy({
      ...{ check: 'nonce', spec: 'OIDC Core §3.1.2.1' },
      ...{ expected: `at most ${String(MAX_NONCE)} characters`, got: { length } },
    });
  }
  const { words } = responseTypes.get(draft.responseType ?? '');
  if (nonce === undefined && words.has('id_token')) {
    throw OAuthError.invalidRequest('The parameter nonce is missing.').refusedBy({
      ...{ check: 'nonce', spec: 'OIDC Core §3.2.2.1' },
      expected: 'a nonce, because the browser brings the ID token',
      got: 'no nonce',
    });
  }
  draft.nonce = nonce;
};
