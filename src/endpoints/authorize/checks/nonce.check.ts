import { OAuthError } from '#protocol';
import type { SafeCheck } from './check.js';

/** Limit: characters of `nonce`. */
const MAX_NONCE = 512;

/**
 * Comes back in the ID token as it was. Optional where the client itself fetches the ID token; where the
 * browser brings it, the nonce is what shows that it was not injected (§3.2.2.1, §3.3.2.11).
 */
export const checkNonce: SafeCheck = (draft, { responseTypes }) => {
  const nonce = draft.parameters.get('nonce');
  if ((nonce?.length ?? 0) > MAX_NONCE) throw OAuthError.invalidRequest('The nonce is too long.');
  const { words } = responseTypes.get(draft.responseType ?? '');
  if (nonce === undefined && words.has('id_token')) {
    throw OAuthError.invalidRequest('The parameter nonce is missing.');
  }
  draft.nonce = nonce;
};
